// The kernel matrix, its input laid flat above it and its output beside it; several samples stand as columns. Touch it anywhere.
// biome-ignore-all lint/a11y/useSemanticElements: a picture of up to 20,000 entries is no HTML table
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points to its active cell
import {
  type Colouring,
  type Diagonal,
  diagonalsOf,
  type Focus,
  type Highlight,
  inMatrix,
  type MatrixLayout,
  type MatrixStrip,
  mostOf,
  type Scene,
  spokenFocus,
  type Theme,
  valueColour,
  weightColour,
  weightEdge,
} from "@toeplitz/figures";
import { type CSSProperties, type KeyboardEvent, memo, type PointerEvent, useId, useMemo, useRef } from "react";
import { placeAfter } from "../state/grid-keys.ts";
import type { Spotlight } from "../state/spotlight.ts";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";
import { matrixLetter } from "./sentences.tsx";

interface MatrixPictureProps {
  readonly scene: Scene;
  readonly layout: MatrixLayout;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  /** It was just transposed: its rows become columns before one's eyes. */
  readonly turning?: boolean;
  /** What stands on the strip of the output instead of it: a sum that is not complete yet. */
  readonly soFar?: readonly number[];
}

export function MatrixPicture(props: MatrixPictureProps) {
  const { scene, layout, highlight, spotlight, colouring, theme, turning = false, soFar } = props;
  const { rows, columns, cell, full, input, output } = layout;
  const [left, top] = layout.origin;
  const svg = useRef<SVGSVGElement>(null);
  const activeId = useId();
  const table = tableOf(layout);
  const active = activePlace(scene, highlight, layout);
  const diagonals = useMemo(() => (turning ? diagonalsOf(layout) : []), [turning, layout]);
  const stripped = { scene, cell, colouring, theme };
  const outputs = soFar ?? scene.output.values;

  const focusAt = (event: { clientX: number; clientY: number }): Focus | null => {
    const bounds = svg.current!.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * full[0] - left;
    const y = ((event.clientY - bounds.top) / bounds.height) * full[1] - top;
    for (const side of ["input", "output"] as const) {
      const index = indexAt(layout[side], x, y);
      if (index !== null) return { on: side, index };
    }
    const [row, column] = [Math.floor(y / cell), Math.floor(x / cell)];
    return row >= 0 && row < rows && column >= 0 && column < columns ? { on: "entry", row, column } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeAfter(event.key, active, table.columns);
    if (to !== null) {
      event.preventDefault();
      const column = Math.max(0, Math.min(table.columns - 1, to[1]));
      const row = Math.max(0, Math.min(table.rowsOf(column) - 1, to[0]));
      spotlight.free();
      spotlight.hover(table.focusAt(row, column));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin(table.focusAt(...active));
    }
  };

  return (
    <svg
      ref={svg}
      className="matrix-picture"
      data-turning={turning}
      viewBox={`0 0 ${full[0]} ${full[1]}`}
      style={{ maxWidth: full[0] }}
      role="grid"
      tabIndex={0}
      aria-label={scene.words.matrix(rows, columns, layout.nnz)}
      aria-rowcount={table.rows}
      aria-colcount={table.columns}
      aria-activedescendant={activeId}
      onPointerMove={(event: PointerEvent) => event.pointerType !== "touch" && spotlight.hover(focusAt(event))}
      onPointerLeave={() => spotlight.hover(null)}
      onBlur={() => spotlight.hover(null)}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const focus = focusAt(event);
        if (focus !== null) spotlight.togglePin(focus);
      }}
    >
      <g transform={`translate(${left} ${top})`}>
        <Bands highlight={highlight} layout={layout} />
        <Weave {...{ scene, layout, diagonals, colouring, theme }} />
        <Lit scene={scene} highlight={highlight} layout={layout} colouring={colouring} theme={theme} />
        <Decoration className="beside">
          <Strip side="input" strip={input} values={scene.input.values} {...stripped} />
          <StripLit side="input" strip={input} values={scene.input.values} {...stripped} highlight={highlight} />
        </Decoration>
        <Decoration className="beside">
          <Strip side="output" strip={output} values={outputs} {...stripped} />
          <StripLit side="output" strip={output} values={outputs} {...stripped} highlight={highlight} />
        </Decoration>
        {input.samples > 1 && <Signs scene={scene} layout={layout} highlight={highlight} />}
      </g>
      <g role="row" aria-rowindex={active[0] + 1}>
        <g
          id={activeId}
          role="gridcell"
          aria-colindex={active[1] + 1}
          aria-label={highlight === null ? scene.words.noEntry : spokenFocus(scene, highlight)}
        />
      </g>
    </svg>
  );
}

