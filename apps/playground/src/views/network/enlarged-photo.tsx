// What the network made of a photograph beside a plain enlargement, with a divider to draw across.
import { Segmented } from "@toeplitz/widgets";
import { useEffect, useRef, useState } from "react";
import { pngOf } from "../../export/raster.ts";
import { savePng } from "../../export/save.ts";
import type { NetworkState } from "../../state/network.ts";
import type { Pixels } from "../image/photo-filter.ts";

interface EnlargedPhotoProps {
  readonly before: Pixels;
  /** Enlarged by bicubic interpolation; null where the network does not enlarge. */
  readonly plain: Pixels | null;
  readonly after: Pixels;
  readonly beside: NetworkState["beside"];
  readonly split: number;
  readonly onChange: (change: Partial<Pick<NetworkState, "beside" | "split">>) => void;
}

export function EnlargedPhoto({ before, plain, after, beside, split, onChange }: EnlargedPhotoProps) {
  const [trouble, setTrouble] = useState("");
  const enlarged = beside === "bicubic" ? plain : null;
  const other = enlarged ?? before;
  const [left, right] = [useCanvas(other), useCanvas(after)];
  const { width, height } = after;
  return (
    <section className="enlarged-photo" aria-label="Before and after">
      <div
        className="stage"
        role="img"
        aria-label={`Left of the divider the photograph, right of it what the network made, ${width} by ${height} pixels`}
        style={{ aspectRatio: `${width} / ${height}` }}
      >
        <canvas ref={left} width={other.width} height={other.height} data-pixelated={enlarged === null} />
        <canvas ref={right} width={width} height={height} style={{ clipPath: `inset(0 0 0 ${split}%)` }} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {split > 0 && split < 100 && <path className="divider" d={`M${(split / 100) * width} 0V${height}`} />}
        </svg>
      </div>
      <label className="split">
        <span className="quiet">before</span>
        <input
          type="range"
          className="slider"
          aria-label="Share that shows the photograph before"
          value={split}
          onChange={(event) => onChange({ split: Number(event.target.value) })}
        />
        <span className="quiet">after</span>
      </label>
      <div className="row">
        {plain !== null && (
          <Segmented
            label="Before"
            value={beside}
            choices={[
              { value: "pixels", text: "pixels", title: "the photograph as it went in" },
              { value: "bicubic", text: "bicubic", title: "the same enlarged by bicubic interpolation" },
            ]}
            onChange={(next) => onChange({ beside: next })}
          />
        )}
        <button
          type="button"
          data-part="take-away"
          onClick={async () => setTrouble(await savePng("result.png", () => pngOf(after)))}
        >
          Save result
        </button>
        <span role="status" className="quiet">
          {trouble}
        </span>
      </div>
    </section>
  );
}

function useCanvas(pixels: Pixels) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels.bytes, pixels.width, pixels.height), 0, 0);
  }, [pixels]);
  return canvas;
}
