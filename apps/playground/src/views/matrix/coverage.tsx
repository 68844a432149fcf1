// How many products each element of the wide side takes part in: where that is uneven, a transposed convolution draws a checkerboard.

import type { Scene, Structure } from "@toeplitz/figures";
import { type Action, axisNames, type Spotlight } from "@toeplitz/widgets";
import { useRef } from "react";
import { SavePicture } from "../../components/save-picture.tsx";

interface CoverageProps {
  readonly scene: Scene;
  readonly structure: Structure;
  readonly spotlight: Spotlight;
  readonly dispatch: (action: Action) => void;
}

const gap = 6;

export function Coverage({ scene, structure, spotlight, dispatch }: CoverageProps) {
  const picture = useRef<HTMLDivElement>(null);
  const { coverage, coverageRange } = structure;
  const { transposed, wide } = scene.geometry;
  const side = transposed ? "output" : "input";
  const [depth, height, width] = wide;
  // Every channel of a group is reached alike; the first stands for all.
  const channel = coverage.slice(0, depth * height * width);
  const [least, most] = coverageRange;
  const cell = Math.max(4, Math.min(20, Math.floor(320 / Math.max(1, depth * width))));
  const across = Math.max(1, depth * (width * cell + gap) - gap);
  const words =
    least === most
      ? `Every ${side} takes part in ${most} products.`
      : `An ${side} takes part in ${least} to ${most} products.`;
  return (
    <section aria-label="Coverage">
      <h2>How often each {side} is reached</h2>
      <div ref={picture}>
        <svg
          className="coverage"
          viewBox={`0 0 ${across} ${Math.max(1, height * cell)}`}
          style={{ maxWidth: across }}
          role="img"
          aria-label={`${words} Row by row: ${channel.join(", ").slice(0, 400)}`}
          onPointerLeave={() => spotlight.hover(null)}
        >
          {channel.map((count, index) => (
            <rect
              key={index}
              x={Math.floor(index / (width * height)) * (width * cell + gap) + (index % width) * cell}
              y={(Math.floor(index / width) % height) * cell}
              width={cell}
              height={cell}
              style={{ fillOpacity: most === 0 ? 0 : (0.9 * count) / most }}
              onPointerEnter={() => spotlight.hover({ on: side, index })}
            />
          ))}
        </svg>
      </div>
      <SavePicture {...{ picture }} what="the coverage" />
      <p className="sentence">{words}</p>
      {transposed && <Checkerboard scene={scene} dispatch={dispatch} />}
    </section>
  );
}

/** Why a transposed convolution with a stride is uneven inside, and the nearest kernel with which it is not. */
function Checkerboard({ scene, dispatch }: Pick<CoverageProps, "scene" | "dispatch">) {
  const { rank, kernel, stride } = scene.geometry;
  const axes = axisNames.map((name, axis) => ({ name, axis })).slice(3 - rank);
  const strided = axes.some(({ axis }) => stride[axis]! > 1);
  const uneven = axes.filter(({ axis }) => kernel[axis]! % stride[axis]! !== 0);
  if (!strided) return null;
  if (uneven.length === 0) {
    return (
      <p className="sentence">
        The kernel is a multiple of the stride along every axis, so inside of the border all outputs are reached alike:
        no checkerboard.
      </p>
    );
  }
  const even = kernel.map((size, axis) => Math.ceil(size / stride[axis]!) * stride[axis]!) as [number, number, number];
  const { axis } = uneven[0]!;
  return (
    <>
      <p className="sentence">
        This is the checkerboard. A kernel of {kernel[axis]} moves on by {stride[axis]}, which does not divide it: some
        outputs lie under more of its copies than others, so that equal inputs give unequal outputs, again and again.
      </p>
      <p>
        <button type="button" onClick={() => dispatch({ type: "set", field: "kernel", change: { kernel: even } })}>
          Try kernel {even.slice(3 - rank).join(" × ")}
        </button>
      </p>
    </>
  );
}
