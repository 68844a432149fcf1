// The photograph before and after, with a divider between them and a frame where the kernel stands.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: arrow keys move the loupe in two dimensions, which no form element has
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { KeepNote } from "../../components/keep-note.tsx";
import { useKeptPlace } from "../../components/use-kept-place.ts";
import type { Place } from "../../state/image.ts";
import type { Pixels } from "./photo-filter.ts";

interface PhotoStageProps {
  readonly photo: Pixels;
  readonly result: Pixels | null;
  /** Share of the width that shows the original, in percent. */
  readonly split: number;
  readonly place: Place;
  readonly kept: boolean;
  readonly side: number;
  readonly onPlace: (place: Place, kept: boolean, by: "pointer" | "keys") => void;
}

export function PhotoStage({ photo, result, split, place, kept, side, onPlace }: PhotoStageProps) {
  const { width, height } = photo;
  const before = useCanvas(photo);
  const after = useCanvas(result);
  const clamped = (x: number, y: number): Place => [
    Math.max(0, Math.min(width - 1, x)),
    Math.max(0, Math.min(height - 1, y)),
  ];
  const { over, press } = useKeptPlace(place, kept, (to, keep) => onPlace(to, keep, "pointer"));
  const under = (event: PointerEvent<HTMLDivElement>): Place => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - bounds.left) / bounds.width) * width);
    const y = Math.floor(((event.clientY - bounds.top) / bounds.height) * height);
    return clamped(x, y);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 10 : 1;
    const steps: Record<string, Place> = {
      ArrowLeft: [-far, 0],
      ArrowRight: [far, 0],
      ArrowUp: [0, -far],
      ArrowDown: [0, far],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onPlace(clamped(place[0] + step[0], place[1] + step[1]), kept, "keys");
  };
  return (
    <>
      <div
        className="stage"
        role="application"
        tabIndex={0}
        aria-label={`Photograph, ${width} by ${height} pixels; arrow keys move the loupe`}
        style={{ aspectRatio: `${width} / ${height}` }}
        data-kept={kept}
        onPointerMove={(event) => over(under(event), event.buttons > 0)}
        onPointerDown={(event) => press(under(event))}
        onKeyDown={onKeyDown}
      >
        <canvas ref={before} width={width} height={height} />
        <canvas
          ref={after}
          width={result?.width ?? width}
          height={result?.height ?? height}
          style={{ clipPath: `inset(0 0 0 ${split}%)` }}
        />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {split > 0 && split < 100 && <path className="divider" d={`M${(split / 100) * width} 0V${height}`} />}
          {["under", "over"].map((line) => (
            <rect
              key={line}
              className={line}
              x={place[0] - side / 2 - 2.5}
              y={place[1] - side / 2 - 2.5}
              width={side + 6}
              height={side + 6}
            />
          ))}
        </svg>
      </div>
      <KeepNote kept={kept} />
    </>
  );
}

/** A canvas that shows the pixels. */
function useCanvas(pixels: Pixels | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pixels === null) return;
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels.bytes, pixels.width, pixels.height), 0, 0);
  }, [pixels]);
  return canvas;
}
