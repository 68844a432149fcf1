// The kernel matrix, its input laid flat above it and its output beside it. Touch it anywhere.
// biome-ignore-all lint/a11y/useSemanticElements: a picture of up to 20,000 entries is no HTML table
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points to its active cell
import {
  type Colouring,
  type Diagonal,
  diagonalsOf,
  type Focus,
  type Highlight,
  type MatrixLayout,
  mostOf,
  type Scene,
  spokenFocus,
  type Theme,
  valueColour,
  weightColour,
  weightEdge,
} from "@toeplitz/figures";
import { type CSSProperties, type KeyboardEvent, memo, type PointerEvent, useId, useMemo, useRef } from "react";
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
  /** What stands on the strip of the output instead of it: a sum that is not complete yet. */
  readonly soFar?: readonly number[];
}

const gap = 10;

export function MatrixPicture(props: MatrixPictureProps) {
  const { scene, layout, highlight, spotlight, colouring, theme, turning = false, soFar } = props;
  const { rows, columns, cell, width, height } = layout;
  const strip = Math.max(10, cell);
  const [left, top] = [1, strip + gap];
  const full = [width + gap + strip + 2, height + strip + gap + 2] as const;
  const svg = useRef<SVGSVGElement>(null);
  const activeId = useId();
  const active = activeEntry(highlight, layout);
  const diagonals = useMemo(() => (turning ? diagonalsOf(layout) : []), [turning, layout]);
  const stripped = { scene, cell, strip, colouring, theme };
  const outputs = soFar ?? scene.output.values;

  const focusAt = (event: { clientX: number; clientY: number }): Focus | null => {
    const bounds = svg.current!.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * full[0] - left;
    const y = ((event.clientY - bounds.top) / bounds.height) * full[1] - top;
    const column = Math.floor(x / cell);
    const row = Math.floor(y / cell);
    const inColumns = column >= 0 && column < columns;
    const inRows = row >= 0 && row < rows;
    if (inColumns && y < -gap / 2) return { on: "input", index: column };
    if (inRows && x > width + gap / 2) return { on: "output", index: row };
    return inRows && inColumns ? { on: "entry", row, column } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const step = steps[event.key];
    const at = { on: "entry", row: active[0], column: active[1] } as const;
    if (step !== undefined) {
      event.preventDefault();
      const row = Math.max(0, Math.min(rows - 1, active[0] + step[0]));
      const column = Math.max(0, Math.min(columns - 1, active[1] + step[1]));
      spotlight.free();
      spotlight.hover({ on: "entry", row, column });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin(at);
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
      aria-rowcount={rows}
      aria-colcount={columns}
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
        <Bands highlight={highlight} layout={layout} strip={strip} />
        <Weave {...{ scene, layout, diagonals, colouring, theme }} />
        <Lit scene={scene} highlight={highlight} layout={layout} colouring={colouring} theme={theme} />
      </g>
      <Decoration className="beside" transform={`translate(${left} 1)`}>
        <Strip side="input" values={scene.input.values} {...stripped} />
        <StripLit side="input" values={scene.input.values} {...stripped} highlight={highlight} />
      </Decoration>
      <Decoration className="beside" transform={`translate(${left + width + gap} ${top})`}>
        <Strip side="output" values={outputs} {...stripped} />
        <StripLit side="output" values={outputs} {...stripped} highlight={highlight} />
      </Decoration>
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

/** Where arrow keys start from. */
function activeEntry(highlight: Highlight | null, { rows, columns }: MatrixLayout): readonly [number, number] {
  const tap = highlight?.taps[0];
  const row = highlight?.row ?? tap?.output ?? 0;
  const column = highlight?.column ?? tap?.input ?? 0;
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

/** The row and column that belong to what is lit, out to the strips. */
function Bands({
  highlight,
  layout,
  strip,
}: {
  readonly highlight: Highlight | null;
  layout: MatrixLayout;
  strip: number;
}) {
  const { cell, width, height } = layout;
  const reach = gap + strip;
  return (
    <Decoration className="bands">
      {highlight?.row != null && (
        <rect data-row={highlight.row} x={0} y={highlight.row * cell} width={width + reach} height={cell} />
      )}
      {highlight?.column != null && (
        <rect
          data-column={highlight.column}
          x={highlight.column * cell}
          y={-reach}
          width={cell}
          height={height + reach}
        />
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
      {highlight.taps.map((tap) => (
        <rect
          key={`${tap.output},${tap.input},${tap.weight}`}
          data-row={tap.output}
          data-column={tap.input}
          x={tap.input * cell + inset}
          y={tap.output * cell + inset}
          width={cell - 2 * inset}
          height={cell - 2 * inset}
          style={{
            ...(colouring === "weight" ? { stroke: weightEdge(scene.geometry, tap.weight, theme) } : {}),
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
  readonly strip: number;
}

/** Where an element stands on its strip. */
const stripBox = ({ side, cell, strip }: Pick<StripProps, "side" | "cell" | "strip">, index: number) =>
  side === "input"
    ? { x: index * cell, y: 0, width: cell, height: strip }
    : { x: 0, y: index * cell, width: strip, height: cell };

/** The input as the row above the columns, or the output as the column beside the rows. */
const Strip = memo(function Strip({ scene, side, values, cell, strip, colouring, theme }: StripProps) {
  const most = mostOf(scene[side].values);
  const boxes = values.map((_, index) => stripBox({ side, cell, strip }, index));
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
  const { scene, side, values, cell, colouring, theme } = props;
  if (highlight === null) return null;
  const own = highlight.focus.on === side ? highlight.focus.index : -1;
  const hued = colouring === "weight";
  return (
    <g className="strip">
      {[...highlight[side]].map(([index, weight]) => {
        const box = stripBox(props, index);
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
          <rect {...stripBox(props, own)} fill="none" />
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
