// Tables about threads: the same bits for every number of them, and how long small calls take where there are more of them than processors.
import { createHash } from "node:crypto";
import os from "node:os";
import { parseArgs } from "node:util";
import { conv2d, convTranspose2d } from "@toeplitz/conv";
import { grad, manualSeed, randn, setBackend, type Tensor } from "@toeplitz/tensor";
import { type Level, wasm } from "../../src/index.ts";
import { randomNumbers } from "../memory/random-numbers.ts";

const usage = `node --conditions=@toeplitz/source packages/wasm/test/threads/full.ts [--cases N]

Makes N convolutions with all gradients (default 500) on the portable kernels and on 1, 2, 3, 4 and 8 threads at every level, and compares
hashes; then 10,000 small ones on 1, 2 and 8 threads, and tells how long they took. Exit status 1 if hashes differ that must not.`;

const { values } = parseArgs({
  options: { cases: { type: "string", default: "500" }, help: { type: "boolean", default: false } },
});
const cases = Number(values.cases);
const processors = os.availableParallelism();
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 1) {
  process.stderr.write(`--cases must be a whole number from 1 on, got ${values.cases}\n`);
  process.exitCode = 2;
} else {
  // Eight threads are more than twice as many as most machines have processors.
  os.availableParallelism = () => Math.max(4, processors);
  await compareBits();
  await timeSmallCalls();
}

/** Bits of convolution number i of random numbers, forwards or transposed, and of all its gradients. */
function hashOf(i: number): string {
  const random = randomNumbers(i + 1);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  manualSeed(i);
  const groups = whole(1, 4) === 1 ? whole(1, 4) : 1;
  const channels = groups * whole(1, 24);
  const kernel = [whole(1, 4), whole(1, 4)];
  const x = randn([whole(1, 3), channels, whole(5, 28), whole(5, 28)]).requiresGrad_();
  const outputs = whole(1, 24);
  const transposed = random() < 0.3;
  const shape = transposed ? [channels, outputs] : [groups * outputs, channels / groups];
  const w = randn([...shape, ...kernel]).requiresGrad_();
  const options = { groups, stride: whole(1, 2), padding: whole(0, 2) };
  const y = transposed ? convTranspose2d(x, w, options) : conv2d(x, w, options);
  const hash = createHash("sha256");
  for (const each of [y, ...grad(y.sum(), [x, w])] as Tensor[]) hash.update(each.toTypedArray());
  return hash.digest("hex");
}

async function compareBits(): Promise<void> {
  setBackend(null);
  const all = Array.from({ length: cases }, (_, i) => i);
  const portable = all.map(hashOf);
  process.stdout.write(
    `${cases} random convolutions with all gradients, ${new Set(portable).size} different hashes on the portable kernels\n` +
      "level          threads  as one thread  as portable\n",
  );
  for (const level of ["deterministic", "high", "default"] as const satisfies readonly Level[]) {
    let alone: readonly string[] = [];
    for (const count of [1, 2, 3, 4, 8]) {
      const backend = wasm({ level });
      setBackend(backend);
      const { threads } = await backend.threads(count);
      const hashes = all.map(hashOf);
      await backend.threads(0);
      if (count === 1) alone = hashes;
      const same = (others: readonly string[]) => hashes.filter((hash, i) => hash === others[i]).length;
      const [asOne, asPortable] = [same(alone), same(portable)];
      if (threads !== count || asOne < cases || (level === "deterministic" && asPortable < cases)) process.exitCode = 1;
      process.stdout.write(
        `${level.padEnd(13)}  ${String(threads).padStart(7)}  ${String(asOne).padStart(13)}  ${String(asPortable).padStart(11)}\n`,
      );
    }
  }
}

async function timeSmallCalls(): Promise<void> {
  process.stdout.write(
    `10,000 convolutions of 8 x 16 x 16 with 8 kernels of 3 x 3, ${processors} processors\n` +
      "threads  median ms  p99 ms  p99 / median  longest ms  idle: share of a processor\n",
  );
  for (const count of [1, 2, 8]) {
    const backend = wasm();
    setBackend(backend);
    const { threads } = await backend.threads(count);
    const [x, w] = [randn([1, 8, 16, 16]), randn([8, 8, 3, 3])];
    for (let i = 0; i < 2000; i++) conv2d(x, w, { padding: 1 });
    const times = Array.from({ length: 10_000 }, () => {
      const begun = performance.now();
      conv2d(x, w, { padding: 1 });
      return performance.now() - begun;
    }).sort((a, b) => a - b);
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { user, system } = process.cpuUsage(before);
    await backend.threads(0);
    const [median, late, longest] = [times[5000]!, times[9900]!, times[9999]!];
    const columns = [threads, median.toFixed(4), late.toFixed(4), (late / median).toFixed(1), longest.toFixed(2)];
    const widths = [7, 9, 6, 12, 10];
    process.stdout.write(
      `${columns.map((each, i) => String(each).padStart(widths[i]!)).join("  ")}  ${(((user + system) / 1e6) * 100).toFixed(2)} %\n`,
    );
  }
  setBackend(null);
}
