// Steps that pass or fail, counted: every gate ends with the same line, "N passed, N failed".
import { spawn } from "node:child_process";

export interface Counts {
  passed: number;
  failed: number;
}

const countsLine = /^(\d+) passed, (\d+) failed$/;
// Colours and cursor movements of a terminal.
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");

/** The counts of the last line of the form "N passed, N failed", or null. */
function lastCounts(output: string): Counts | null {
  for (const line of output.replace(escapes, "").split(/\r?\n/).reverse()) {
    const match = countsLine.exec(line.trim());
    if (match !== null) return { passed: Number(match[1]), failed: Number(match[2]) };
  }
  return null;
}

/** What a command's output and exit status count for: its own counts if it prints some, else itself, as one. */
export function countsOf(output: string, status: number): Counts {
  const counts = lastCounts(output) ?? { passed: status === 0 ? 1 : 0, failed: 0 };
  // A command that fails beside its tests (an unhandled error, a crash) counts as a failure of its own.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs a command, shows what it prints while it runs, and resolves with all of it. */
function runShown(command: string, args: readonly string[]): Promise<{ output: string; status: number }> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    env: process.stdout.isTTY ? { ...process.env, FORCE_COLOR: "1" } : process.env,
  });
  let output = "";
  const show = (to: NodeJS.WriteStream) => (chunk: string) => {
    output += chunk;
    to.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", show(process.stdout));
  child.stderr.setEncoding("utf8").on("data", show(process.stderr));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ output: `${output}\n${error}`, status: 1 }));
    child.on("close", (status) => resolve({ output, status: status ?? 1 }));
  });
}

/** A command that is one gate, with the name that the report gives it. */
export interface Gate {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** A gate that has run. */
export interface Step {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/** Runs a gate to its end, whatever comes of it. */
export async function runGate({ name, command: [file, ...args] }: Gate): Promise<Step> {
  console.log(`\n== ${name}: ${[file, ...args].join(" ")}`);
  const start = performance.now();
  const { output, status } = await runShown(file, args);
  return { name, counts: countsOf(output, status), seconds: (performance.now() - start) / 1000 };
}

/** Prints one line per step and the sum as the last line; the exit status says whether anything failed. */
export function report(steps: readonly Step[]): void {
  const sum = { passed: 0, failed: 0 };
  console.log("");
  for (const { name, counts, seconds } of steps) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    const mark = counts.failed === 0 ? "ok    " : "FAILED";
    console.log(`${mark}  ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds.toFixed(1)} s)`);
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  if (sum.failed > 0) process.exitCode = 1;
}
