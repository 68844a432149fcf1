// The kernel matrix as code, here and in PyTorch: the line that matters, and a program with all the numbers.
import { convTorchLine } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";
import type { Code, Programs } from "../../components/code-note.tsx";
import { convCaseOf, programsOf } from "../arithmetic/case-code.ts";

/** PyTorch has no such function: the columns are what the convolution makes of the unit vectors. */
export function matrixLinesOf(figure: FigureCase): Code {
  return [
    ["TypeScript", matrixLine(figure)],
    ["PyTorch", torchMatrixLine(figure)],
  ];
}

/** Programs that print the matrix, and what it makes of the samples, each of which is a column; a bias is added to that. */
export function matrixProgramsOf(figure: FigureCase): Programs {
  const { bias, ...linear } = figure;
  const to = figure.gradient?.to;
  const added = bias === undefined ? "" : biasStep(bias.shape[0]!, figure.input.shape[0]!);
  const typescript = {
    output: [`const Y = K.matmul(x.flatten(1).T)${added};`, "console.log(Y);"],
    input: ["console.log(K.T.matmul(g.flatten(1).T));"],
    weight: ["K.matmul(x.flatten(1).T).backward(g.flatten(1).T);", "console.log(w.grad);"],
  }[to ?? "output"];
  const pytorch = {
    output: [`Y = ${added === "" ? "K @ x.flatten(1).T" : `(K @ x.flatten(1).T)${added}`}`, "print(Y)"],
    input: ["print(K.T @ g.flatten(1).T)"],
    weight: ["(K @ x.flatten(1).T).backward(g.flatten(1).T)", "print(w.grad)"],
  }[to ?? "output"];
  return programsOf(to === undefined ? figure : linear, {
    name: "kernelMatrix",
    typescript: [`const K = ${matrixLine(figure)};`, "console.log(K.dense());", ...typescript],
    pytorch: [`K = ${torchMatrixLine(figure)}`, "print(K)", ...pytorch],
  });
}

/** Adds to all rows of a channel its bias; both languages say it alike. */
const biasStep = (channels: number, samples: number) =>
  `.reshape([${channels}, -1]).add(b.reshape([${channels}, 1])).reshape([-1, ${samples}])`;

function matrixLine({ transposed, options, input }: FigureCase): string {
  const given = Object.entries({ ...options, ...(transposed ? { transposed } : {}) });
  const written = given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  return `kernelMatrix(w, ${JSON.stringify(input.shape.slice(1))}${written === "" ? "" : `, { ${written} }`})`;
}

function torchMatrixLine({ bias: _, ...figure }: FigureCase): string {
  const shape = figure.input.shape.slice(1);
  const count = shape.reduce((product, size) => product * size, 1);
  const units = `torch.eye(${count}).reshape(${[count, ...shape].join(", ")})`;
  return `${convTorchLine(convCaseOf(figure)).replace("(x,", `(${units},`)}.flatten(1).T`;
}