/** The element of a strip at a point, or null. */
function indexAt({ at, box, step, length, samples }: MatrixStrip, x: number, y: number): number | null {
  const [across, down] = [Math.floor((x - at[0]) / box[0]), Math.floor((y - at[1]) / box[1])];
  const [sample, line] = step[0] > 0 ? [down, across] : [across, down];
  return sample >= 0 && sample < samples && line >= 0 && line < length ? sample * length + line : null;
}

interface Table {
  readonly rows: number;
  readonly columns: number;
  rowsOf(column: number): number;
  focusAt(row: number, column: number): Focus;
}

/** What arrow keys walk through: the matrix, and behind its last column the columns of several samples. */
function tableOf({ rows, columns, input, output }: MatrixLayout): Table {
  const { samples } = input;
  const inputs = columns + samples;
  if (samples === 1) {
    return { rows, columns, rowsOf: () => rows, focusAt: (row, column) => ({ on: "entry", row, column }) };
  }
  return {
    rows: Math.max(rows, columns),
    columns: inputs + samples,
    rowsOf: (column) => (column >= columns && column < inputs ? input.length : rows),
    focusAt(row, column) {
      if (column < columns) return { on: "entry", row, column };
      if (column < inputs) return { on: "input", index: (column - columns) * input.length + row };
      return { on: "output", index: (column - inputs) * output.length + row };
    },
  };
}

/** Where arrow keys start from. */
function activePlace(scene: Scene, highlight: Highlight | null, layout: MatrixLayout): readonly [number, number] {
  const { rows, columns, input } = layout;
  const focus = highlight?.focus;
  if (input.samples > 1 && (focus?.on === "input" || focus?.on === "output")) {
    const { sample, line } = inMatrix(scene, focus.on, focus.index);
    return [line, columns + (focus.on === "input" ? 0 : input.samples) + sample];
  }
  const entry = highlight?.entries[0];
  const [row, column] = [highlight?.row ?? entry?.row ?? 0, highlight?.column ?? entry?.column ?? 0];
  return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
}

type Worn = Pick<MatrixPictureProps, "scene" | "colouring" | "theme">;

interface WeaveProps extends Worn {
  readonly layout: MatrixLayout;
  /** The same entries in groups that move alike, where they move. */
  readonly diagonals: readonly Diagonal[];
}

