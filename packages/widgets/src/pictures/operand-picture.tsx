// One of the arrays as a grid of cells: read it, walk it with arrow keys, pin a cell, type a number into it, paint over it.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid's cells take the focus, it and its rows do not
import {
  type Colouring,
  type Highlight,
  type OperandLayout,
  type Scene,
  spokenFocus,
  type Theme,
  typedNumber,
  type WindowLayout,
} from "@toeplitz/figures";
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from "react";
import { placeAfter } from "../state/grid-keys.ts";
import { useNarrow } from "../state/narrow.ts";
import type { Spotlight } from "../state/spotlight.ts";
import { type Brush, useStroke } from "../state/stroke.ts";
import { CellEditor } from "./cell-editor.tsx";
import { Partners } from "./operand-partners.tsx";
import { Rows } from "./operand-rows.tsx";
import { Surroundings } from "./operand-surroundings.tsx";
import { tableOf } from "./operand-table.ts";
import { PictureDefinitions } from "./picture-definitions.tsx";
import { WindowMarks } from "./window-marks.tsx";

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
  // A bias has one column; its name takes more, the letter beside the longest word.
  const longestWord = Math.max(...name.title.split(" ").map((word) => word.length)) + 2;
  const least = Math.max(sizes.length, longestWord) * sizesCharacter;
  const room = Math.max(width, least);
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
      style={{ flexBasis: room, maxWidth: room, minWidth: `min(100%, ${least}px)` }}
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
        <WindowMarks {...{ scene, frame, cell, colouring, theme }} />
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
