// A memory of its own for the jobs of the weight gradient, so that their tests need no engine.
import { fuse } from "../../src/assembler/fuse.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import type { Job } from "../../src/kernels/job.ts";
import { weightStageX, weightStageY, weightSums } from "../../src/kernels/weight-jobs.ts";
import { planWeight, settingsAt, type WeightOptions } from "../../src/kernels/weight-plan.ts";
import { emitWeightStaging } from "../../src/kernels/weight-stage.ts";
import { emitWeightSums } from "../../src/kernels/weight-sums.ts";
import type { WeightCase } from "./cases.ts";

/** How the units of a job are shared out. */
export type Split = (units: number, part: (from: number, to: number) => void) => void;

export const atOnce: Split = (units, part) => part(0, units);
export const singly: Split = (units, part) => {
  for (let unit = 0; unit < units; unit++) part(unit, unit + 1);
};
export const backwards: Split = (units, part) => {
  for (let unit = units - 1; unit >= 0; unit--) part(unit, unit + 1);
};

interface Options extends WeightOptions {
  readonly split?: Split;
  readonly last?: "x" | "y" | "weight";
}

type Exported = (settings: number, from: number, to: number, scratch: number) => void;

const page = 65536;

/** The jobs over a memory whose last bytes are weight, y or x: what reads or writes beyond its operand traps. */
export class Machine {
  readonly #jobs: Record<string, Exported>;
  readonly #memory: WebAssembly.Memory;

  constructor(fused: boolean) {
    const m = new ModuleBuilder();
    emitWeightStaging(m);
    emitWeightSums(m);
    const bytes = fused ? fuse(m.encode()) : m.encode();
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum: page });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory: this.#memory },
    });
    this.#jobs = exports as never;
  }

  /** Number of slices of the last call. */
  slices = 0;

  /** The gradient. `last` is the operand that ends where the memory ends. */
  run(given: WeightCase, options: Options): Float32Array {
    const { g, x, y, weights } = given;
    const { split = atOnce, last = "weight" } = options;
    const plan = planWeight(g, options);
    if (plan === null) throw new Error("too large");
    this.slices = plan.slices.length;
    // Settings, scratch, staged copies, operands; memory is full of NaN, as leftovers may be.
    const sizes: Record<string, number> = {
      settings: 4 * weightSums.fields.length,
      scratch: plan.scratch,
      xStaged: plan.xStaged,
      yStaged: plan.yStaged,
      xFlags: plan.xFlags,
      yFlags: plan.yFlags,
    };
    const operands: Record<string, number> = { x: 4 * x.length, y: 4 * y.length, weight: 4 * weights };
    const order = [...Object.keys(operands).filter((name) => name !== last), last];
    const total = Object.values({ ...sizes, ...operands }).reduce((a, b) => a + b + 64, 64);
    const missing = Math.ceil(total / page) - this.#memory.buffer.byteLength / page;
    if (missing > 0) this.#memory.grow(missing);
    const end = this.#memory.buffer.byteLength;
    new Uint32Array(this.#memory.buffer).fill(0x7fc00123);
    const at: Record<string, number> = {};
    let top = end;
    for (const name of order.reverse()) at[name] = top -= operands[name]!;
    let next = 64;
    for (const [name, size] of Object.entries(sizes)) {
      at[name] = next;
      next += Math.ceil(size / 16) * 16;
    }
    new Float32Array(this.#memory.buffer, at.x, x.length).set(x);
    new Float32Array(this.#memory.buffer, at.y, y.length).set(y);
    for (const slice of plan.slices) {
      const words = settingsAt(slice, at as never);
      new Int32Array(this.#memory.buffer, at.settings, words.length).set(words);
      const work = (job: Job<string>, units: number) =>
        split(units, (from, to) => this.#jobs[job.name]!(at.settings!, from, to, at.scratch!));
      if (slice.stagesX) work(weightStageX, slice.xUnits);
      if (slice.stagesY) work(weightStageY, slice.yUnits);
      work(weightSums, slice.units);
    }
    // What was only to be read is as it was.
    for (const [name, array] of Object.entries({ x, y })) {
      const now = new Int32Array(this.#memory.buffer, at[name], array.length);
      if (new Int32Array(array.buffer).some((word, i) => word !== now[i])) throw new Error(`${name} was written`);
    }
    return new Float32Array(this.#memory.buffer, at.weight, weights).slice();
  }
}
