// What the grids and the matrix say, in letters.
import { matrixLetter, type Scene, type Side } from "@toeplitz/figures";
import type { ReactNode } from "react";

interface Sentences {
  /** The operands and what they make, as they stand in the line. */
  readonly order: readonly [Side, Side, Side];
  readonly operator: string;
  readonly equation: ReactNode;
  /** Sizes of the matrix; of several samples, sizes of both factors. */
  readonly sizes: string;
}

/** What the grids and the matrix say, in letters. */
export function sentences({ geometry, matrix: { shape }, result, names, words }: Scene): Sentences {
  const across = (transposed: boolean) => (transposed ? "✱ᵀ" : "✱");
  const matrix = (transposed: boolean) => (transposed ? "Kᵀ" : "K");
  const { transposed, batch } = geometry;
  // Samples are columns, and several columns are a matrix.
  const letter = (side: Side) => <var>{batch > 1 ? matrixLetter(names[side].letter) : names[side].letter}</var>;
  const [rows, columns] = shape;
  const factors = {
    output: [`${rows} × ${columns}`, `${columns} × ${batch}`],
    input: [`${columns} × ${rows}`, `${rows} × ${batch}`],
    weight: [`${rows} × ${batch}`, `${batch} × ${columns}`],
  };
  const sizes = batch === 1 ? factors[result === "input" ? "input" : "output"][0]! : factors[result].join(" · ");
  switch (result) {
    case "output":
      return {
        order: ["input", "weight", "output"],
        operator: across(transposed),
        sizes,
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
        sizes,
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
        sizes,
        equation: (
          <>
            {letter("weight")} = Σ {letter("output")} {letter("input")}
            <sup>ᵀ</sup> {words.overHues}
          </>
        ),
      };
  }
}
