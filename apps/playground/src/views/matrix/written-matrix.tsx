// The matrix written out, in numbers or in letters: as much of it as a table can show.

import {
  type Colouring,
  type Highlight,
  type MatrixWindow,
  matrixWindowOf,
  partShown,
  placeGround,
  placeText,
  type Scene,
  type Theme,
  type WrittenEntry,
} from "@toeplitz/figures";
import type { Spotlight } from "@toeplitz/widgets";
import { memo, useMemo } from "react";

interface WrittenMatrixProps {
  readonly scene: Scene;
  readonly window: MatrixWindow;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly letters: boolean;
}

/** Rows and columns of the table. */
const most = 64;

/** The part of the matrix in which the lit element stands. */
export function useWrittenWindow(scene: Scene, highlight: Highlight | null): MatrixWindow {
  const entry = highlight?.entries[0];
  const [row, column] = [highlight?.row ?? entry?.row ?? 0, highlight?.column ?? entry?.column ?? 0];
  const [down, across] = [Math.floor(row / most), Math.floor(column / most)];
  return useMemo(() => matrixWindowOf(scene, [down * most, across * most], most), [scene, down, across]);
}

export function WrittenMatrix({ scene, window, highlight, spotlight, colouring, theme, letters }: WrittenMatrixProps) {
  const { hover } = spotlight;
  const part = partShown(scene, window);
  const litRow = highlight?.row ?? -1;
  const litColumn = highlight?.column ?? -1;
  return (
    <>
      {part !== null && (
        <p className="quiet">{part}: the part in which the lit element stands. Step on, and the table follows.</p>
      )}
      <section
        className="table-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={letters ? "The matrix in symbols" : "The matrix in numbers"}
      >
        <table className="written number" onPointerLeave={() => hover(null)}>
          <tbody>
            {window.places.map((places, r) => (
              <Line
                key={window.row + r}
                {...{ scene, places, hover, colouring, theme, letters }}
                row={window.row + r}
                from={window.column}
                lit={litRow === window.row + r}
                litColumn={litColumn}
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface LineProps extends Pick<WrittenMatrixProps, "scene" | "colouring" | "theme" | "letters"> {
  readonly places: readonly (WrittenEntry | null)[];
  readonly hover: Spotlight["hover"];
  readonly row: number;
  /** The first column. */
  readonly from: number;
  readonly lit: boolean;
  readonly litColumn: number;
}

const Line = memo(function Line({ scene, colouring, theme, letters, places, hover, row, from, ...state }: LineProps) {
  return (
    <tr data-lit={state.lit}>
      {places.map((entry, c) => (
        <td
          key={from + c}
          data-empty={entry === null}
          data-lit={state.litColumn === from + c}
          style={entry === null ? {} : { backgroundColor: placeGround(scene, entry, colouring, theme) }}
          onPointerEnter={() => hover({ on: "entry", row, column: from + c })}
        >
          {placeText(scene, entry, letters)}
        </td>
      ))}
    </tr>
  );
});
