// The same module with fused multiply-adds: a few bytes differ, so it is derived instead of shipped twice.
import { addFlavour, flavour } from "./seal.ts";

const vector = 0xfd;

/**
 * A product and a sum that may be fused. Their numbers are written one byte longer than need be, as those of no other instruction
 * are, so that they can be found in a finished module.
 */
export const fusable = { multiply: [vector, 0xe6, 0x81, 0x00], add: [vector, 0xe4, 0x81, 0x00] } as const;

/** Fused, nothing is done where the product was, and all of it where the sum was. */
const fused = { multiply: [1, 1, 1, 1], add: [vector, 0x85, 0x82, 0x00] } as const;

/** A copy of a module whose fusable products and sums are relaxed multiply-adds: one rounding where the engine likes that better. */
export function fuse(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = Uint8Array.from(module);
  // The third byte is a rare one, and engines look for a byte faster than any loop.
  for (let i = out.indexOf(0x81); i >= 0; i = out.indexOf(0x81, i + 1)) {
    if (out[i - 2] !== vector || out[i + 1] !== 0) continue;
    if (out[i - 1] === fusable.multiply[1]) out.set(fused.multiply, i - 2);
    else if (out[i - 1] === fusable.add[1]) out.set(fused.add, i - 2);
  }
  addFlavour(out, flavour.fused);
  return out;
}
