// The picture as a line of code, here and in PyTorch.
import { type ConvCase, convLine, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";
import type { Code } from "../../components/code-note.tsx";

/** The case in each language. */
export function caseCodeOf(figure: FigureCase): Code {
  const recipe = ({ shape }: { readonly shape: readonly number[] }) => values([], { shape });
  const { rank, transposed, options, gradient } = figure;
  const [input, weight] = [recipe(figure.input), recipe(figure.weight)];
  const conv: ConvCase = { id: "", rank, transposed, options, bias: null, input, weight };
  // The same words in both languages.
  const back = gradient === undefined ? "" : `.backward(g); ${gradient.to === "input" ? "x" : "w"}.grad`;
  return [
    ["TypeScript", convLine(conv) + back],
    ["PyTorch", convTorchLine(conv) + back],
  ];
}
