// Interpolation of float32, and the way back.
import { type Interpolation, interpolate, interpolateGradient } from "@toeplitz/conv/kernels";
import { type Operand, type Override, override } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { interpolation, interpolationGradient, tapBytes } from "../kernels/interpolate.ts";
import type { Job } from "../kernels/job.ts";

const volume = ([d, h, w]: readonly [number, number, number]) => d * h * w;

/** The tables of the three axes, one after the other: distances in bytes, and the bits of weights. */
function tablesOf({ axes, from }: Interpolation): Int32Array {
  const words = new Int32Array(2 * axes.reduce((count, { at }) => count + at.length, 0));
  const floats = new Float32Array(words.buffer);
  const distances = [4 * from[1] * from[2], 4 * from[2], 4];
  let word = 0;
  for (const [axis, { at, weight }] of axes.entries()) {
    for (let i = 0; i < at.length; i++, word += 2) {
      words[word] = at[i]! * distances[axis]!;
      floats[word + 1] = weight[i]!;
    }
  }
  return words;
}

function isServed(operand: Operand, { planes, from, to }: Interpolation): boolean {
  const largest = Math.max(volume(from), volume(to));
  return operand.storage.dtype === "float32" && planes * volume(to) > 0 && largest < 2 ** 28;
}

/** Interpolation. */
export function interpolations(engine: Engine): Override[] {
  const serve = (job: Job, x: Operand, y: Operand, forward: boolean, plan: Interpolation): boolean => {
    const { memory } = engine;
    const { axes, from, to, planes } = plan;
    const tables = tablesOf(plan);
    memory.start();
    const slotX = forward ? memory.read(x) : memory.all(x);
    const slotY = forward ? memory.all(y) : memory.read(y);
    const slotTables = memory.scratch(tables.byteLength);
    if (!memory.commit()) return false;
    const [d, h] = [memory.address(slotTables), memory.address(slotTables) + tapBytes * axes[0].at.length];
    engine.words.set(tables, d / 4);
    const settings = Int32Array.of(
      memory.address(slotX),
      memory.address(slotY),
      4 * volume(from),
      4 * volume(to),
      ...axes.map(({ taps }) => taps),
      d,
      h,
      h + tapBytes * axes[1].at.length,
      ...to,
    );
    engine.run(job, settings, planes);
    return true;
  };
  return [
    override(interpolate, {
      supports: ({ x }, plan) => isServed(x, plan),
      run: ({ x, y }, plan) => serve(interpolation, x, y, true, plan),
    }),
    override(interpolateGradient, {
      supports: ({ y }, plan) => isServed(y, plan),
      run: ({ x, y }, plan) => serve(interpolationGradient, x, y, false, plan),
    }),
  ];
}
