// Node.js in four versions, by import and by require(), Bun and Deno.
import { run } from "../bundle-check/programs.ts";
import { bunProgram, denoProgram, nodeMajors, nodeProgram, type Program } from "./hosts.ts";
import { judge, notRun, type Row } from "./row.ts";

function row(consumer: string, program: Program, args: readonly string[], folder: string): Row {
  if ("missing" in program) return { consumer, version: "", outcome: notRun(program.missing) };
  const { status, output } = run(program.file, args, { cwd: folder });
  return { consumer, version: program.version, outcome: judge(status === 0 ? output : `${output}\nexit ${status}`) };
}

/** The folder has the packages installed and the programs beside them. */
export function runtimeRows(folder: string): Row[] {
  const nodes = nodeMajors.flatMap((major) => {
    const program = nodeProgram(major);
    return [
      row(`Node.js ${major}, \`import\``, program, ["convolution.mjs"], folder),
      row(`Node.js ${major}, \`require()\``, program, ["convolution.cjs"], folder),
    ];
  });
  const bun = row("Bun", bunProgram(), ["run", "convolution.mjs"], folder);
  // Without a flag that allows anything.
  const args = ["run", "--no-prompt", "--no-remote", "--node-modules-dir=manual", "convolution.mjs"];
  return [...nodes, bun, row("Deno, no permissions", denoProgram(), args, folder)];
}
