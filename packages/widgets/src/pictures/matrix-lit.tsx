// What is lit in a matrix: the bands of its row and its column, and the entries of the taps.
import {
  acrossDiagonal,
  type Colouring,
  type Highlight,
  type MatrixLayout,
  type Scene,
  type Theme,
  weightEdge,
} from "@toeplitz/figures";
import { Decoration } from "./decoration.tsx";
import { stripBox } from "./matrix-strip.tsx";

interface LitProps {
  readonly scene: Scene;
  readonly highlight: Highlight | null;
  readonly layout: MatrixLayout;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

/** The row and column that belong to what is lit, out to the strips of one sample; of several, the sample's own row and column. */
export function Bands({ highlight, layout }: Pick<LitProps, "highlight" | "layout">) {
  if (highlight === null) return null;
  const { cell, width, height, input, output, turned, above, isProduct } = layout;
  const { sample } = highlight;
  const { row, column } = acrossDiagonal(turned, highlight);
  const several = input.samples > 1;
  const [top, side] = above === "input" ? [input, output] : [output, input];
  // One sample's strips stand at the ends of its row and its column.
  const [left, right] = several ? [0, width] : isProduct ? [side.at[0], width] : [0, side.at[0] + side.box[0]];
  const upper = several ? 0 : top.at[1];
  return (
    <Decoration className="bands">
      {row !== null && <rect data-row={row} x={left} y={row * cell} width={right - left} height={cell} />}
      {column !== null && (
        <rect data-column={column} x={column * cell} y={upper} width={cell} height={height - upper} />
      )}
      {several &&
        sample !== null &&
        [input, output].map((strip, i) => {
          const { x, y } = stripBox(strip, sample * strip.length);
          const [across, down] = strip.step;
          return (
            <rect
              key={i}
              data-sample={sample}
              x={x}
              y={y}
              width={across === 0 ? strip.box[0] : across * strip.length}
              height={down === 0 ? strip.box[1] : down * strip.length}
            />
          );
        })}
    </Decoration>
  );
}

/** The entries of the lit taps. */
export function Lit({ scene, highlight, layout, colouring, theme }: LitProps) {
  const { cell, turned } = layout;
  if (highlight === null) return null;
  const inset = cell > 8 ? 1 : 0;
  const entries = highlight.entries.map((entry) => ({ ...acrossDiagonal(turned, entry), weight: entry.weight }));
  return (
    <Decoration className="lit">
      {entries.map(({ row, column, weight }) => (
        <rect
          key={`${row},${column},${weight}`}
          data-row={row}
          data-column={column}
          x={column * cell + inset}
          y={row * cell + inset}
          width={cell - 2 * inset}
          height={cell - 2 * inset}
          style={{
            ...(colouring === "weight" ? { stroke: weightEdge(scene.geometry, weight, theme) } : {}),
            ...(cell < 10 ? { strokeWidth: 1 } : {}),
          }}
        />
      ))}
    </Decoration>
  );
}
