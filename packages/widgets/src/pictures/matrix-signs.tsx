// The letters and signs of a matrix' equation, and the numbers of its samples.
import type { Highlight, MatrixLayout } from "@toeplitz/figures";
import { Decoration } from "./decoration.tsx";

interface SignsProps {
  readonly layout: MatrixLayout;
  readonly highlight: Highlight | null;
}

const signClasses = { name: "matrix-name", sign: "sign", sample: "sample-number" } as const;

/** The equation: the names of the arrays and the signs between them; and the samples' numbers. */
export function Signs({ layout, highlight }: SignsProps) {
  return (
    <Decoration className="signs beside">
      {layout.signs.map(({ text, kind, at: [x, y], sample }) => (
        <text
          key={`${x},${y}`}
          className={signClasses[kind]}
          x={x}
          y={y}
          {...(sample === undefined ? {} : { "data-lit": highlight?.sample === sample })}
        >
          {text}
        </text>
      ))}
    </Decoration>
  );
}
