// The cone of cells that one output depends on, input below.
import type { ConeLayout } from "@toeplitz/figures";

interface ConeProps {
  readonly layout: ConeLayout;
  readonly field: number;
  readonly size: number;
}

export function Cone({ layout, field, size }: ConeProps) {
  const { width, height, cell, cells, threads, cut } = layout;
  const label = `One output and the ${field} of ${size} inputs that it depends on, layer by layer`;
  return (
    <figure className="cone">
      <svg
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
        style={{ maxWidth: Math.max(240, width * 1.4) }}
        role="img"
        aria-label={label}
      >
        {threads.map(({ x1, y1, x2, y2 }) => (
          <line key={`${x1},${y1},${x2},${y2}`} x1={x1} y1={y1} x2={x2} y2={y2} />
        ))}
        {cells.map(({ x, y, state }) => (
          <rect key={`${x},${y}`} x={x} y={y} width={cell} height={cell} data-state={state} />
        ))}
      </svg>
      <figcaption className="quiet">
        Below, the input; above, what the last layer makes of it.{cut && " The rows go on at both ends."}
      </figcaption>
    </figure>
  );
}
