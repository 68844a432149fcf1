// The picture as code, here and in PyTorch: the line that matters, and a program with all the numbers.
import { type ConvCase, convFunctionName, convLine, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";
import type { Code, Programs } from "../../components/code-note.tsx";
import { arrayLine, torchArrayLine } from "./array-code.ts";

/** The case as the table of conformance has it; its code says the same in both languages. */
export function convCaseOf({ rank, transposed, options, input, weight }: FigureCase): ConvCase {
  const recipe = ({ shape }: { readonly shape: readonly number[] }) => values([], { shape });
  return { id: "", rank, transposed, options, bias: null, input: recipe(input), weight: recipe(weight) };
}

/** The case as one line in each language. */
export function caseLinesOf(figure: FigureCase): Code {
  const conv = convCaseOf(figure);
  const { gradient } = figure;
  // The same words in both languages.
  const back = gradient === undefined ? "" : `.backward(g); ${gradient.to === "input" ? "x" : "w"}.grad`;
  return [
    ["TypeScript", convLine(conv) + back],
    ["PyTorch", convTorchLine(conv) + back],
  ];
}

/** Programs that print what the picture shows. */
export function caseProgramsOf(figure: FigureCase): Programs {
  const conv = convCaseOf(figure);
  const { gradient } = figure;
  const result = gradient === undefined ? "y" : `${gradient.to === "input" ? "x" : "w"}.grad`;
  const back = gradient === undefined ? [] : ["y.backward(g)"];
  return programsOf(figure, {
    name: convFunctionName(conv),
    typescript: [`const y = ${convLine(conv)};`, ...back.map((line) => `${line};`), `console.log(${result});`],
    pytorch: [`y = ${convTorchLine(conv)}`, ...back, `print(${result})`],
  });
}

interface ProgramLines {
  /** The function that is imported beside `tensor`. */
  readonly name: string;
  readonly typescript: readonly string[];
  readonly pytorch: readonly string[];
}

/** Whole programs: what they import, the arrays of a case, and these lines. */
export function programsOf(figure: FigureCase, { name, typescript, pytorch }: ProgramLines): Programs {
  return [
    [
      "TypeScript",
      () => joined(`import { ${name}, tensor } from "toeplitz";`, "", arrays(figure, arrayLine), typescript),
    ],
    [
      "PyTorch",
      () => joined("import torch", "import torch.nn.functional as F", "", arrays(figure, torchArrayLine), pytorch),
    ],
  ];
}

/** The lines that make x, w and, of a gradient, g. */
function arrays({ input, weight, gradient }: FigureCase, line: typeof arrayLine): readonly string[] {
  const given = [line("x", input, gradient?.to === "input"), line("w", weight, gradient?.to === "weight")];
  return gradient === undefined ? given : [...given, line("g", gradient.upstream)];
}

/** Lines one below the other. */
function joined(...lines: readonly (string | readonly string[])[]): string {
  return `${lines.flat().join("\n")}\n`;
}
