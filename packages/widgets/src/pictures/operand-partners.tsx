// The touched cell of an array and its partners, drawn over the others.
import {
  type CellBox,
  type Colouring,
  type Highlight,
  type OperandLayout,
  type Scene,
  type Theme,
  weightColour,
  weightEdge,
} from "@toeplitz/figures";
import { CellText } from "./cell-text.tsx";
import { Decoration } from "./decoration.tsx";

interface PartnersProps {
  readonly scene: Scene;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly layout: OperandLayout;
  readonly highlight: Highlight | null;
  readonly boxes: ReadonlyMap<number, CellBox>;
  readonly fontSize: number;
}

/** The touched cell and its partners, over the others. */
export function Partners({ scene, layout, highlight, boxes, colouring, theme, fontSize }: PartnersProps) {
  if (highlight === null) return null;
  const { side, cell } = layout;
  const { focus } = highlight;
  const { values } = scene[side];
  const own = focus.on === side ? focus.index : -1;
  const hued = colouring === "weight";
  const partner = (index: number, weight: number | null) => {
    const box = boxes.get(index);
    if (box === undefined) return null;
    const { x, y } = box;
    // The touched cell meets many weights and wears none of their hues.
    const hue = hued && weight !== null && index !== own;
    return (
      <g key={index} data-partner={index} data-state={index === own ? "own" : "lit"}>
        <rect
          className={index === own ? "outline own" : "outline"}
          x={x + 1}
          y={y + 1}
          width={cell - 2}
          height={cell - 2}
          style={
            hue
              ? { stroke: weightEdge(scene.geometry, weight, theme), fill: weightColour(scene.geometry, weight, theme) }
              : {}
          }
        />
        {index !== own && (
          <CellText x={x + cell / 2} y={y + cell / 2} value={values[index]!} cell={cell} most={fontSize} />
        )}
      </g>
    );
  };
  const lit = highlight[side];
  return (
    <Decoration className="partners">
      {[...lit].map(([index, weight]) => index !== own && partner(index, weight))}
      {own >= 0 && partner(own, null)}
    </Decoration>
  );
}
