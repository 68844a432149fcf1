// The cells of an array, row by row: what a hand and a screen reader find, and the numbers on them.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid's cells take the focus, it and its rows do not
import {
  type CellBox,
  type Colouring,
  mostOf,
  type Operand,
  type Scene,
  spokenName,
  type Theme,
  valueColour,
  weightColour,
} from "@toeplitz/figures";
import { memo } from "react";
import { useGrowing } from "../state/growing.ts";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";
import type { OperandTable } from "./operand-table.ts";

interface CellsProps {
  readonly scene: Scene;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly side: Operand;
  readonly size: number;
  readonly fontSize: number;
  /** Indices, or -1: the touched cell, the pinned one, the one that Tab goes to. */
  readonly own: number;
  readonly pinned: number;
  readonly tabStop: number;
  /** What the touched cell says. */
  readonly spoken: string;
}

/** So many cells are put onto the page in one frame. */
const cellsAtOnce = 80;

export function Rows({ table, ...cells }: CellsProps & { readonly table: OperandTable }) {
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
 * its numbers are faint, and the picture of the partners writes its own anew.
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
