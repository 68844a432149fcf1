// The picture as a line of code, here and in PyTorch.
import { type ConvCase, convLine, convTorchLine, values } from "@toeplitz/conformance/rows";
import type { FigureCase } from "@toeplitz/figures";

export function CodeNote({ figure }: { readonly figure: FigureCase }) {
  const recipe = ({ shape }: { readonly shape: readonly number[] }) => values([], { shape });
  const { rank, transposed, options, gradient } = figure;
  const [input, weight] = [recipe(figure.input), recipe(figure.weight)];
  const conv: ConvCase = { id: "", rank, transposed, options, bias: null, input, weight };
  // The same words in both languages.
  const back = gradient === undefined ? "" : `.backward(g); ${gradient.to === "input" ? "x" : "w"}.grad`;
  return (
    <section className="code-note number" aria-label="Code">
      <p>
        <span className="quiet">TypeScript</span> <code>{convLine(conv) + back}</code>
      </p>
      <p>
        <span className="quiet">PyTorch</span> <code>{convTorchLine(conv) + back}</code>
      </p>
    </section>
  );
}
