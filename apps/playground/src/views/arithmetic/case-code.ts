// The picture as code, here and in PyTorch: the line that matters, and a program with all the numbers.
import { type ConvCase, convFunctionName, convLine, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";
import type { Code, Programs } from "../../components/code-note.tsx";
import { arrayLine, torchArrayLine } from "./array-code.ts";

/** The case as the table of conformance has it; its code says the same in both languages. */
export function convCaseOf({ rank, transposed, options, input, weight, bias }: FigureCase): ConvCase {
  const recipe = ({ shape }: { readonly shape: readonly number[] }) => values([], { shape });
  return {
    id: "",
    rank,
    transposed,
    options,
    input: recipe(input),
    weight: recipe(weight),
    bias: bias === undefined ? null : recipe(bias),
  };
}

/** The case as one line in each language. */
export function caseLinesOf(figure: FigureCase): Code {
  const conv = convCaseOf(figure);
  // The same words in both languages.
  const back = figure.gradient === undefined ? "" : `.backward(g); ${resultsOf(figure).join("; ")}`;
  return [
    ["TypeScript", convLine(conv) + back],
    ["PyTorch", convTorchLine(conv) + back],
  ];
}

/** What the picture shows the result of: the output, or the gradients. */
function resultsOf({ gradient, bias }: FigureCase): readonly string[] {
  if (gradient === undefined) return ["y"];
  return [gradient.to === "input" ? "x.grad" : "w.grad", ...(bias === undefined ? [] : ["b.grad"])];
}

/** Programs that print what the picture shows. */
export function caseProgramsOf(figure: FigureCase): Programs {
  const conv = convCaseOf(figure);
  const back = figure.gradient === undefined ? [] : ["y.backward(g)"];
  const results = resultsOf(figure);
  return programsOf(figure, {
    name: convFunctionName(conv),
    typescript: [
      `const y = ${convLine(conv)};`,
      ...back.map((line) => `${line};`),
      ...results.map((result) => `console.log(${result});`),
    ],
    pytorch: [`y = ${convTorchLine(conv)}`, ...back, ...results.map((result) => `print(${result})`)],
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

/** The lines that make x, w, a bias b and, of a gradient, g. */
function arrays({ input, weight, bias, gradient }: FigureCase, line: typeof arrayLine): readonly string[] {
  const given = [line("x", input, gradient?.to === "input"), line("w", weight, gradient?.to === "weight")];
  if (bias !== undefined) given.push(line("b", bias, gradient !== undefined));
  return gradient === undefined ? given : [...given, line("g", gradient.upstream)];
}

/** Lines one below the other. */
function joined(...lines: readonly (string | readonly string[])[]): string {
  return `${lines.flat().join("\n")}\n`;
}
