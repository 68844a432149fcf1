// Steps of optimisers on float32.
import { type Operand, type Override, override } from "@toeplitz/tensor/extend";
import { adamStep, rmspropStep, sgdStep } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import type { Job } from "../kernels/job.ts";
import { adamJob, rmspropJob, sgdJob } from "../kernels/optimizer-steps.ts";
import { unitElements } from "./walk.ts";

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

function bitsOf(value: number): number {
  float[0] = value;
  return floatBits[0]!;
}

interface Step {
  readonly length: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Steps of optimisers. */
export function optimizerSteps(engine: Engine): Override[] {
  // Made once: an array that could not be had in a call would leave nobody who could answer it.
  const settingsOf = new Map<object, Int32Array>(
    [sgdJob, adamJob, rmspropJob].map((job) => [job, new Int32Array(job.fields.length)]),
  );
  /** Runs a job on arrays that are changed, with settings by name: whole words, and numbers as their bits. */
  const serve = <F extends string>(
    job: Job<F>,
    grad: Operand,
    changed: Readonly<Record<string, Operand | null>>,
    { length, weightDecay, maximize }: Step,
    numbers: Readonly<Record<string, number>>,
    flags: Readonly<Record<string, boolean>> = {},
  ): boolean => {
    const { memory } = engine;
    memory.start();
    const slotGrad = memory.read(grad);
    const slots = Object.entries(changed).map(([name, operand]) => [name, operand && memory.part(operand)] as const);
    if (!memory.commit()) return false;
    const settings: Record<string, number> = { grad: memory.address(slotGrad), length, piece: unitElements };
    for (const [name, slot] of slots) settings[name] = slot === null ? 0 : memory.address(slot);
    for (const [name, flag] of Object.entries(flags)) settings[name] = flag ? 1 : 0;
    const all = { ...numbers, decay: weightDecay, sign: maximize ? -1 : 1 };
    for (const [name, value] of Object.entries(all)) settings[name] = bitsOf(value);
    const words = settingsOf.get(job) as Int32Array;
    for (const [i, name] of job.fields.entries()) words[i] = settings[name] as number;
    engine.run(job, words, Math.ceil(length / unitElements));
    return true;
  };
  const isServed = (p: Operand, length: number) => p.storage.dtype === "float32" && length > 0;
  return [
    override(sgdStep, {
      supports: ({ p }, { length }) => isServed(p, length),
      run({ grad, p, velocity }, step) {
        const { lr, momentum, dampening, nesterov, first } = step;
        const numbers = { momentum, gain: 1 - dampening, rate: -lr };
        return serve(sgdJob, grad, { p, velocity }, step, numbers, { nesterov, first });
      },
    }),
    override(adamStep, {
      supports: ({ p }, { length }) => isServed(p, length),
      run({ grad, p, average, squares, largest }, step) {
        const { shrink, beta1, beta2, eps, stepSize, correction } = step;
        const rests = { rest1: 1 - beta1, rest2: 1 - beta2, rate: -stepSize };
        const numbers = { shrink, beta1, beta2, eps, correction, ...rests };
        return serve(adamJob, grad, { p, average, squares, largest }, step, numbers);
      },
    }),
    override(rmspropStep, {
      supports: ({ p }, { length }) => isServed(p, length),
      run({ grad, p, squares, average, velocity }, step) {
        const { lr, alpha, eps, momentum } = step;
        const numbers = { alpha, eps, momentum, rest: 1 - alpha, rate: -lr };
        return serve(rmspropJob, grad, { p, squares, average, velocity }, step, numbers);
      },
    }),
  ];
}
