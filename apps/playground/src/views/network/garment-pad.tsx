// 28 by 28 pixels to draw on, with a pointer or with arrow keys.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a pen moves in two dimensions, which no form element does
import { Segmented } from "@toeplitz/widgets";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { side } from "../../state/network.ts";

interface GarmentPadProps {
  /** Greys from 0 to 255. */
  readonly greys: Uint8Array;
  /** Greys from 0 to 15. */
  readonly onDraw: (greys: Uint8Array) => void;
}

type Pen = "ink" | "rubber";

/** Greys of a link: 16 of them. */
export const shade = 17;

export function GarmentPad({ greys, onDraw }: GarmentPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pen, setPen] = useState<Pen>("ink");
  const [cursor, setCursor] = useState<readonly [x: number, y: number]>([14, 14]);
  const [keys, setKeys] = useState(false);
  const newest = useRef(greys);
  newest.current = greys;
  useEffect(() => {
    const pixels = new ImageData(side, side);
    for (const [i, grey] of greys.entries()) pixels.data.set([grey, grey, grey, 255], 4 * i);
    canvas.current?.getContext("2d")?.putImageData(pixels, 0, 0);
  }, [greys]);

  /** A soft dot, half as strong a pixel away. */
  const dot = (x: number, y: number) => {
    const next = newest.current.map((grey) => Math.round(grey / shade));
    for (const [dx, dy, ink] of [
      [0, 0, 15],
      [1, 0, 8],
      [-1, 0, 8],
      [0, 1, 8],
      [0, -1, 8],
    ] as const) {
      const [px, py] = [x + dx, y + dy];
      if (px < 0 || py < 0 || px >= side || py >= side) continue;
      const at = py * side + px;
      next[at] = pen === "ink" ? Math.max(next[at]!, ink) : dx === 0 && dy === 0 ? 0 : Math.min(next[at]!, 15 - ink);
    }
    newest.current = next.map((grey) => grey * shade);
    onDraw(next);
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (from: number, size: number) => Math.max(0, Math.min(side - 1, Math.floor((from / size) * side)));
    const place = [at(event.clientX - box.left, box.width), at(event.clientY - box.top, box.height)] as const;
    setCursor(place);
    setKeys(false);
    if (event.buttons === 1) dot(...place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      " ": [0, 0],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setKeys(true);
    const [x, y] = cursor.map((at, axis) => Math.max(0, Math.min(side - 1, at + step[axis as 0 | 1]))) as [
      number,
      number,
    ];
    setCursor([x, y]);
    if (event.shiftKey || event.key === " ") dot(x, y);
  };
  return (
    <div className="pad">
      <div
        className="pad-ground"
        role="application"
        tabIndex={0}
        aria-label={`Drawing, ${side} by ${side}; arrow keys move the pen, space makes a dot, shift with arrows draws`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={point}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} width={side} height={side} />
        <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
          {keys && <rect className="pen" x={cursor[0]} y={cursor[1]} width={1} height={1} />}
        </svg>
      </div>
      <p className="unseen" aria-live="polite">
        {keys && `row ${cursor[1]}, column ${cursor[0]}: ${greys[cursor[1] * side + cursor[0]]}`}
      </p>
      <div className="row">
        <Segmented
          label="Pen"
          value={pen}
          choices={[
            { value: "ink", text: "ink" },
            { value: "rubber", text: "rubber" },
          ]}
          onChange={setPen}
        />
        <button type="button" onClick={() => onDraw(new Uint8Array(side * side))}>
          Clear
        </button>
      </div>
    </div>
  );
}
