// The cloth of a matrix: its entries in their colours, with numbers where there is room, and the lines between its blocks.
import {
  type Colouring,
  type Diagonal,
  type MatrixLayout,
  mostOf,
  type Scene,
  type Theme,
  valueColour,
  weightColour,
} from "@toeplitz/figures";
import { type CSSProperties, memo } from "react";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";

interface Worn {
  readonly scene: Scene;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

interface WeaveProps extends Worn {
  readonly layout: MatrixLayout;
  /** The same entries in groups that move alike, where they move. */
  readonly diagonals: readonly Diagonal[];
}

/** The cloth itself; it changes with the scene, not with the pointer. */
export const Weave = memo(function Weave({ layout, diagonals, ...worn }: WeaveProps) {
  const { width, height, cell, rowLines, columnLines } = layout;
  const most = Math.max(mostOf(worn.scene.weight.values), mostOf(layout.tones.map(({ value }) => value)));
  const shared = { cell, most, ...worn };
  return (
    <Decoration className="weave">
      {diagonals.length === 0 ? (
        <Entries entries={layout} {...shared} />
      ) : (
        diagonals.map((diagonal) => {
          const [x, y] = diagonal.from;
          return (
            <g
              key={diagonal.offset}
              className="diagonal"
              data-offset={diagonal.offset}
              style={{ "--from-x": `${x}px`, "--from-y": `${y}px` } as CSSProperties}
            >
              <Entries entries={diagonal} {...shared} />
            </g>
          );
        })
      )}
      <g className="matrix-lines">
        {rowLines.map(({ before, strong }) => (
          <path key={`r${before}`} data-strong={strong} d={`M0 ${before * cell}H${width}`} />
        ))}
        {columnLines.map(({ before, strong }) => (
          <path key={`c${before}`} data-strong={strong} d={`M${before * cell} 0V${height}`} />
        ))}
        <path data-strong d={`M0 0H${width}V${height}H0z`} />
      </g>
    </Decoration>
  );
});

interface EntriesProps extends Worn {
  readonly entries: Pick<MatrixLayout, "threads" | "tones" | "cells">;
  readonly cell: number;
  /** The largest magnitude of all entries. */
  readonly most: number;
}

/** Squares, and where they are large enough their numbers. */
function Entries({ entries: { threads, tones, cells }, cell, most, scene, colouring, theme }: EntriesProps) {
  return (
    <>
      {colouring === "value"
        ? tones.map(({ value, path }) => <path key={value} d={path} fill={valueColour(value, most, theme)} />)
        : threads.map(({ weight: index, path }) => (
            <path key={index} d={path} fill={weightColour(scene.geometry, index, theme)} data-weight={index} />
          ))}
      {cell >= 24 && (
        <g className="entry-numbers">
          {cells.map(({ row, column, value }) => (
            <CellText
              key={`${row},${column}`}
              x={(column + 0.5) * cell}
              y={(row + 0.5) * cell}
              value={value}
              cell={cell}
              most={cell * 0.3}
            />
          ))}
        </g>
      )}
    </>
  );
}
