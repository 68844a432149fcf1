// One plane large, and the numbers around a place in it.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: arrow keys move in two dimensions, which no form element has
import { cellNumber, fittingSize, fullNumber, type Theme, valueColour } from "@toeplitz/figures";
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import { KeepNote } from "./keep-note.tsx";
import { PlaneCanvas } from "./plane-canvas.tsx";
import { SavePicture } from "./save-picture.tsx";
import { useKeptPlace } from "./use-kept-place.ts";
import { ValueLegend } from "./value-legend.tsx";

interface EnlargedPlaneProps {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly theme: Theme;
  /** `channel 3`. */
  readonly name: string;
  readonly place: readonly [row: number, column: number];
  /** Whether the place was clicked, so that the pointer does not move it. */
  readonly kept: boolean;
  readonly onPlace: (place: readonly [row: number, column: number], kept: boolean) => void;
}

/** Numbers on either side of the place. */
const reach = 3;
const cell = 44;

export function EnlargedPlane(props: EnlargedPlaneProps) {
  const { values, height, width, theme, name, place, kept, onPlace } = props;
  // A scale of its own, since beside louder ones it may be faint
  const most = useMemo(() => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0), [values]);
  const [spoken, setSpoken] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const [row, column] = place;
  const within = (at: number, all: number) => Math.max(0, Math.min(all - 1, at));
  const { over, press } = useKeptPlace(place, kept, onPlace);
  const under = (event: PointerEvent<HTMLElement>): EnlargedPlaneProps["place"] => {
    const box = event.currentTarget.getBoundingClientRect();
    setSpoken(false);
    return [
      within(Math.floor(((event.clientY - box.top) / box.height) * height), height),
      within(Math.floor(((event.clientX - box.left) / box.width) * width), width),
    ];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 5 : 1;
    const steps: Record<string, readonly [number, number]> = {
      ArrowUp: [-far, 0],
      ArrowDown: [far, 0],
      ArrowLeft: [0, -far],
      ArrowRight: [0, far],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setSpoken(true);
    onPlace([within(row + step[0], height), within(column + step[1], width)], kept);
  };
  const value = values[row * width + column]!;
  return (
    <div ref={picture} className="enlarged">
      <div
        className="enlarged-plane"
        role="application"
        tabIndex={0}
        aria-label={`${name}, ${height} by ${width}; arrow keys move to another number`}
        style={{ aspectRatio: `${width} / ${height}` }}
        data-kept={kept}
        onPointerDown={(event) => press(under(event))}
        onPointerMove={(event) => event.pointerType === "mouse" && over(under(event), event.buttons > 0)}
        onKeyDown={onKeyDown}
      >
        <PlaneCanvas {...{ values, height, width, most, theme }} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <rect className="under" x={column} y={row} width={1} height={1} />
          <rect className="over" x={column} y={row} width={1} height={1} />
        </svg>
      </div>
      <figure>
        <Neighbours {...{ values, height, width, most, theme, place }} />
        <figcaption className="number">
          <span className="quiet">
            {name}, row {row}, column {column}:
          </span>{" "}
          {fullNumber(value)}
        </figcaption>
        <ValueLegend {...{ most, theme }} />
        <SavePicture {...{ picture }} what={`${name} enlarged`} />
        <KeepNote kept={kept} />
      </figure>
      <p className="unseen" aria-live="polite">
        {spoken && `row ${row}, column ${column}: ${fullNumber(value)}`}
      </p>
    </div>
  );
}

interface NeighboursProps extends Omit<EnlargedPlaneProps, "name" | "kept" | "onPlace"> {
  readonly most: number;
}

function Neighbours({ values, height, width, most, theme, place }: NeighboursProps) {
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const side = steps.length * cell;
  const cells = steps.flatMap((down) =>
    steps.map((right) => ({ row: place[0] + down, column: place[1] + right, x: right + reach, y: down + reach })),
  );
  return (
    <svg className="neighbours" viewBox={`-2 -2 ${side + 4} ${side + 4}`} aria-hidden="true">
      {cells
        .filter(({ row, column }) => row >= 0 && row < height && column >= 0 && column < width)
        .map(({ row, column, x, y }) => {
          const value = values[row * width + column]!;
          const text = cellNumber(value);
          return (
            <g key={`${x},${y}`} transform={`translate(${x * cell} ${y * cell})`}>
              <rect width={cell} height={cell} fill={valueColour(value, most, theme)} />
              <text x={cell / 2} y={cell / 2} fontSize={fittingSize(text, cell, 12)}>
                {text}
              </text>
            </g>
          );
        })}
      <rect className="here" x={reach * cell} y={reach * cell} width={cell} height={cell} />
    </svg>
  );
}
