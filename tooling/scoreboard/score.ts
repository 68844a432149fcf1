// From test results to the scoreboard's numbers.
import type { Line } from "./lines.ts";

/** What became of one test. */
export interface Outcome {
  /** "file > suite > ... > test" */
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  /** Why it was skipped, or what went wrong. */
  readonly why?: string | undefined;
  /** How many rows it stands for, where it checks many in one. */
  readonly rows?: number | undefined;
  /** How many of those failed. */
  readonly failed?: number | undefined;
}

/** One side of a line. */
export interface Count {
  readonly rows: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Reasons and how often each was given. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly name: string; readonly why: string }[];
  /** Patterns of the line that name no test: what they stood for is gone, or was not run. */
  readonly unmet: readonly string[];
}

/** A line with its numbers; null stands for a side that the line does not have. */
export interface ScoredLine {
  readonly what: string;
  readonly source: string;
  readonly version: string;
  readonly note: string | null;
  readonly portable: Count | null;
  readonly accelerated: Count | null;
  /** Green if all rows of all sides passed or were skipped for a reason, and every pattern has named a test. */
  readonly state: "green" | "red" | "not run";
}

export interface Scoreboard {
  readonly made: string;
  readonly lines: readonly ScoredLine[];
  readonly state: "green" | "red" | "not run";
}

type Side = "portable" | "accelerated";

/** At most so many failures of a line are shown. */
const shown = 20;

export function score(lines: readonly Line[], outcomes: readonly Outcome[], made: string): Scoreboard {
  const sides = { portable: shares(lines, outcomes, "portable"), accelerated: shares(lines, outcomes, "accelerated") };
  const scored = lines.map((line, i): ScoredLine => {
    const sideOf = (side: Side) =>
      line[side] === undefined ? null : count(sides[side][i]!, unmet(line[side], outcomes));
    const [portable, accelerated] = [sideOf("portable"), sideOf("accelerated")];
    const { what, source, version, note = null } = line;
    return { what, source, version, note, portable, accelerated, state: stateOf([portable, accelerated]) };
  });
  const states = scored.map(({ state }) => state);
  const state = states.includes("red") ? "red" : states.includes("not run") ? "not run" : "green";
  return { made, lines: scored, state };
}

/** The outcomes of each line: a test counts for the first line that names it. */
function shares(lines: readonly Line[], outcomes: readonly Outcome[], side: Side): Outcome[][] {
  const found = lines.map((): Outcome[] => []);
  for (const outcome of outcomes) {
    const i = lines.findIndex((line) => line[side]?.some((pattern) => pattern.test(outcome.name)));
    found[i]?.push(outcome);
  }
  return found;
}

const unmet = (patterns: readonly RegExp[], outcomes: readonly Outcome[]): string[] =>
  patterns.filter((pattern) => !outcomes.some(({ name }) => pattern.test(name))).map((pattern) => pattern.source);

function count(outcomes: readonly Outcome[], unmet: readonly string[]): Count {
  const sum = { rows: 0, passed: 0, failed: 0, skipped: 0 };
  const reasons: Record<string, number> = {};
  const failures: { name: string; why: string }[] = [];
  for (const { name, state, why, rows = 1, failed = rows } of outcomes) {
    sum.rows += rows;
    if (state === "skipped") {
      sum.skipped += rows;
      const reason = why ?? "no reason given";
      reasons[reason] = (reasons[reason] ?? 0) + rows;
    } else if (state === "failed") {
      sum.failed += failed;
      sum.passed += rows - failed;
      failures.push({ name, why: why ?? "" });
    } else sum.passed += rows;
  }
  return { ...sum, reasons, failures: failures.slice(0, shown), unmet };
}

function stateOf(sides: readonly (Count | null)[]): ScoredLine["state"] {
  const counts = sides.filter((side) => side !== null);
  if (counts.some(({ failed, reasons }) => failed > 0 || "no reason given" in reasons)) return "red";
  return counts.every(({ passed, unmet }) => passed > 0 && unmet.length === 0) ? "green" : "not run";
}
