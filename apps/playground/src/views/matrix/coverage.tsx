// How many products each element of the wide side takes part in: where that is uneven, a transposed convolution draws a checkerboard.
// biome-ignore-all lint/a11y/useSemanticElements: a picture, which HTML tables cannot draw
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: an SVG can be a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid's cells take the focus, it and its rows do not

import {
  type Highlight,
  isEven,
  nearestEven,
  phasesOf,
  type Scene,
  type Structure,
  spokenSpot,
} from "@toeplitz/figures";
import {
  type Action,
  axesOf,
  type GridPlace,
  limits,
  placeAfter,
  placeWithin,
  type Spotlight,
} from "@toeplitz/widgets";
import { type KeyboardEvent, useRef, useState } from "react";
import { SavePicture } from "../../components/save-picture.tsx";

interface CoverageProps {
  readonly scene: Scene;
  readonly structure: Structure;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly dispatch: (action: Action) => void;
}

const gap = 6;

export function Coverage({ scene, structure, highlight, spotlight, dispatch }: CoverageProps) {
  const picture = useRef<HTMLDivElement>(null);
  const grid = useRef<SVGSVGElement>(null);
  const [entered, setEntered] = useState(0);
  const { words } = scene;
  const { transposed, wide } = scene.geometry;
  const side = transposed ? "output" : "input";
  const [depth, height, width] = wide;
  // Every channel of a group is reached alike; the first stands for all.
  const plane = depth * height * width;
  const channel = structure.coverage.slice(0, plane);
  const [least, most] = structure.coverageRange;
  const cell = Math.max(4, Math.min(20, Math.floor(320 / Math.max(1, depth * width))));
  const across = Math.max(1, depth * (width * cell + gap) - gap);
  const sentence =
    least === most
      ? `Every ${side} takes part in ${most} products.`
      : `An ${side} takes part in ${least} to ${most} products.`;
  const own = highlight?.focus.on === side ? highlight.focus.index % plane : -1;
  const partners = new Set([...(highlight?.[side].keys() ?? [])].map((index) => index % plane));
  const tabStop = own >= 0 ? own : entered < plane ? entered : 0;
  // Slices of a volume stand side by side and form one table.
  const indexOf = ([row, column]: GridPlace) => (Math.floor(column / width) * height + row) * width + (column % width);
  const placeOf = (index: number): GridPlace => [
    Math.floor(index / width) % height,
    Math.floor(index / (width * height)) * width + (index % width),
  ];
  const indexAt = (target: EventTarget): number | null => {
    const found = (target as Element).closest<SVGGElement>("[data-index]")?.dataset.index;
    return found === undefined ? null : Number(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = indexAt(event.target);
    if (index === null) return;
    const to = placeAfter(event.key, placeOf(index), depth * width);
    if (to !== null) {
      event.preventDefault();
      spotlight.free();
      const next = indexOf(placeWithin(to, height, depth * width));
      grid.current?.querySelector<SVGGElement>(`[data-index="${next}"]`)?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      spotlight.togglePin({ on: side, index });
    }
  };
  return (
    <section aria-label="Coverage">
      <h2>How often each {side} is reached</h2>
      <div ref={picture}>
        <svg
          ref={grid}
          className="coverage"
          viewBox={`0 0 ${across} ${Math.max(1, height * cell)}`}
          style={{ maxWidth: across }}
          role="grid"
          aria-label={words.grid(`products of each ${side}`, wide.slice(3 - scene.geometry.rank))}
          aria-rowcount={height}
          aria-colcount={depth * width}
          onPointerOver={({ target, pointerType }) => {
            const index = indexAt(target);
            if (index !== null && pointerType !== "touch") spotlight.hover({ on: side, index });
          }}
          onPointerLeave={() => spotlight.hover(null)}
          onFocus={({ target }) => {
            const index = indexAt(target);
            if (index === null) return;
            setEntered(index);
            if (target.matches(":focus-visible")) spotlight.hover({ on: side, index });
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget)) spotlight.hover(null);
          }}
          onKeyDown={onKeyDown}
          onClick={({ target }) => {
            const index = indexAt(target);
            if (index !== null) spotlight.togglePin({ on: side, index });
          }}
        >
          {Array.from({ length: plane === 0 ? 0 : height }, (_, row) => (
            <g key={row} role="row" aria-rowindex={row + 1}>
              {Array.from({ length: depth * width }, (_, column) => {
                const index = indexOf([row, column]);
                const count = channel[index]!;
                return (
                  <g
                    key={index}
                    role="gridcell"
                    tabIndex={index === tabStop ? 0 : -1}
                    aria-colindex={column + 1}
                    aria-selected={spotlight.pin?.on === side && spotlight.pin.index === index}
                    aria-label={`${scene.names[side].title} ${spokenSpot(scene, side, index)}: ${words.ties("in", count, null)}`}
                    data-index={index}
                    data-state={index === own ? "own" : partners.has(index) ? "lit" : "plain"}
                  >
                    <rect
                      x={Math.floor(column / width) * (width * cell + gap) + (column % width) * cell}
                      y={row * cell}
                      width={cell}
                      height={cell}
                      style={{ fillOpacity: most === 0 ? 0 : (0.9 * count) / most }}
                    />
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
      <SavePicture {...{ picture }} what="the coverage" />
      <p className="sentence">{sentence}</p>
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
