// An array laid flat beside a matrix: its elements, what is lit of them, and which of them stands at a point.
import {
  type Colouring,
  type Highlight,
  type MatrixStrip,
  mostOf,
  type Scene,
  type Theme,
  valueColour,
  weightColour,
} from "@toeplitz/figures";
import { memo } from "react";
import { CellText } from "./cell-text.tsx";

interface StripProps {
  readonly scene: Scene;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly side: "input" | "output";
  readonly values: readonly number[];
  readonly cell: number;
  readonly strip: MatrixStrip;
}

/** Where an element stands on its strip. */
export function stripBox({ at, box, step, sampleStep, length }: MatrixStrip, index: number) {
  const [sample, line] = [Math.floor(index / length), index % length];
  const [x, y] = ([0, 1] as const).map((axis) => at[axis] + line * step[axis] + sample * sampleStep[axis]);
  return { x: x!, y: y!, width: box[0], height: box[1] };
}

/** The input or the output, laid flat. */
export const Strip = memo(function Strip({ scene, side, values, cell, strip, colouring, theme }: StripProps) {
  const most = mostOf(scene[side].values);
  const boxes = values.map((_, index) => stripBox(strip, index));
  return (
    <g className="strip">
      {colouring === "value" ? (
        boxes.map((box, index) => <rect key={index} {...box} fill={valueColour(values[index]!, most, theme)} />)
      ) : (
        <path
          fill="none"
          d={boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("")}
        />
      )}
      {cell >= 24 && boxes.map((box, index) => <StripText key={index} {...{ box, cell }} value={values[index]!} />)}
    </g>
  );
});

/** What is lit on a strip, over the rest of it. */
export function StripLit({ highlight, ...props }: StripProps & { readonly highlight: Highlight | null }) {
  const { scene, side, values, cell, strip, colouring, theme } = props;
  if (highlight === null) return null;
  const own = highlight.focus.on === side ? highlight.focus.index : -1;
  const hued = colouring === "weight";
  return (
    <g className="strip">
      {[...highlight[side]].map(([index, weight]) => {
        const box = stripBox(strip, index);
        if (index === own) return null;
        const fill = hued && weight !== null ? weightColour(scene.geometry, weight, theme) : "none";
        return (
          <g key={index} data-state="lit">
            <rect {...box} fill={fill} />
            {hued && cell >= 24 && <StripText {...{ box, value: values[index]!, cell }} />}
          </g>
        );
      })}
      {own >= 0 && (
        <g data-state="own">
          <rect {...stripBox(strip, own)} fill="none" />
        </g>
      )}
    </g>
  );
}

interface StripTextProps {
  readonly box: ReturnType<typeof stripBox>;
  readonly value: number;
  readonly cell: number;
}

function StripText({ box: { x, y, width, height }, value, cell }: StripTextProps) {
  return <CellText x={x + width / 2} y={y + height / 2} value={value} cell={cell} most={cell * 0.3} />;
}

/** The element of a strip at a point, or null. */
export function indexAt({ at, box, step, length, samples }: MatrixStrip, x: number, y: number): number | null {
  const [across, down] = [Math.floor((x - at[0]) / box[0]), Math.floor((y - at[1]) / box[1])];
  const [sample, line] = step[0] > 0 ? [down, across] : [across, down];
  return sample >= 0 && sample < samples && line >= 0 && line < length ? sample * length + line : null;
}
