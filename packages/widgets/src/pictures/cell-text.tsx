// The number in a cell of a picture, small enough to leave its neighbours alone.
import { cellNumber, fittingSize } from "@toeplitz/figures";
import { memo } from "react";

interface CellTextProps {
  /** The cell's middle. */
  readonly x: number;
  readonly y: number;
  readonly value: number;
  /** Length of the cell's edge. */
  readonly cell: number;
  /** Font size of a number that has room. */
  readonly most: number;
}

/** Thousands stand in a large picture, and few change under the pointer. */
export const CellText = memo(function CellText({ x, y, value, cell, most }: CellTextProps) {
  const text = cellNumber(value);
  return (
    <text x={x} y={y} fontSize={fittingSize(text, cell, most)}>
      {text}
    </text>
  );
});
