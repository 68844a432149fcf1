// The largest magnitude of an operand, which also tells whether all of it is finite.
import type { Operand, Storage } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { absMax } from "../kernels/abs-max.ts";

interface Known {
  readonly version: number;
  readonly offset: number;
  readonly magnitude: number;
}

const magnitudes = new WeakMap<Storage, Known>();

/**
 * The largest magnitude of an operand to the end of its storage: Infinity or NaN if it holds such. Remembered until it is written
 * to. The operand's place must have been committed.
 */
export function magnitudeOf(engine: Engine, { storage, offset }: Operand, address: number): number {
  const known = magnitudes.get(storage);
  if (known !== undefined && known.version === storage.version && known.offset === offset) return known.magnitude;
  const magnitude = scan(engine, address, storage.length - offset);
  magnitudes.set(storage, { version: storage.version, offset, magnitude });
  return magnitude;
}

/** The largest magnitude of `count` numbers in memory. */
export function scan(engine: Engine, address: number, count: number): number {
  if (count < 4) {
    const values = engine.floats.subarray(address / 4, address / 4 + count);
    return Math.max(0, ...Array.from(values, Math.abs));
  }
  // At most so many units as there is room for their results, and none below four numbers.
  const share = Math.max(4, Math.ceil(count / 256), Math.min(count, 65536));
  const units = Math.ceil(count / share);
  engine.run(absMax, Int32Array.of(address, count, share, engine.results), units);
  let most = 0;
  const results = engine.floats;
  for (let unit = 0; unit < units; unit++) most = Math.max(most, results[engine.results / 4 + unit]!);
  return most;
}