/** The cloth itself; it changes with the scene, not with the pointer. */
const Weave = memo(function Weave({ layout, diagonals, ...worn }: WeaveProps) {
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

/** The row and column that belong to what is lit, out to the strip of one sample; of several, the sample's own columns too. */
function Bands({ highlight, layout }: Pick<MatrixPictureProps, "highlight" | "layout">) {
  if (highlight === null) return null;
  const { cell, width, height, input, output } = layout;
  const { row, column, sample } = highlight;
  const several = input.samples > 1;
  // One sample's strips stand at the ends of its row and its column.
  const [right, above] = several ? [width, 0] : [output.at[0] + output.box[0], -input.at[1]];
  return (
    <Decoration className="bands">
      {row !== null && <rect data-row={row} x={0} y={row * cell} width={right} height={cell} />}
      {column !== null && (
        <rect data-column={column} x={column * cell} y={-above} width={cell} height={height + above} />
      )}
      {several &&
        sample !== null &&
        [input, output].map(({ at, box, length }, i) => (
          <rect
            key={i}
            data-sample={sample}
            x={at[0] + sample * box[0]}
            y={at[1]}
            width={box[0]}
            height={length * box[1]}
          />
        ))}
    </Decoration>
  );
}

/** The names of two arrays and of their samples, and the signs of the product that they are in; gradients go another way through it. */
function Signs({ scene, layout, highlight }: Pick<MatrixPictureProps, "scene" | "layout" | "highlight">) {
  const { width, rows, cell, input, output } = layout;
  const middle = (Math.min(rows, input.length) * cell) / 2;
  const letters = { input: matrixLetter(scene.names.input.letter), output: matrixLetter(scene.names.output.letter) };
  const name = scene.geometry.transposed ? "Kᵀ" : "K";
  const between = (from: number, to: number) => (from + to) / 2;
  return (
    <Decoration className="signs beside">
      <text className="matrix-name" x={width / 2} y={-24}>
        {name}
      </text>
      {(["input", "output"] as const).map((side) => {
        const { at, box, samples } = layout[side];
        return (
          <g key={side}>
            <text className="matrix-name" x={at[0] + (samples * box[0]) / 2} y={-24}>
              {letters[side]}
            </text>
            {Array.from({ length: samples }, (_, sample) => (
              <text
                key={sample}
                className="sample-number"
                x={at[0] + (sample + 0.5) * box[0]}
                y={-8}
                data-lit={highlight?.sample === sample}
              >
                {sample}
              </text>
            ))}
          </g>
        );
      })}
      {scene.result === "output" && (
        <>
          <text className="sign" x={between(width, input.at[0])} y={middle}>
            ×
          </text>
          <text className="sign" x={between(input.at[0] + input.samples * input.box[0], output.at[0])} y={middle}>
            =
          </text>
        </>
      )}
    </Decoration>
  );
}

/** The entries of the lit taps. */
function Lit({ scene, highlight, layout, colouring, theme }: Worn & Pick<MatrixPictureProps, "highlight" | "layout">) {
  const { cell } = layout;
  if (highlight === null) return null;
  const inset = cell > 8 ? 1 : 0;
  return (
    <Decoration className="lit">
      {highlight.entries.map(({ row, column, weight }) => (
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

interface StripProps extends Worn {
  readonly side: "input" | "output";
  readonly values: readonly number[];
  readonly cell: number;
  readonly strip: MatrixStrip;
}

/** Where an element stands on its strip. */
function stripBox({ at, box, step, sampleStep, length }: MatrixStrip, index: number) {
  const [sample, line] = [Math.floor(index / length), index % length];
  const [x, y] = ([0, 1] as const).map((axis) => at[axis] + line * step[axis] + sample * sampleStep[axis]);
  return { x: x!, y: y!, width: box[0], height: box[1] };
}

/** The input or the output, laid flat. */
const Strip = memo(function Strip({ scene, side, values, cell, strip, colouring, theme }: StripProps) {
  const most = mostOf(scene[side].values);
  const boxes = values.map((_, index) => stripBox(strip, index));
  return (
    <g className="strip">
      {colouring === "value" ? (
        boxes.map((box, index) => <rect key={index} {...box} fill={valueColour(values[index]!, most, theme)} />)
      ) : (
        <path
          fill="none"
          d={boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("")}
        />
      )}
      {cell >= 24 && boxes.map((box, index) => <StripText key={index} {...{ box, cell }} value={values[index]!} />)}
    </g>
  );
});

/** What is lit on a strip, over the rest of it. */
function StripLit({ highlight, ...props }: StripProps & Pick<MatrixPictureProps, "highlight">) {
  const { scene, side, values, cell, strip, colouring, theme } = props;
  if (highlight === null) return null;
  const own = highlight.focus.on === side ? highlight.focus.index : -1;
  const hued = colouring === "weight";
  return (
    <g className="strip">
      {[...highlight[side]].map(([index, weight]) => {
        const box = stripBox(strip, index);
        if (index === own) return null;
        return (
          <g key={index} data-state="lit">
            <rect {...box} fill={hued ? weightColour(scene.geometry, weight, theme) : "none"} />
            {hued && cell >= 24 && <StripText {...{ box, value: values[index]!, cell }} />}
          </g>
        );
      })}
      {own >= 0 && (
        <g data-state="own">
          <rect {...stripBox(strip, own)} fill="none" />
        </g>
      )}
    </g>
  );
}

interface StripTextProps {
  readonly box: ReturnType<typeof stripBox>;
  readonly value: number;
  readonly cell: number;
}

function StripText({ box: { x, y, width, height }, value, cell }: StripTextProps) {
  return <CellText x={x + width / 2} y={y + height / 2} value={value} cell={cell} most={cell * 0.3} />;
}
