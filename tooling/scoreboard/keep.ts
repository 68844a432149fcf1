// `pnpm scoreboard:keep`: keeps the last run's scoreboard for the site, if it is green.
import { readFileSync, writeFileSync } from "node:fs";
import type { Scoreboard } from "./score.ts";

const board = JSON.parse(
  readFileSync(new URL("../../dist/scoreboard/scoreboard.json", import.meta.url), "utf8"),
) as Scoreboard;
if (board.state !== "green") throw new Error(`the scoreboard is ${board.state}: see dist/scoreboard/index.html`);
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(board, null, 2)}\n`);
