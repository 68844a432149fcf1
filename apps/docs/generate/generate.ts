// Writes the pages that are made from something else, before Astro reads them.
import { mkdirSync, writeFileSync } from "node:fs";
import { benchmarkText } from "./measured/benchmark-page.ts";
import { scoreboardText } from "./measured/scoreboard-page.ts";
import { writeReference } from "./reference/write-reference.ts";

const measured = new URL("../src/content/docs/measured/", import.meta.url);
mkdirSync(measured, { recursive: true });
writeFileSync(new URL("scoreboard.md", measured), scoreboardText());
writeFileSync(new URL("benchmark.md", measured), benchmarkText());
await writeReference();
