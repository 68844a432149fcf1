// The picture as a line of code, here and in PyTorch.
import { type ConvCase, convLine, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";

/** The case in each language. */
export function codeOf(figure: FigureCase): readonly (readonly [language: string, line: string])[] {
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

export function CodeNote({ figure }: { readonly figure: FigureCase }) {
  return (
    <section className="code-note number" aria-label="Code">
      {codeOf(figure).map(([language, line]) => (
        <p key={language}>
          <span className="quiet">{language}</span> <code>{line}</code>
        </p>
      ))}
    </section>
  );
}
