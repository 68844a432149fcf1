// The kernel matrix as a line of code, here and in PyTorch.
import { type ConvCase, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";
import type { Code } from "../../components/code-note.tsx";

/** PyTorch has no such function: the columns are what the convolution makes of the unit vectors. */
export function matrixCodeOf(figure: FigureCase): Code {
  const { rank, transposed, options, input, weight } = figure;
  const recipe = ({ shape }: { readonly shape: readonly number[] }) => values([], { shape });
  const conv: ConvCase = {
    id: "",
    rank,
    transposed,
    options,
    bias: null,
    input: recipe(input),
    weight: recipe(weight),
  };
  const shape = input.shape.slice(1);
  const given = Object.entries({ ...options, ...(transposed ? { transposed } : {}) });
  const written = given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  const count = shape.reduce((product, size) => product * size, 1);
  const units = `torch.eye(${count}).reshape(${[count, ...shape].join(", ")})`;
  return [
    ["TypeScript", `kernelMatrix(w, ${JSON.stringify(shape)}${written === "" ? "" : `, { ${written} }`})`],
    ["PyTorch", `${convTorchLine(conv).replace("(x,", `(${units},`)}.flatten(1).T`],
  ];
}
