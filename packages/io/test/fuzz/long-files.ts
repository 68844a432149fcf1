// Gives the readers files of megabytes in a process of its own, which has little memory: one that takes too much of it dies.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readers } from "./readers.ts";
import { fuzz, report, type Stretch } from "./run.ts";

/** Mebibytes of heap: what a file may describe by default, and as much as its longest text. */
const heap = 320;

/**
 * Runs this program on a stretch of inputs.
 *
 * @param more more arguments
 * @returns what it has found, with the last input where it has died, and its exit status
 */
export async function standLongFiles(
  { from, to }: Stretch,
  more: readonly string[] = [],
): Promise<{ output: string; status: number | null }> {
  const options = [
    "--conditions=@toeplitz/source",
    "--disable-warning=ExperimentalWarning",
    `--max-old-space-size=${heap}`,
  ];
  const program = [fileURLToPath(import.meta.url), "--from", `${from}`, "--to", `${to}`, ...more];
  const child = spawn(process.execPath, [...options, ...program], { stdio: ["ignore", "pipe", "pipe"] });
  let [output, last] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    last = (last + chunk).slice(-3000);
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { output: status === 0 ? output : `${output}${last}`, status };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      from: { type: "string", default: "0" },
      to: { type: "string", default: "210" },
      // For a test of this test: readers without a limit.
      unbounded: { type: "boolean", default: false },
    },
  });
  const [from, to] = [Number(values.from), Number(values.to)];
  const started = performance.now();
  const tally = await fuzz(
    await readers(),
    { from, to },
    {
      long: true,
      load: values.unbounded ? { maxHeapBytes: Number.POSITIVE_INFINITY } : {},
      begin: (input, reader, kind) => process.stderr.write(`input ${input}, ${reader}, ${kind}\n`),
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `long inputs ${from} to ${to - 1}, ${seconds} s, ${tally.failures.length} not stood\n${report(tally)}\n`,
  );
  if (tally.failures.length > 0) process.exitCode = 1;
}
