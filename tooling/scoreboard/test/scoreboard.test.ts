// The scoreboard tells the truth: failures are red, what did not run is not green, and a test counts once.

import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Line, lines } from "../lines.ts";
import { page } from "../page.ts";
import results from "../results.json" with { type: "json" };
import { type Outcome, type Scoreboard, score } from "../score.ts";

const line: Line = {
  what: "Sums",
  source: "PyTorch",
  version: "1",
  portable: [/a\.test > p/],
  accelerated: [/a\.test > w/],
};
const other: Line = { what: "Rest", source: "ONNX", version: "2", portable: [/a\.test/] };
const passed = (name: string): Outcome => ({ name, state: "passed" });
const made = "2026-01-01T00:00:00.000Z";
const board = (...outcomes: Outcome[]) => score([line], outcomes, made);

/** What has recorded answers, by the names of the files. */
const recorded = (folder: string) =>
  readdirSync(new URL(`../../../packages/conformance/${folder}/`, import.meta.url))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(".json", ""));

describe("the scoreboard", () => {
  it("is green where all rows of both sides passed", () => {
    const { lines: scored, state } = board(passed("a.test > p 1"), passed("a.test > p 2"), passed("a.test > w 1"));
    expect(state).toBe("green");
    expect(scored[0]).toMatchObject({
      portable: { rows: 2, passed: 2, failed: 0 },
      accelerated: { rows: 1, passed: 1 },
    });
    expect(page(board(passed("a.test > p"), passed("a.test > w")))).not.toContain("What fails");
  });

  it("is red for one failure among many, and shows it", () => {
    const failure: Outcome = { name: "a.test > p <2>", state: "failed", why: "expected 1 & got 2" };
    const red = board(
      ...Array.from({ length: 99 }, (_, i) => passed(`a.test > p ${i}`)),
      failure,
      passed("a.test > w"),
    );
    expect([red.state, red.lines[0]!.state]).toEqual(["red", "red"]);
    expect(red.lines[0]!.portable).toMatchObject({ rows: 100, passed: 99, failed: 1 });
    const html = page(red);
    expect(html).toContain('<tr class="red">');
    expect(html).toContain("✗ fails");
    expect(html).toContain("a.test &gt; p &lt;2&gt;<pre>expected 1 &amp; got 2</pre>");
  });

  it("counts the rows of a test that checks many", () => {
    const many: Outcome = { name: "a.test > p", state: "failed", why: "", rows: 1000, failed: 3 };
    expect(board(many).lines[0]!.portable).toMatchObject({ rows: 1000, passed: 997, failed: 3 });
  });

  it("is not green where a side did not run, nor where a skip has no reason", () => {
    expect(board(passed("a.test > p")).state).toBe("not run");
    const skip = (why?: string): Outcome => ({ name: "a.test > p 2", state: "skipped", why });
    const rest = [passed("a.test > p 1"), passed("a.test > w")];
    expect(board(skip(), ...rest).state).toBe("red");
    const excused = board(skip("no such operator"), ...rest);
    expect(excused.state).toBe("green");
    expect(page(excused)).toContain("Sums, portably: 1 (no such operator)");
  });

  it("is not green where a pattern names no test, though others of its side do, and says which", () => {
    const half = score([{ ...other, portable: [/a\.test/, /gone\.test/] }], [passed("a.test > p")], made);
    expect(half.state).toBe("not run");
    expect(half.lines[0]!.portable).toMatchObject({ passed: 1, unmet: ["gone\\.test"] });
    expect(page(half)).toContain("no test is named <code>gone\\.test</code>");
  });

  it.each([...recorded("golden"), ...recorded("test/fixtures/golden")])("has %s in a line", (group) => {
    const names = [
      `packages/conformance/test/levels.test.ts > golden rows: portable > ${group} > one`,
      `packages/conformance/test/hashed.test.ts > ${group.replace("-", " ")} > one`,
      `packages/conformance/test/corpus.test.ts > the ${group} > portable`,
    ];
    expect(lines.filter(({ portable }) => portable?.some((p) => names.some((name) => p.test(name))))).toHaveLength(1);
  });

  it("is kept for the site with the lines that there are, and all of them green", () => {
    const kept: Scoreboard = results as Scoreboard;
    const told = lines.map(({ what, source, version, note = null }) => ({ what, source, version, note }));
    expect(kept.lines.map(({ what, source, version, note }) => ({ what, source, version, note }))).toEqual(told);
    expect(kept.state).toBe("green");
    for (const [i, scored] of kept.lines.entries()) {
      for (const side of ["portable", "accelerated"] as const) {
        expect(scored[side] === null).toBe(lines[i]![side] === undefined);
        const { rows, passed, failed, skipped } = scored[side] ?? { rows: 0, passed: 0, failed: 0, skipped: 0 };
        expect([passed + failed + skipped, failed]).toEqual([rows, 0]);
      }
    }
  });

  it("gives a test to the first line that names it", () => {
    const { lines: scored } = score([line, other], [passed("a.test > p"), passed("a.test > q")], made);
    expect(scored.map(({ portable }) => portable!.rows)).toEqual([1, 1]);
  });

  it("says that MKL's bernoulli rests on published values", () => {
    const mkl = lines.find(({ what }) => what.includes("MKL"))!;
    expect(mkl.note).toBe("Its fixtures are published values, not recordings.");
    expect(page(score([mkl], [], made))).toContain(mkl.note);
  });

  it("is a page with a title, a language, headers for every column, and colours for the dark", () => {
    const html = page(score(lines, [], made));
    expect(html).toMatch(/<html lang="en">[\s\S]*<title>/);
    expect(html.match(/<th scope="row">/g)).toHaveLength(lines.length);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).not.toMatch(/<script|https?:\/\//);
  });
});
