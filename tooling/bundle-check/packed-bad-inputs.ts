// The catalogue of bad inputs against the installed tarballs: the rows and their checker are copied beside them, as sources.
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./programs.ts";

const conformance = fileURLToPath(new URL("../../packages/conformance/", import.meta.url));

/** Runs every row in a folder that has the packages in its node_modules. */
export function checkPackedBadInputs(node: string, folder: string): { status: number; output: string } {
  const copy = path.join(folder, "conformance");
  mkdirSync(copy);
  for (const part of ["src", "test", "golden"])
    cpSync(path.join(conformance, part), path.join(copy, part), { recursive: true });
  const result = run(node, [path.join(copy, "test/packed/bad-inputs.ts")], { cwd: folder });
  // A copy that found the packages of the workspace would have shown nothing.
  const installed = result.output.includes(path.join(folder, "node_modules"));
  return installed ? result : { status: 1, output: `not of the tarballs:\n${result.output}` };
}
