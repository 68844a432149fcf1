// Around the cells of an array: its border, the brackets of its groups, the names of its planes and samples.
import type { OperandLayout, Scene } from "@toeplitz/figures";
import { memo } from "react";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";

interface SurroundingsProps {
  readonly scene: Scene;
  readonly layout: OperandLayout;
  readonly hatch: string;
  readonly fontSize: number;
}

/** Borders, brackets and the names of the planes. They change with the scene, not under the pointer. */
export const Surroundings = memo(function Surroundings({ scene, layout, hatch, fontSize }: SurroundingsProps) {
  const { side, cell } = layout;
  const { values } = scene[side];
  const { transposed } = scene.geometry;
  return (
    <>
      <Decoration>
        {layout.brackets.map(({ y, height, label }) => (
          <g key={y} className="bracket">
            <path d={`M18 ${y}h-4v${height}h4`} />
            <text transform={`translate(10 ${y + height / 2}) rotate(-90)`}>{label}</text>
          </g>
        ))}
        <path
          className={transposed ? "ghost cut" : "ghost"}
          d={layout.ghosts.map(({ x, y }) => `M${x} ${y}h${cell}v${cell}h${-cell}z`).join("")}
          fill={`url(#${hatch})`}
        />
        {!transposed && (
          <g className="ghost-numbers">
            {layout.ghosts.map(
              ({ x, y, source }) =>
                source >= 0 && (
                  <CellText
                    key={`${x},${y}`}
                    x={x + cell / 2}
                    y={y + cell / 2}
                    value={values[source]!}
                    cell={cell}
                    most={fontSize}
                  />
                ),
            )}
          </g>
        )}
      </Decoration>
      <Decoration className="samples">
        {layout.samples.map(({ x, y, width, label }) => (
          <g key={label}>
            <path d={`M${x} ${y + 0.5}h${width}`} />
            <text x={x} y={y + 13}>
              {label}
            </text>
          </g>
        ))}
      </Decoration>
      <Decoration className="planes">
        {layout.planes.map(({ number, x, y, label }) => (
          <text key={number} x={x} y={y - 5}>
            {label}
          </text>
        ))}
      </Decoration>
    </>
  );
});
