// Planes of numbers side by side on one scale: hover tells a value, a click or Enter enlarges one.
import { fullNumber, type Theme } from "@toeplitz/figures";
import { memo, type PointerEvent, useMemo, useRef, useState } from "react";
import { moveFocus } from "./arrow-focus.ts";
import { PlaneCanvas } from "./plane-canvas.tsx";
import { SavePicture } from "./save-picture.tsx";

interface SmallMultiplesProps {
  /** `[count, height, width]` */
  readonly values: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly most: number;
  readonly theme: Theme;
  /** Of the whole, for those who hear it. */
  readonly label: string;
  /** What one of them is called: `channel`, `kernel`. */
  readonly noun: string;
  readonly chosen: number;
  readonly onChoose: ((index: number) => void) | null;
  /** Width of one on the page, in pixels, where there is a choice. */
  readonly tile?: number;
}

/** More would not be looked at. */
const mostTiles = 512;

export const SmallMultiples = memo(function SmallMultiples(props: SmallMultiplesProps) {
  const { values, count, height, width, most, theme, label, noun, chosen, onChoose, tile = 64 } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const tiles = useRef<HTMLDivElement>(null);
  const shown = Math.min(count, mostTiles);
  const planes = useMemo(
    () =>
      Array.from({ length: shown }, (_, i) => {
        const plane = values.subarray(i * height * width, (i + 1) * height * width);
        return { plane, range: rangeText(plane) };
      }),
    [values, shown, height, width],
  );
  // A whole number of pixels for an element, so that all are alike; what is larger than its tile is scaled down
  const side = width > tile ? tile : Math.max(1, Math.floor(tile / Math.max(width, height))) * width;
  const point = (event: PointerEvent<HTMLElement>) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("button");
    if (button === null) return setPointed(null);
    const box = button.querySelector("canvas")!.getBoundingClientRect();
    const at = (from: number, size: number, all: number) =>
      Math.max(0, Math.min(all - 1, Math.floor((from / size) * all)));
    const row = at(event.clientY - box.top, box.height, height);
    const column = at(event.clientX - box.left, box.width, width);
    setPointed((Number(button.dataset.index) * height + row) * width + column);
  };
  return (
    <div className="multiples">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not be laid out in rows by all browsers */}
      <div
        ref={tiles}
        role="group"
        aria-label={label}
        className="tiles"
        onKeyDown={moveFocus}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      >
        {planes.map(({ plane, range }, i) => (
          <button
            key={i}
            type="button"
            data-index={i}
            aria-pressed={onChoose === null ? undefined : i === chosen}
            aria-label={`${noun} ${i}, ${range}`}
            tabIndex={i === Math.min(chosen, shown - 1) ? 0 : -1}
            style={{ width: side, height: (side / width) * height }}
            onClick={() => onChoose?.(i)}
          >
            <PlaneCanvas values={plane} {...{ height, width, most, theme }} />
          </button>
        ))}
      </div>
      <div className="multiples-foot">
        <p className="number quiet readout">
          {pointed === null || pointed >= values.length
            ? `${count} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"} of ${height} × ${width}${shown < count ? `, the first ${shown} shown` : ""}`
            : pointedText(noun, pointed, height, width, values[pointed]!)}
        </p>
        <SavePicture picture={tiles} what={label} />
      </div>
    </div>
  );
});

function pointedText(noun: string, index: number, height: number, width: number, value: number): string {
  const place = index % (height * width);
  const of = `${noun} ${Math.floor(index / (height * width))}`;
  const where = height * width === 1 ? "" : `, row ${Math.floor(place / width)}, column ${place % width}`;
  return `${of}${where}: ${fullNumber(value)}`;
}

function rangeText(plane: Float32Array): string {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of plane) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least === most ? fullNumber(least) : `${fullNumber(least)} to ${fullNumber(most)}`;
}
