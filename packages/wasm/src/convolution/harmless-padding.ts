// Whether zeros around the source may be multiplied as if they were terms of the sum.
import type { Operand } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { magnitudeOf } from "./magnitude.ts";

/**
 * Zeros that are multiplied change a sum in two cases: a weight that is not finite makes them NaN; and, where every bit counts, a
 * bias of -0 becomes +0 by them.
 */
export function paddingIsHarmless(
  engine: Engine,
  { weight, bias }: { readonly weight: Operand; readonly bias: Operand | null },
  at: { readonly weight: number; readonly bias: number },
): boolean {
  if (!Number.isFinite(magnitudeOf(engine, weight, at.weight))) return false;
  if (bias === null || engine.level !== "deterministic") return true;
  const words = engine.words;
  const end = at.bias / 4 + bias.storage.length - bias.offset;
  for (let i = at.bias / 4; i < end; i++) if (words[i] === minusZero) return false;
  return true;
}

/** The bits of -0. */
const minusZero = 1 << 31;
