// One of the three arrays as a grid of cells: read it, walk it with arrow keys, pin a cell, type a number into it.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid's cells take the focus, it and its rows do not
import {
  type Colouring,
  type Highlight,
  mostOf,
  type OperandLayout,
  type Scene,
  type Side,
  sameFocus,
  spokenFocus,
  spokenName,
  type Theme,
  typedNumber,
  valueColour,
  type WindowLayout,
  weightColour,
  weightEdge,
} from "@toeplitz/figures";
import { type KeyboardEvent, memo, type PointerEvent, useId, useMemo, useRef, useState } from "react";
import type { Spotlight } from "../state/spotlight.ts";
import { CellEditor } from "./cell-editor.tsx";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";
import { PictureDefinitions } from "./picture-definitions.tsx";

interface OperandPictureProps {
  readonly scene: Scene;
  readonly layout: OperandLayout;
  readonly highlight: Highlight | null;
  /** The kernel's frame, where this array is the one it slides over. */
  readonly window: WindowLayout | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  /** Absent for the result, which is computed. */
  readonly onEdit?: (index: number, value: number) => void;
}

export function OperandPicture(props: OperandPictureProps) {
  const { scene, layout, highlight, window: frame, spotlight, colouring, theme, onEdit } = props;
  const { side, cell, width, height } = layout;
  const { geometry } = scene;
  const values = scene[side].values;
  const name = scene.names[side];
  const svg = useRef<SVGSVGElement>(null);
  const hatch = useId();
  const [entry, setEntry] = useState(0);
  const [editing, setEditing] = useState<{ index: number; text: string } | null>(null);
  const most = mostOf(values);
  const lit = highlight?.[side];
  const own = highlight?.focus.on === side ? highlight.focus.index : -1;
  const fontSize = Math.max(8, Math.min(15, cell * 0.31));
  const rows = useMemo(() => rowsOf(layout), [layout]);
  const tabStop = entry < values.length ? entry : 0;

  const fill = (index: number): string => {
    if (colouring === "value") return valueColour(values[index]!, most, theme);
    if (side === "weight") return weightColour(geometry, index, theme);
    const weight = lit?.get(index);
    // The focused cell meets many weights and wears none of their hues.
    return weight === undefined || index === own ? "none" : weightColour(geometry, weight, theme);
  };
  const indexAt = (target: EventTarget): number | null => {
    const found = (target as Element).closest<SVGGElement>("[data-index]")?.dataset.index;
    return found === undefined ? null : Number(found);
  };
  const point = (event: PointerEvent) => {
    const index = indexAt(event.target);
    if (index !== null && event.pointerType !== "touch") spotlight.hover({ on: side, index });
  };
  const goTo = (index: number) => {
    setEntry(index);
    svg.current?.querySelector<SVGGElement>(`[data-index="${index}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = indexAt(event.target);
    const box = layout.cells.find((candidate) => candidate.index === index);
    if (index === null || box === undefined || editing !== null) return;
    const { tableRow, tableColumn } = box;
    const steps: Record<string, readonly [number, number]> = {
      ArrowLeft: [tableRow, tableColumn - 1],
      ArrowRight: [tableRow, tableColumn + 1],
      ArrowUp: [tableRow - 1, tableColumn],
      ArrowDown: [tableRow + 1, tableColumn],
      Home: [tableRow, 0],
      End: [tableRow, layout.tableColumns - 1],
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = layout.cells.find((candidate) => candidate.tableRow === to[0] && candidate.tableColumn === to[1]);
      if (next !== undefined) goTo(next.index);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin({ on: side, index });
    } else if (onEdit !== undefined && (event.key === "F2" || /^[-.\d]$/.test(event.key))) {
      event.preventDefault();
      setEditing({ index, text: event.key === "F2" ? typedNumber(values[index]!) : event.key });
    }
  };

  return (
    <figure className="operand" data-side={side} style={{ flexBasis: width, maxWidth: width }}>
      <figcaption>
        <span>
          {name.title} <var>{name.letter}</var>
        </span>
        <span className="shape">{scene[side].shape.join(" × ")}</span>
      </figcaption>
      <svg
        ref={svg}
        className="grid"
        viewBox={`0 0 ${width} ${height}`}
        role="grid"
        aria-label={scene.words.grid(name.title, scene[side].shape)}
        aria-rowcount={layout.tableRows}
        aria-colcount={layout.tableColumns}
        aria-readonly={onEdit === undefined}
        data-dim={highlight !== null && highlight.focus.on !== side}
        onPointerOver={point}
        onPointerLeave={() => spotlight.hover(null)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = indexAt(event.target);
          if (index === null) return;
          setEntry(index);
          if (event.target.matches(":focus-visible")) spotlight.hover({ on: side, index });
        }}
        onBlur={() => spotlight.hover(null)}
        onClick={(event) => {
          const index = indexAt(event.target);
          if (index !== null && editing === null) spotlight.togglePin({ on: side, index });
        }}
        onDoubleClick={(event) => {
          const index = indexAt(event.target);
          if (index !== null && onEdit !== undefined) setEditing({ index, text: typedNumber(values[index]!) });
        }}
      >
        <PictureDefinitions hatch={hatch} />
        <Decoration>
          {layout.brackets.map(({ y, height: tall, label }) => (
            <g key={label} className="bracket">
              <path d={`M8 ${y}h-4v${tall}h4`} />
              <text transform={`translate(2 ${y + tall / 2}) rotate(-90)`} dy="-2">
                {label}
              </text>
            </g>
          ))}
          {layout.ghosts.map(({ x, y, source }) => (
            <g key={`${x},${y}`} className={geometry.transposed ? "ghost cut" : "ghost"}>
              <rect x={x} y={y} width={cell} height={cell} fill={`url(#${hatch})`} />
              {source >= 0 && !geometry.transposed && (
                <CellText x={x + cell / 2} y={y + cell / 2} value={values[source]!} cell={cell} most={fontSize} />
              )}
            </g>
          ))}
        </Decoration>
        {[...rows].map(([row, boxes]) => (
          <g key={row} role="row" aria-rowindex={row + 1}>
            {boxes.map(({ index, x, y, tableColumn }) => {
              const weight = lit?.get(index);
              const state = index === own ? "own" : weight === undefined ? "idle" : "lit";
              return (
                <Cell
                  key={index}
                  {...{ scene, side, index, x, y, state }}
                  size={cell}
                  column={tableColumn}
                  tabStop={index === tabStop}
                  pinned={sameFocus(spotlight.pin, { on: side, index })}
                  highlight={index === own ? highlight : null}
                  fill={fill(index)}
                />
              );
            })}
          </g>
        ))}
        <Decoration className="numbers">
          {layout.cells.map(({ index, x, y }) => (
            <CellText
              key={index}
              x={x + cell / 2}
              y={y + cell / 2}
              value={values[index]!}
              cell={cell}
              most={fontSize}
              faint={index !== own && !lit?.has(index)}
            />
          ))}
        </Decoration>
        <Decoration className="planes">
          {layout.planes.map((plane) => (
            <g key={plane.number}>
              <text x={plane.x} y={plane.y - 5}>
                {plane.label}
              </text>
            </g>
          ))}
        </Decoration>
        <Decoration className="marks">
          {frame?.marks.map(({ x, y, kind, weight }) =>
            kind === "gap" ? (
              <circle key={`${x},${y}`} cx={x + cell / 2} cy={y + cell - 5} r={1.8} />
            ) : (
              <rect
                key={`${x},${y}`}
                className="outside"
                x={x + 1.5}
                y={y + 1.5}
                width={cell - 3}
                height={cell - 3}
                style={colouring === "weight" ? { stroke: weightEdge(geometry, weight, theme) } : {}}
              />
            ),
          )}
          {layout.cells.map(({ index, x, y }) => {
            const weight = lit?.get(index);
            if (weight === undefined && index !== own) return null;
            const inked = index === own || colouring === "value" || weight === undefined;
            return (
              <rect
                key={index}
                className={index === own ? "outline own" : "outline"}
                x={x + 1}
                y={y + 1}
                width={cell - 2}
                height={cell - 2}
                style={inked ? {} : { stroke: weightEdge(geometry, weight, theme) }}
              />
            );
          })}
          {frame?.frames.map((box) => (
            <rect key={`${box.x},${box.y}`} className="frame" {...box} />
          ))}
        </Decoration>
        {editing !== null && onEdit !== undefined && (
          <CellEditor
            box={layout.cells.find(({ index }) => index === editing.index)!}
            cell={cell}
            text={editing.text}
            label={scene.words.newValue}
            onDone={(value) => {
              const { index } = editing;
              setEditing(null);
              if (value !== null) onEdit(index, value);
              goTo(index);
            }}
          />
        )}
      </svg>
    </figure>
  );
}

