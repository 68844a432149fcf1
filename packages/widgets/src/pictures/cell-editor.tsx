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
  const usable = text.trim() !== "" && Number.isFinite(value);
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
          onBlur={() => onDone(usable ? value : null)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") onDone(usable ? value : null);
            if (event.key === "Escape") onDone(null);
          }}
        />
      </foreignObject>
    </g>
  );
}
