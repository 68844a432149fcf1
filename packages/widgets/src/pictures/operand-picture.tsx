// One of the three arrays as a grid of cells: read it, walk it with arrow keys, pin a cell, type a number into it, paint over it.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid's cells take the focus, it and its rows do not
import {
  type CellBox,
  type Colouring,
  type Highlight,
  mostOf,
  type OperandLayout,
  type Scene,
  type Side,
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
import { placeAfter } from "../state/grid-keys.ts";
import { useGrowing } from "../state/growing.ts";
import { useNarrow } from "../state/narrow.ts";
import type { Spotlight } from "../state/spotlight.ts";
import { type Brush, useStroke } from "../state/stroke.ts";
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
  /** Null while cells are pointed at, and for the result. */
  readonly brush: Brush | null;
}

/** With smaller cells a picture cannot be read; it scrolls instead. */
const leastCell = 20;
/** A character of the sizes above a picture; a narrow picture leaves them room. */
const sizesCharacter = 8;

export function OperandPicture(props: OperandPictureProps) {
  const { scene, layout, highlight, window: frame, spotlight, colouring, theme, onEdit, brush } = props;
  const { side, cell, width, height } = layout;
  const { values, shape } = scene[side];
  const name = scene.names[side];
  const sizes = shape.join(" × ");
  const room = Math.max(width, sizes.length * sizesCharacter);
  const svg = useRef<SVGSVGElement>(null);
  const hatch = useId();
  const [entry, setEntry] = useState(0);
  const [editing, setEditing] = useState<{ index: number; text: string } | null>(null);
  // On a phone the whole picture shrinks, so numbers take more of a cell.
  const fontSize = useNarrow() ? Math.min(19, cell * 0.38) : Math.max(8, Math.min(15, cell * 0.31));
  const table = useMemo(() => tableOf(layout), [layout]);
  const own = highlight?.focus.on === side ? highlight.focus.index : -1;
  const pinned = spotlight.pin?.on === side ? spotlight.pin.index : -1;
  const tabStop = entry < values.length ? entry : 0;
  const painting = useStroke(brush, {
    cells: layout.cells,
    edge: cell,
    place: (x, y) => {
      const bounds = svg.current!.getBoundingClientRect();
      return { x: ((x - bounds.left) / bounds.width) * width, y: ((y - bounds.top) / bounds.height) * height };
    },
  });

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
    const box = index === null ? undefined : table.boxes.get(index);
    if (index === null || box === undefined || editing !== null) return;
    const { tableRow, tableColumn } = box;
    const to = placeAfter(event.key, [tableRow, tableColumn], layout.tableColumns);
    if (to !== null) {
      event.preventDefault();
      const next = table.rows.get(to[0])?.find((candidate) => candidate.tableColumn === to[1]);
      if (brush !== null && event.shiftKey) painting.over(next === undefined ? [index] : [index, next.index]);
      if (next !== undefined) goTo(next.index);
    } else if (event.key === " " && brush !== null) {
      event.preventDefault();
      painting.over([index]);
      if (!event.shiftKey) painting.end();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin({ on: side, index });
    } else if (onEdit !== undefined && (event.key === "F2" || /^[-.\d]$/.test(event.key))) {
      event.preventDefault();
      setEditing({ index, text: event.key === "F2" ? typedNumber(values[index]!) : event.key });
    }
  };

  return (
    <figure
      className="operand"
      data-side={side}
      style={{ flexBasis: room, maxWidth: room, minWidth: `min(100%, ${sizes.length * sizesCharacter}px)` }}
    >
      <figcaption>
        <span>
          {name.title} <var>{name.letter}</var>
        </span>
        <span className="shape">{sizes}</span>
      </figcaption>
      <svg
        ref={svg}
        className="grid"
        viewBox={`0 0 ${width} ${height}`}
        style={{ minWidth: Math.min(1, leastCell / cell) * width, maxWidth: width }}
        role="grid"
        aria-label={scene.words.grid(name.title, shape)}
        aria-rowcount={layout.tableRows}
        aria-colcount={layout.tableColumns}
        aria-readonly={onEdit === undefined}
        data-dim={highlight !== null && highlight.focus.on !== side}
        data-brush={brush !== null}
        {...painting.pointers}
        onPointerDown={(event) => editing === null && painting.pointers.onPointerDown(event)}
        onPointerOver={point}
        onPointerLeave={() => spotlight.hover(null)}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.key === "Shift" && painting.end()}
        onFocus={(event) => {
          const index = indexAt(event.target);
          if (index === null) return;
          setEntry(index);
          if (event.target.matches(":focus-visible")) spotlight.hover({ on: side, index });
        }}
        onBlur={(event) => {
          spotlight.hover(null);
          if (!event.currentTarget.contains(event.relatedTarget)) painting.end();
        }}
        onClick={(event) => {
          const index = indexAt(event.target);
          if (index !== null && editing === null && brush === null) spotlight.togglePin({ on: side, index });
        }}
        onDoubleClick={(event) => {
          const index = indexAt(event.target);
          if (index !== null && onEdit !== undefined && brush === null)
            setEditing({ index, text: typedNumber(values[index]!) });
        }}
      >
        <PictureDefinitions hatch={hatch} />
        <Surroundings {...{ scene, layout, hatch, fontSize }} />
        <Rows
          // Another arrangement is drawn anew, which takes less than to move every cell.
          key={`${layout.tableRows},${layout.tableColumns},${cell}`}
          {...{ scene, side, table, colouring, theme, fontSize, own, pinned, tabStop }}
          size={cell}
          spoken={own < 0 || highlight === null ? "" : spokenFocus(scene, highlight)}
        />
        <Partners {...{ scene, layout, highlight, colouring, theme, fontSize }} boxes={table.boxes} />
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
                style={colouring === "weight" ? { stroke: weightEdge(scene.geometry, weight, theme) } : {}}
              />
            ),
          )}
          {frame?.frames.map((box) => (
            <rect key={`${box.x},${box.y}`} className="frame" {...box} />
          ))}
        </Decoration>
        {editing !== null && onEdit !== undefined && (
          <CellEditor
            box={table.boxes.get(editing.index)!}
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

interface Table {
  readonly rows: ReadonlyMap<number, readonly CellBox[]>;
  /** By index. */
  readonly boxes: ReadonlyMap<number, CellBox>;
}

function tableOf({ cells }: OperandLayout): Table {
  const rows = new Map<number, CellBox[]>();
  const boxes = new Map<number, CellBox>();
  for (const box of cells) {
    boxes.set(box.index, box);
    const row = rows.get(box.tableRow);
    if (row === undefined) rows.set(box.tableRow, [box]);
    else row.push(box);
  }
  return { rows, boxes };
}

interface SurroundingsProps {
  readonly scene: Scene;
  readonly layout: OperandLayout;
  readonly hatch: string;
  readonly fontSize: number;
}

/** Borders, brackets and the names of the planes. They change with the scene, not under the pointer. */
const Surroundings = memo(function Surroundings({ scene, layout, hatch, fontSize }: SurroundingsProps) {
  const { side, cell } = layout;
  const { values } = scene[side];
  const { transposed } = scene.geometry;
  return (
    <>
      <Decoration>
        {layout.brackets.map(({ y, height, label }) => (
          <g key={y} className="bracket">
            <path d={`M18 ${y}h-4v${height}h4`} />
            <text transform={`translate(10 ${y + height / 2}) rotate(-90)`}>{label}</text>
          </g>
        ))}
        <path
          className={transposed ? "ghost cut" : "ghost"}
          d={layout.ghosts.map(({ x, y }) => `M${x} ${y}h${cell}v${cell}h${-cell}z`).join("")}
          fill={`url(#${hatch})`}
        />
        {!transposed && (
          <g className="ghost-numbers">
            {layout.ghosts.map(
              ({ x, y, source }) =>
                source >= 0 && (
                  <CellText
                    key={`${x},${y}`}
                    x={x + cell / 2}
                    y={y + cell / 2}
                    value={values[source]!}
                    cell={cell}
                    most={fontSize}
                  />
                ),
            )}
          </g>
        )}
      </Decoration>
      <Decoration className="samples">
        {layout.samples.map(({ x, y, width, label }) => (
          <g key={label}>
            <path d={`M${x} ${y + 0.5}h${width}`} />
            <text x={x} y={y + 13}>
              {label}
            </text>
          </g>
        ))}
      </Decoration>
      <Decoration className="planes">
        {layout.planes.map(({ number, x, y, label }) => (
          <text key={number} x={x} y={y - 5}>
            {label}
          </text>
        ))}
      </Decoration>
    </>
  );
});

interface CellsProps extends Worn {
  readonly side: Side;
  readonly size: number;
  readonly fontSize: number;
  /** Indices, or -1: the touched cell, the pinned one, the one that Tab goes to. */
  readonly own: number;
  readonly pinned: number;
  readonly tabStop: number;
  /** What the touched cell says. */
  readonly spoken: string;
}

type Worn = Pick<OperandPictureProps, "scene" | "colouring" | "theme">;

/** So many cells are put onto the page in one frame. */
const cellsAtOnce = 120;

function Rows({ table, ...cells }: CellsProps & { readonly table: Table }) {
  const { own, pinned, tabStop } = cells;
  const rows = [...table.rows];
  const drawn = useGrowing(rows.length, Math.max(1, Math.floor(cellsAtOnce / Math.max(1, rows[0]?.[1].length ?? 1))));
  const rowOf = (index: number) => table.boxes.get(index)?.tableRow;
  return rows.slice(0, drawn).map(([row, boxes]) => {
    const here = (index: number) => (rowOf(index) === row ? index : -1);
    return (
      <Row
        key={row}
        {...cells}
        {...{ row, boxes }}
        own={here(own)}
        spoken={here(own) < 0 ? "" : cells.spoken}
        pinned={here(pinned)}
        tabStop={here(tabStop)}
      />
    );
  });
}

interface RowProps extends CellsProps {
  readonly row: number;
  readonly boxes: readonly CellBox[];
}

/**
 * Thousands of cells stand in a large picture; a row is drawn anew only if one of its own changes. Where another array is touched
 * its numbers are faint, and {@link Partners} writes its own anew.
 */
const Row = memo(function Row(props: RowProps) {
  const { scene, side, row, boxes, size, fontSize, colouring, theme, own, pinned, tabStop, spoken } = props;
  const { values } = scene[side];
  const most = mostOf(values);
  const fill = (index: number): string => {
    if (colouring === "value") return valueColour(values[index]!, most, theme);
    return side === "weight" ? weightColour(scene.geometry, index, theme) : "none";
  };
  return (
    <>
      <g role="row" aria-rowindex={row + 1}>
        {boxes.map(({ index, x, y, tableColumn }) => (
          <g
            key={index}
            className="cell"
            role="gridcell"
            tabIndex={index === tabStop ? 0 : -1}
            data-index={index}
            data-pinned={index === pinned}
            aria-colindex={tableColumn + 1}
            aria-selected={index === pinned}
            aria-label={index === own ? spoken : spokenName(scene, side, index)}
          >
            <rect x={x} y={y} width={size} height={size} fill={fill(index)} />
          </g>
        ))}
      </g>
      <Decoration className="numbers">
        {boxes.map(({ index, x, y }) => (
          <CellText key={index} x={x + size / 2} y={y + size / 2} value={values[index]!} cell={size} most={fontSize} />
        ))}
      </Decoration>
    </>
  );
}, sameRow);

/** Whether a row looks the same: its numbers, their names and their places. Hues follow from the shape of the weight. */
function sameRow(a: RowProps, b: RowProps): boolean {
  const plain = [
    "side",
    "row",
    "size",
    "fontSize",
    "colouring",
    "theme",
    "own",
    "pinned",
    "tabStop",
    "spoken",
  ] as const;
  const sameBox = (p?: CellBox, q?: CellBox) => p?.index === q?.index && p?.x === q?.x && p?.y === q?.y;
  return (
    plain.every((name) => a[name] === b[name]) &&
    a.scene[a.side] === b.scene[b.side] &&
    a.scene.names[a.side].title === b.scene.names[b.side].title &&
    a.boxes.length === b.boxes.length &&
    sameBox(a.boxes[0], b.boxes[0]) &&
    sameBox(a.boxes.at(-1), b.boxes.at(-1))
  );
}

interface PartnersProps extends Worn {
  readonly layout: OperandLayout;
  readonly highlight: Highlight | null;
  readonly boxes: ReadonlyMap<number, CellBox>;
  readonly fontSize: number;
}

/** The touched cell and its partners, over the others. */
function Partners({ scene, layout, highlight, boxes, colouring, theme, fontSize }: PartnersProps) {
  if (highlight === null) return null;
  const { side, cell } = layout;
  const { focus } = highlight;
  const { values } = scene[side];
  const own = focus.on === side ? focus.index : -1;
  const hued = colouring === "weight";
  const partner = (index: number, weight: number | null) => {
    const box = boxes.get(index);
    if (box === undefined) return null;
    const { x, y } = box;
    // The touched cell meets many weights and wears none of their hues.
    const hue = hued && weight !== null && index !== own;
    return (
      <g key={index} data-partner={index} data-state={index === own ? "own" : "lit"}>
        <rect
          className={index === own ? "outline own" : "outline"}
          x={x + 1}
          y={y + 1}
          width={cell - 2}
          height={cell - 2}
          style={
            hue
              ? { stroke: weightEdge(scene.geometry, weight, theme), fill: weightColour(scene.geometry, weight, theme) }
              : {}
          }
        />
        {index !== own && (
          <CellText x={x + cell / 2} y={y + cell / 2} value={values[index]!} cell={cell} most={fontSize} />
        )}
      </g>
    );
  };
  const lit = highlight[side];
  return (
    <Decoration className="partners">
      {[...lit].map(([index, weight]) => index !== own && partner(index, weight))}
      {own >= 0 && partner(own, null)}
    </Decoration>
  );
}
