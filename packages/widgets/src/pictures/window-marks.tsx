// The kernel's frame on the array that it slides over, its gaps, and its taps that fall into padding.
import { type Colouring, type Scene, type Theme, type WindowLayout, weightEdge } from "@toeplitz/figures";
import { Decoration } from "./decoration.tsx";

interface WindowMarksProps {
  readonly scene: Scene;
  readonly frame: WindowLayout | null;
  /** Length of a cell's edge. */
  readonly cell: number;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

export function WindowMarks({ scene, frame, cell, colouring, theme }: WindowMarksProps) {
  return (
    <Decoration className="marks">
      {frame?.marks.map(({ x, y, kind, weight }) =>
        kind === "gap" ? (
          <circle key={`${x},${y}`} cx={x + cell / 2} cy={y + cell - 5} r={1.8} />
        ) : (
          <rect
            key={`${x},${y}`}
            className="outside"
            x={x + 1.5}
            y={y + 1.5}
            width={cell - 3}
            height={cell - 3}
            style={colouring === "weight" ? { stroke: weightEdge(scene.geometry, weight, theme) } : {}}
          />
        ),
      )}
      {frame?.frames.map((box) => (
        <rect key={`${box.x},${box.y}`} className="frame" {...box} />
      ))}
    </Decoration>
  );
}
