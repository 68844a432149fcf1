// The kernel matrix, its input laid flat above it and its output beside it; several samples stand as columns. Touch it anywhere.
// biome-ignore-all lint/a11y/useSemanticElements: a picture of up to 20,000 entries is no HTML table
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points to its active cell
import {
  acrossDiagonal,
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
import { type GridPlace, placeAfter, placeWithin } from "../state/grid-keys.ts";
import type { Spotlight } from "../state/spotlight.ts";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";

interface MatrixPictureProps {
  readonly scene: Scene;
  readonly layout: MatrixLayout;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  /** It was just transposed: its rows become columns before one's eyes. */
  readonly turning?: boolean;
  /** What stands on the strip of the result instead of it: a sum that is not complete yet. */
  readonly soFar?: readonly number[];
}

/** Wider pictures shrink on a phone, and their letters with them. */
const widest = 480;

export function MatrixPicture(props: MatrixPictureProps) {
  const { scene, layout, highlight, spotlight, colouring, theme, turning = false, soFar } = props;
  const { rows, columns, cell, full } = layout;
  const [left, top] = layout.origin;
  const svg = useRef<SVGSVGElement>(null);
  const activeId = useId();
  const table = tableOf(layout);
  const active = activePlace(scene, highlight, layout, table);
  const diagonals = useMemo(() => (turning ? diagonalsOf(layout) : []), [turning, layout]);
  const stripped = { scene, cell, colouring, theme };
  const shown = (side: "input" | "output") =>
    side === scene.result && soFar !== undefined ? soFar : scene[side].values;

  const focusAt = (event: { clientX: number; clientY: number }): Focus | null => {
    const bounds = svg.current!.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * full[0] - left;
    const y = ((event.clientY - bounds.top) / bounds.height) * full[1] - top;
    for (const side of ["input", "output"] as const) {
      const index = indexAt(layout[side], x, y);
      if (index !== null) return { on: side, index };
    }
    const [row, column] = [Math.floor(y / cell), Math.floor(x / cell)];
    return row >= 0 && row < rows && column >= 0 && column < columns ? entryAt(layout, row, column) : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeAfter(event.key, active, table.columns);
    if (to !== null) {
      event.preventDefault();
      spotlight.free();
      spotlight.hover(table.focusAt(table.held(to) ?? active));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin(table.focusAt(active));
    }
  };

  return (
    <svg
      ref={svg}
      className="matrix-picture"
      data-turning={turning}
      data-wide={full[0] > widest}
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
        {(["input", "output"] as const).map((side) => (
          <Decoration key={side} className="beside">
            <Strip side={side} strip={layout[side]} values={shown(side)} {...stripped} />
            <StripLit side={side} strip={layout[side]} values={shown(side)} {...stripped} highlight={highlight} />
          </Decoration>
        ))}
        <Signs layout={layout} highlight={highlight} />
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

/** The focus on an entry by its place in the picture. */
function entryAt({ turned }: MatrixLayout, row: number, column: number): Focus {
  return { on: "entry", ...acrossDiagonal(turned, { row, column }) };
}

interface Table {
  readonly rows: number;
  readonly columns: number;
  /** Rows above the matrix, and columns on its left. */
  readonly head: number;
  readonly left: number;
  /** Inside of the table, or null where nothing stands. */
  held(place: GridPlace): GridPlace | null;
  focusAt(place: GridPlace): Focus;
}

/** What arrow keys walk through: the matrix, and where there are several samples, the rows above it and the columns beside it. */
function tableOf(layout: MatrixLayout): Table {
  const { rows, columns, above, isProduct } = layout;
  const samples = layout.input.samples === 1 ? 0 : layout.input.samples;
  const beside = above === "input" ? "output" : "input";
  const left = isProduct ? samples : 0;
  const isMiddle = (column: number) => column >= left && column < left + columns;
  return {
    rows: samples + rows,
    columns: samples + columns,
    head: samples,
    left,
    held(place) {
      const [row, column] = placeWithin(place, samples + rows, samples + columns);
      return row < samples && !isMiddle(column) ? null : [row, column];
    },
    focusAt([row, column]) {
      if (row < samples) return { on: above, index: row * columns + column - left };
      if (isMiddle(column)) return entryAt(layout, row - samples, column - left);
      return { on: beside, index: (isProduct ? column : column - columns) * rows + row - samples };
    },
  };
}

/** Where arrow keys start from. */
function activePlace(scene: Scene, highlight: Highlight | null, layout: MatrixLayout, table: Table): GridPlace {
  const { rows, columns, above, isProduct, turned } = layout;
  const { head, left } = table;
  const focus = highlight?.focus;
  if (head > 0 && (focus?.on === "input" || focus?.on === "output")) {
    const { sample, line } = inMatrix(scene, focus.on, focus.index);
    if (focus.on === above) return [sample, left + line];
    return [head + line, (isProduct ? 0 : columns) + sample];
  }
  const entry = highlight?.entries[0];
  const { row, column } = acrossDiagonal(turned, {
    row: highlight?.row ?? entry?.row ?? 0,
    column: highlight?.column ?? entry?.column ?? 0,
  });
  return [head + Math.min(row, rows - 1), left + Math.min(column, columns - 1)];
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

/** The row and column that belong to what is lit, out to the strips of one sample; of several, the sample's own row and column. */
function Bands({ highlight, layout }: Pick<MatrixPictureProps, "highlight" | "layout">) {
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

const signClasses = { name: "matrix-name", sign: "sign", sample: "sample-number" } as const;

/** The equation: the names of the arrays and the signs between them; and the samples' numbers. */
function Signs({ layout, highlight }: Pick<MatrixPictureProps, "layout" | "highlight">) {
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

/** The entries of the lit taps. */
function Lit({ scene, highlight, layout, colouring, theme }: Worn & Pick<MatrixPictureProps, "highlight" | "layout">) {
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
