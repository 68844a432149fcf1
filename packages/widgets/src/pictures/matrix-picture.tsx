// The kernel matrix, its input laid flat above it and its output beside it; several samples stand as columns. Touch it anywhere.
// biome-ignore-all lint/a11y/useSemanticElements: a picture of up to 20,000 entries is no HTML table
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and points to its active cell
import {
  type Colouring,
  diagonalsOf,
  type Focus,
  type Highlight,
  type MatrixLayout,
  type Scene,
  spokenFocus,
  type Theme,
} from "@toeplitz/figures";
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef } from "react";
import { placeAfter } from "../state/grid-keys.ts";
import type { Spotlight } from "../state/spotlight.ts";
import { Decoration } from "./decoration.tsx";
import { Bands, Lit } from "./matrix-lit.tsx";
import { Signs } from "./matrix-signs.tsx";
import { indexAt, Strip, StripLit } from "./matrix-strip.tsx";
import { activePlace, entryAt, tableOf } from "./matrix-table.ts";
import { Weave } from "./matrix-weave.tsx";

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
