// Curves over the steps of a training.
import { type Curve, plotLayoutOf } from "@toeplitz/figures";
import { useRef } from "react";
import { SavePicture } from "../../components/save-picture.tsx";

interface TrainingPlotProps {
  readonly title: string;
  readonly steps: number;
  readonly range: readonly [number, number];
  readonly lines: readonly {
    readonly name: string;
    readonly curve: Curve;
    readonly look: "faint" | "strong" | "dashed";
  }[];
  /** What a number on the left is. */
  readonly unit: (value: number) => string;
}

const room = { width: 460, height: 220, left: 48, bottom: 24 };
/** Points of a curve: more than pixels would be drawn for nothing. */
const mostPoints = 600;

export function TrainingPlot({ title, steps, range, lines, unit }: TrainingPlotProps) {
  const picture = useRef<HTMLElement>(null);
  const curves = lines.map(({ curve }) => thinned(curve));
  const { paths, ends, across, up, box } = plotLayoutOf(curves, steps, range, room);
  const now = lines.flatMap(({ name, curve }) => {
    const last = curve.at(-1);
    return last === undefined ? [] : [`${name} ${unit(last[1])} at step ${last[0]}`];
  });
  return (
    <figure ref={picture} className="training-plot">
      <figcaption>
        <strong>{title}</strong>{" "}
        {lines.map(({ name, look }) => (
          <span key={name} className="key quiet">
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path className="curve" data-look={look} d="M0 4H20" />
            </svg>
            {name}
          </span>
        ))}
        <SavePicture {...{ picture }} what={`the plot of ${title.toLowerCase()}`} />
      </figcaption>
      <svg
        viewBox={`0 0 ${room.width} ${room.height}`}
        role="img"
        aria-label={`${title} over ${steps} steps: ${now.length === 0 ? "nothing yet" : now.join(", ")}`}
      >
        {up.map(({ value, at }) => (
          <g key={value}>
            <path className="rule" d={`M${box.left} ${at}H${box.right}`} />
            <text x={box.left - 6} y={at} textAnchor="end">
              {unit(value)}
            </text>
          </g>
        ))}
        {across.map(({ value, at }) => (
          <text key={value} x={at} y={box.bottom + 14} textAnchor="middle">
            {value}
          </text>
        ))}
        {lines.map(({ name, look }, i) => (
          <g key={name}>
            <path className="curve" data-look={look} d={paths[i]} />
            {look !== "faint" && ends[i] !== null && <circle cx={ends[i]![0]} cy={ends[i]![1]} r={2.5} />}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function thinned(curve: Curve): Curve {
  const every = Math.ceil(curve.length / mostPoints);
  return every < 2 ? curve : curve.filter((_, i) => i % every === 0 || i === curve.length - 1);
}
