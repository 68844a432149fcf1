// How many products each element of the wide side takes part in: where that is uneven, a transposed convolution draws a checkerboard.

import { isEven, nearestEven, phasesOf, type Scene, type Structure } from "@toeplitz/figures";
import { type Action, axesOf, limits, type Spotlight } from "@toeplitz/widgets";
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
  const { rank, kernel, stride, dilation } = scene.geometry;
  const axes = ([0, 1, 2] as const).slice(3 - rank).map((axis) => {
    const steps = { kernel: kernel[axis], stride: stride[axis], dilation: dilation[axis] };
    return { axis, steps, phases: phasesOf(steps), even: isEven(steps) };
  });
  if (axes.every(({ steps }) => steps.stride === 1)) return null;
  const uneven = axes.find(({ even }) => !even);
  if (uneven === undefined) {
    return (
      <p className="sentence">
        The kernel is a multiple of the stride along every axis, so inside of the border all outputs are reached alike:
        no checkerboard.
      </p>
    );
  }
  const { steps, phases } = uneven;
  return (
    <>
      <p className="sentence">
        This is the checkerboard.{" "}
        {steps.kernel % steps.stride === 0
          ? `The elements of the kernel lie ${steps.dilation} apart and it moves on by ${steps.stride}, so that all of them fall on the same outputs, again and again, and those between get nothing.`
          : `A kernel of ${steps.kernel} moves on by ${steps.stride}, which does not divide it: inside of the border outputs are made of ${Math.min(...phases)} to ${Math.max(...phases)} products along this axis, so that equal inputs give unequal outputs, again and again.`}
      </p>
      <EvenSettings {...{ scene, dispatch }} />
    </>
  );
}

/** The nearest kernel without a checkerboard, and the dilation that it takes. */
function EvenSettings({ scene, dispatch }: Pick<CoverageProps, "scene" | "dispatch">) {
  const { rank, kernel, stride, dilation } = scene.geometry;
  const within = limits(rank);
  const most = { kernel: within.kernel[1], dilation: within.dilation[1] };
  const found = ([0, 1, 2] as const).map((axis) => {
    const steps = { kernel: kernel[axis], stride: stride[axis], dilation: dilation[axis] };
    return axis < 3 - rank ? steps : nearestEven(steps, most);
  });
  if (!found.every((steps) => steps !== null)) return null;
  const triple = (name: "kernel" | "dilation") => found.map((steps) => steps[name]) as [number, number, number];
  const change = { kernel: triple("kernel"), dilation: triple("dilation") };
  const named = (["kernel", "dilation"] as const)
    .filter((name) => change[name].some((n, axis) => n !== scene.geometry[name][axis]))
    .map((name) => `${name} ${axesOf(rank, change[name]).join(" × ")}`);
  return (
    <p>
      <button type="button" onClick={() => dispatch({ type: "set", field: "kernel", change })}>
        Try {named.join(", ")}
      </button>
    </p>
  );
}
