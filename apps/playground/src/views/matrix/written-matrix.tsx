// The matrix written out, in numbers or in letters: as much of it as a table can show.
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose places take the focus is a grid

import {
  acrossDiagonal,
  type Colouring,
  drawnShapeOf,
  type Highlight,
  type MatrixWindow,
  matrixWindowOf,
  partShown,
  placeGround,
  placeText,
  type Scene,
  spokenPlace,
  type Theme,
  type WrittenEntry,
} from "@toeplitz/figures";
import { type GridPlace, placeAfter, placeWithin, type Spotlight } from "@toeplitz/widgets";
import { type KeyboardEvent, memo, useLayoutEffect, useMemo, useRef } from "react";

interface WrittenMatrixProps {
  readonly scene: Scene;
  readonly window: MatrixWindow;
  /** The place that is lit, or that arrow keys start from. */
  readonly active: GridPlace;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly letters: boolean;
}

/** Rows and columns of the table. */
const most = 64;

/** The place that is lit, and the part of the matrix in which it stands. */
export function useWrittenPart(scene: Scene, highlight: Highlight | null) {
  const entry = highlight?.entries[0];
  const turned = scene.result === "input";
  const [rows, columns] = drawnShapeOf(scene);
  const { row, column } = acrossDiagonal(turned, {
    row: highlight?.row ?? entry?.row ?? 0,
    column: highlight?.column ?? entry?.column ?? 0,
  });
  const active = placeWithin([row, column], rows, columns);
  const [down, across] = active.map((at) => Math.floor(at / most)) as [number, number];
  const window = useMemo(() => matrixWindowOf(scene, [down * most, across * most], most), [scene, down, across]);
  return { window, active };
}

export function WrittenMatrix(props: WrittenMatrixProps) {
  const { scene, window, active, highlight, spotlight, colouring, theme, letters } = props;
  const { hover } = spotlight;
  const turned = scene.result === "input";
  const [rows, columns] = drawnShapeOf(scene);
  const lit = acrossDiagonal(turned, { row: highlight?.row ?? -1, column: highlight?.column ?? -1 });
  const part = partShown(scene, window);
  const table = useRef<HTMLTableElement>(null);
  /** Whether the focus is on its way to the lit place, which may stand in another part. */
  const moving = useRef(false);
  useLayoutEffect(() => {
    if (!moving.current) return;
    moving.current = false;
    table.current?.querySelector<HTMLElement>(`[data-place="${active.join()}"]`)?.focus();
  });
  const placeAt = (target: EventTarget): GridPlace | null => {
    const place = (target as Element).closest<HTMLElement>("[data-place]")?.dataset.place;
    if (place === undefined) return null;
    const [row, column] = place.split(",").map(Number);
    return [row!, column!];
  };
  const entryAt = ([row, column]: GridPlace) => ({ on: "entry", ...acrossDiagonal(turned, { row, column }) }) as const;
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeAt(event.target);
    if (place === null) return;
    const to = placeAfter(event.key, place, columns);
    if (to !== null) {
      event.preventDefault();
      moving.current = true;
      spotlight.free();
      hover(entryAt(placeWithin(to, rows, columns)));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin(entryAt(place));
    }
  };
  const { pin } = spotlight;
  const pinned = pin?.on === "entry" ? acrossDiagonal(turned, pin) : null;
  const columnIn = (row: number, [at, column]: GridPlace) => (at === row ? column : -1);
  return (
    <>
      {part !== null && (
        <p className="quiet">{part}: the part in which the lit element stands. Step on, and the table follows.</p>
      )}
      <div className="table-scroll">
        <table
          ref={table}
          className="written number"
          role="grid"
          aria-label={letters ? "The matrix in symbols" : "The matrix in numbers"}
          aria-rowcount={rows}
          aria-colcount={columns}
          onPointerOver={({ target, pointerType }) => {
            const place = placeAt(target);
            if (place !== null && pointerType !== "touch") hover(entryAt(place));
          }}
          onPointerLeave={() => hover(null)}
          onFocus={({ target }) => {
            const place = placeAt(target);
            if (place !== null && target.matches(":focus-visible")) hover(entryAt(place));
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!moving.current && !currentTarget.contains(relatedTarget)) hover(null);
          }}
          onKeyDown={onKeyDown}
          onClick={({ target }) => {
            const place = placeAt(target);
            if (place !== null) spotlight.togglePin(entryAt(place));
          }}
        >
          <tbody>
            {window.places.map((places, r) => {
              const row = window.row + r;
              return (
                <Line
                  key={row}
                  {...{ scene, places, colouring, theme, letters, row }}
                  from={window.column}
                  lit={lit.row === row}
                  litColumn={lit.column}
                  tabStop={columnIn(row, active)}
                  pinned={pinned === null ? -1 : columnIn(row, [pinned.row, pinned.column])}
                />
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface LineProps extends Pick<WrittenMatrixProps, "scene" | "colouring" | "theme" | "letters"> {
  readonly places: readonly (WrittenEntry | null)[];
  readonly row: number;
  /** The first column. */
  readonly from: number;
  readonly lit: boolean;
  readonly litColumn: number;
  /** Columns, or -1: the place that Tab goes to, and the pinned one. */
  readonly tabStop: number;
  readonly pinned: number;
}

/** Thousands of places stand in a large table; a row is drawn anew only if one of its own changes. */
const Line = memo(function Line(props: LineProps) {
  const { scene, colouring, theme, letters, places, row, from, lit, litColumn, tabStop, pinned } = props;
  return (
    <tr aria-rowindex={row + 1} data-lit={lit}>
      {places.map((entry, c) => {
        const column = from + c;
        return (
          <td
            key={column}
            role="gridcell"
            tabIndex={column === tabStop ? 0 : -1}
            aria-colindex={column + 1}
            aria-selected={column === pinned}
            aria-label={spokenPlace(scene, [row, column], entry, letters)}
            data-place={`${row},${column}`}
            data-empty={entry === null}
            data-lit={litColumn === column}
            style={entry === null ? {} : { backgroundColor: placeGround(scene, entry, colouring, theme) }}
          >
            {placeText(scene, entry, letters)}
          </td>
        );
      })}
    </tr>
  );
});
