// What the grids and the matrix say, in letters.
import { matrixLetter, type Operand, type Scene, type Side } from "@toeplitz/figures";
import type { ReactNode } from "react";

interface Sentences {
  /** The operands and what they make, as they stand in the line. */
  readonly order: readonly Operand[];
  /** Between them. */
  readonly operators: readonly string[];
  readonly equation: ReactNode;
  /** Sizes of the matrix; of several samples, sizes of both factors. */
  readonly sizes: string;
}

/** What the grids and the matrix say, in letters. */
export function sentences({ geometry, matrix: { shape }, result, names, words, bias }: Scene): Sentences {
  const across = (transposed: boolean) => (transposed ? "✱ᵀ" : "✱");
  const matrix = (transposed: boolean) => (transposed ? "Kᵀ" : "K");
  const { transposed, batch } = geometry;
  // Samples are columns, and several columns are a matrix.
  const letter = (side: Side) => <var>{batch > 1 ? matrixLetter(names[side].letter) : names[side].letter}</var>;
  // A gradient of the bias stands beside the other one.
  const biased = bias.values.length > 0;
  const others: readonly Operand[] = biased ? ["bias"] : [];
  const comma = biased ? [","] : [];
  const biasGradient = biased && (
    <>
      , <var>{names.bias.letter}</var> = Σ {letter("output")}
    </>
  );
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
        order: ["input", "weight", ...others, "output"],
        operators: [across(transposed), ...(biased ? ["+"] : []), "="],
        sizes,
        equation: (
          <>
            {letter("output")} = {matrix(transposed)} {letter("input")}
            {biased && (
              <>
                {" "}
                + <var>{names.bias.letter}</var>
              </>
            )}
          </>
        ),
      };
    case "input":
      return {
        order: ["output", "weight", "input", ...others],
        operators: [across(!transposed), "=", ...comma],
        sizes,
        equation: (
          <>
            {letter("input")} = {matrix(!transposed)} {letter("output")}
            {biasGradient}
          </>
        ),
      };
    case "weight":
      return {
        order: ["input", "output", "weight", ...others],
        operators: ["✱", "=", ...comma],
        sizes,
        equation: (
          <>
            {letter("weight")} = Σ {letter("output")} {letter("input")}
            <sup>ᵀ</sup> {words.overHues}
            {biasGradient}
          </>
        ),
      };
  }
}