function rowsOf({ cells }: OperandLayout): Map<number, OperandLayout["cells"][number][]> {
  const rows = new Map<number, OperandLayout["cells"][number][]>();
  for (const box of cells) {
    const row = rows.get(box.tableRow);
    if (row === undefined) rows.set(box.tableRow, [box]);
    else row.push(box);
  }
  return rows;
}

interface CellProps {
  readonly scene: Scene;
  readonly side: Side;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly column: number;
  readonly state: "own" | "lit" | "idle";
  readonly tabStop: boolean;
  readonly pinned: boolean;
  /** Of this very cell. */
  readonly highlight: Highlight | null;
  readonly fill: string;
}

/** Thousands stand in a large picture, and few change under the pointer. */
const Cell = memo(function Cell(props: CellProps) {
  const { scene, side, index, x, y, size, column, state, tabStop, pinned, highlight, fill } = props;
  return (
    <g
      className="cell"
      role="gridcell"
      tabIndex={tabStop ? 0 : -1}
      data-index={index}
      data-state={state}
      data-pinned={pinned}
      aria-colindex={column + 1}
      aria-selected={pinned}
      aria-label={highlight === null ? spokenName(scene, side, index) : spokenFocus(scene, highlight)}
    >
      <rect x={x} y={y} width={size} height={size} fill={fill} />
    </g>
  );
});
