// Runs the notebook and prints what it prints: `pnpm notebook`.
import { notebook } from "./notebook.ts";
import { runSections } from "./section.ts";

runSections(notebook, (line) => console.log(line));
