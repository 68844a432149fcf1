// The scores of mutation reports as a table: by goal, and by file.
import type { Slice } from "./mutant-slices.ts";

/** What a report of Stryker's holds that counts: a report is a JSON file of the mutation testing report schema. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

interface Tally {
  mutants: number;
  detected: number;
  ignored: number;
}

const detected = new Set(["Killed", "Timeout"]);
// Ignored ones have a reason beside them; those with errors could not be run.
const uncounted = new Set(["Ignored", "CompileError", "RuntimeError"]);

function add(tally: Tally, statuses: readonly string[]): void {
  for (const status of statuses) {
    if (uncounted.has(status)) tally.ignored += 1;
    else {
      tally.mutants += 1;
      if (detected.has(status)) tally.detected += 1;
    }
  }
}

/** In percent; undefined where nothing counts. */
const score = ({ detected, mutants }: Tally) => (mutants === 0 ? undefined : (100 * detected) / mutants);

function line(name: string, tally: Tally): string {
  const counts = [tally.mutants, tally.detected, tally.mutants - tally.detected, tally.ignored];
  return `${name.padEnd(48)} ${(score(tally)?.toFixed(1) ?? "-").padStart(5)} ${counts.map((n) => String(n).padStart(7)).join("")}`;
}

/** The table, and the goals whose score is below the threshold; a goal some of whose slices have no report is marked as partial. */
export function mutationTable(
  reports: readonly (readonly [Slice, Report])[],
  slices: readonly Slice[],
  threshold: number,
): { readonly table: string; readonly below: readonly string[] } {
  const goals = new Map<string, Tally>();
  const files: string[] = [];
  for (const [{ goal }, report] of reports) {
    const total = goals.get(goal) ?? { mutants: 0, detected: 0, ignored: 0 };
    goals.set(goal, total);
    for (const [file, { mutants }] of Object.entries(report.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const statuses = mutants.map(({ status }) => status);
      const tally = { mutants: 0, detected: 0, ignored: 0 };
      add(tally, statuses);
      add(total, statuses);
      files.push(line(file.replace(/^packages\//, "").replace("/src/", ": "), tally));
    }
  }
  const head = `${"".padEnd(48)} score mutants caught  missed ignored`;
  const extent = (goal: string) => {
    const all = slices.filter((slice) => slice.goal === goal).length;
    const run = reports.filter(([slice]) => slice.goal === goal).length;
    return run < all ? `${goal} (partial: ${run} of ${all} slices)` : goal;
  };
  return {
    table: [
      `${reports.length} of ${slices.length} slices have been run`,
      "",
      head,
      ...[...goals].map(([goal, tally]) => line(extent(goal), tally)),
      "",
      ...files,
    ].join("\n"),
    below: [...goals].filter(([, tally]) => (score(tally) ?? 100) < threshold).map(([goal]) => goal),
  };
}
