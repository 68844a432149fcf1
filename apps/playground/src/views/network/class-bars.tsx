// How likely the network finds each class, as bars that keep their places.
import { useRef } from "react";
import { SavePicture } from "../../components/save-picture.tsx";

interface ClassBarsProps {
  readonly classes: readonly { readonly name: string; readonly share: number }[];
  /** What it really is, where that is known. */
  readonly truth: string | null;
}

const [row, nameWidth, barWidth, numberWidth] = [24, 96, 144, 68];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export function ClassBars({ classes, truth }: ClassBarsProps) {
  const picture = useRef<HTMLElement>(null);
  const best = classes.reduce((most, each) => (each.share > most.share ? each : most));
  const verdict = truth === null ? "" : best.name === truth ? ", rightly" : `; it is a picture of: ${truth}`;
  return (
    <figure ref={picture} className="class-bars">
      <figcaption>
        It says <strong>{best.name}</strong>, {percent(best.share)}
        {verdict}.
      </figcaption>
      <svg
        viewBox={`0 0 ${nameWidth + barWidth + numberWidth} ${row * classes.length}`}
        role="img"
        aria-label={classes.map(({ name, share }) => `${name} ${percent(share)}`).join(", ")}
      >
        {classes.map(({ name, share }, i) => (
          <g key={name} transform={`translate(0 ${i * row})`} data-best={name === best.name}>
            <text x={nameWidth - 8} y={row / 2} textAnchor="end">
              {name}
            </text>
            <rect className="track" x={nameWidth} y={4} width={barWidth} height={row - 8} />
            <rect className="bar" x={nameWidth} y={4} width={barWidth * share} height={row - 8} />
            <text className="number" x={nameWidth + barWidth + 8} y={row / 2}>
              {percent(share)}
            </text>
          </g>
        ))}
      </svg>
      <SavePicture {...{ picture }} what="the classes" />
    </figure>
  );
}
