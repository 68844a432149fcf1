// Which weight stands where, in letters.

import { type Colouring, type Highlight, nameOf, type Scene, type Theme, weightColour } from "@toeplitz/figures";
import type { Spotlight } from "@toeplitz/widgets";
import { useMemo } from "react";

interface SymbolTableProps {
  readonly scene: Scene;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

/** More places than this are no table to read. */
const mostPlaces = 4096;

export function SymbolTable({ scene, highlight, spotlight, theme }: SymbolTableProps) {
  const { matrix, geometry } = scene;
  const [rows, columns] = matrix.shape;
  const entries = useMemo(() => {
    if (rows * columns > mostPlaces) return null;
    const found = new Map<number, readonly number[]>();
    for (const { row, column, weights } of matrix.entries()) found.set(row * columns + column, weights);
    return found;
  }, [matrix, rows, columns]);
  if (entries === null) return <p className="quiet">Symbols are written for up to {mostPlaces} places.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    <section className="table-scroll" tabIndex={0} aria-label="The matrix in symbols">
      <table className="symbols number" onPointerLeave={() => spotlight.hover(null)}>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row} data-lit={highlight?.row === row}>
              {Array.from({ length: columns }, (_, column) => {
                const weights = entries.get(row * columns + column);
                const first = weights?.[0];
                return (
                  <td
                    key={column}
                    style={first === undefined ? {} : { backgroundColor: weightColour(geometry, first, theme) }}
                    data-lit={highlight?.column === column}
                    onPointerEnter={() => spotlight.hover({ on: "entry", row, column })}
                  >
                    {weights === undefined ? "·" : weights.map((weight) => nameOf(scene, "weight", weight)).join("+")}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
