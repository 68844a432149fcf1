// What the grids and the matrix say, in letters.
import type { Scene, Side } from "@toeplitz/figures";
import type { ReactNode } from "react";

interface Sentences {
  /** The operands and what they make, as they stand in the line. */
  readonly order: readonly [Side, Side, Side];
  readonly operator: string;
  readonly equation: ReactNode;
}

/** What the grids and the matrix say, in letters. */
export function sentences({ geometry, result, names, words }: Scene): Sentences {
  const across = (transposed: boolean) => (transposed ? "✱ᵀ" : "✱");
  const matrix = (transposed: boolean) => (transposed ? "Kᵀ" : "K");
  const letter = (side: Side) => <var>{names[side].letter}</var>;
  const { transposed } = geometry;
  switch (result) {
    case "output":
      return {
        order: ["input", "weight", "output"],
        operator: across(transposed),
        equation: (
          <>
            {letter("output")} = {matrix(transposed)} {letter("input")}
          </>
        ),
      };
    case "input":
      return {
        order: ["output", "weight", "input"],
        operator: across(!transposed),
        equation: (
          <>
            {letter("input")} = {matrix(!transposed)} {letter("output")}
          </>
        ),
      };
    case "weight":
      return {
        order: ["input", "output", "weight"],
        operator: "✱",
        equation: (
          <>
            {letter("weight")} = Σ {letter("output")} {letter("input")}
            <sup>ᵀ</sup> {words.overHues}
          </>
        ),
      };
  }
}
