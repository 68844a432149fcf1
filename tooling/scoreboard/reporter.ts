// `pnpm scoreboard`: a vitest reporter that counts what has run, and writes dist/scoreboard/scoreboard.json and its page.
import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestCase } from "vitest/node";
import { lines } from "./lines.ts";
import { page } from "./page.ts";
import { type Outcome, score } from "./score.ts";

const folder = new URL("../../dist/scoreboard/", import.meta.url);

export default class ScoreboardReporter implements Reporter {
  onTestRunEnd(...[testModules]: Parameters<NonNullable<Reporter["onTestRunEnd"]>>) {
    const outcomes = testModules.flatMap((module) => [...module.children.allTests()].map((test) => outcomeOf(test)));
    const board = score(lines, outcomes, new Date().toISOString());
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL("scoreboard.json", folder), `${JSON.stringify(board, null, 2)}\n`);
    writeFileSync(new URL("index.html", folder), page(board));

    for (const { what, state, portable, accelerated } of board.lines) {
      const [p, a] = [portable, accelerated].map((side) =>
        side === null ? "-" : `${side.passed}/${side.rows}${side.skipped > 0 ? ` (${side.skipped} skipped)` : ""}`,
      );
      console.log(`${state.padEnd(8)} ${what}: portable ${p}, accelerated ${a}`);
      for (const pattern of [...(portable?.unmet ?? []), ...(accelerated?.unmet ?? [])]) {
        console.log(`         no test is named ${pattern}`);
      }
    }
    console.log(`\nThe scoreboard is ${board.state}: dist/scoreboard/index.html`);
    if (board.state !== "green") process.exitCode = 1;
  }
}

function outcomeOf(test: TestCase): Outcome {
  const result = test.result();
  const name = `${test.module.relativeModuleId} > ${test.fullName}`;
  // A test that checks many rows in one says so.
  const { rows, failed } = test.meta() as { readonly rows?: number; readonly failed?: number };
  if (result.state === "passed") return { name, state: "passed", rows };
  if (result.state === "failed") {
    return { name, state: "failed", why: result.errors.map(({ message }) => message).join("\n"), rows, failed };
  }
  return { name, state: "skipped", why: result.state === "skipped" ? result.note : "it did not finish", rows };
}
