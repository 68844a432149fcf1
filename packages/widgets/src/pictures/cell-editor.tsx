// The field that opens in a cell: Enter keeps the number, Escape forgets it.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/useFocusableInteractive: the field in the cell takes the focus
import type { CellBox } from "@toeplitz/figures";
import { useEffect, useRef, useState } from "react";

interface CellEditorProps {
  readonly box: CellBox;
  readonly cell: number;
  readonly text: string;
  readonly label: string;
  readonly onDone: (value: number | null) => void;
}

export function CellEditor({ box, cell, text: initial, label, onDone }: CellEditorProps) {
  const [text, setText] = useState(initial);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    if (initial.length > 1) field.current?.select();
  }, [initial]);
  const value = Number(text.replace(",", "."));
  const usable = text.trim() !== "" && Number.isFinite(Math.fround(value));
  const over = useRef(false);
  /** Once: to be done moves the focus, which leaves the field a second time. */
  const done = (kept: boolean) => {
    if (over.current) return;
    over.current = true;
    onDone(kept && usable ? value : null);
  };
  return (
    <g role="row" aria-rowindex={box.tableRow + 1}>
      <foreignObject
        role="gridcell"
        aria-colindex={box.tableColumn + 1}
        {...{ x: box.x, y: box.y, width: cell, height: cell }}
      >
        <input
          ref={field}
          className="cell-editor"
          aria-label={label}
          aria-invalid={!usable}
          inputMode="decimal"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => done(true)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") done(true);
            if (event.key === "Escape") done(false);
          }}
        />
      </foreignObject>
    </g>
  );
}
