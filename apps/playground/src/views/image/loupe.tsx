// The pixel under the loupe: its neighbourhood, the products with the kernel and their sum, all by the library.
import { cellNumber, fullNumber, mostOf, type Theme, valueColour } from "@toeplitz/figures";
import { useMemo, useState } from "react";
import { mul, pad, type Tensor, tensor, toTypedArray } from "toeplitz";
import { Segmented } from "../../components/segmented.tsx";
import { sideOf } from "./image-kernels.ts";
import { filtered } from "./photo-filter.ts";
import type { Place } from "./photo-stage.tsx";

interface LoupeProps {
  /** `[1, 3, H, W]` */
  readonly photo: Tensor;
  readonly kernel: readonly number[];
  readonly place: Place;
  readonly theme: Theme;
}

const channels = ["red", "green", "blue"] as const;
type Channel = (typeof channels)[number];

export function Loupe({ photo, kernel, place, theme }: LoupeProps) {
  const [channel, setChannel] = useState<Channel>("green");
  const side = sideOf(kernel);
  const reach = (side - 1) / 2;
  const padded = useMemo(() => pad(photo, [reach, reach, reach, reach], { mode: "replicate" }), [photo, reach]);
  const [x, y] = place;
  const { patch, products, sums } = useMemo(() => {
    const window = padded.index(":", ":", `${y}:${y + side}`, `${x}:${x + side}`);
    const weights = tensor([...kernel], { dtype: "float32" }).reshape([side, side]);
    const numbers = (t: Tensor) => Array.from(toTypedArray(t.contiguous()) as Float32Array);
    return {
      patch: channels.map((_, c) => numbers(window.index(0, c))),
      products: channels.map((_, c) => numbers(mul(window.index(0, c), weights))),
      // The middle of the convolved window is the pixel itself.
      sums: numbers(filtered(window.contiguous(), kernel).index(0, ":", reach, reach)),
    };
  }, [padded, kernel, x, y, side, reach]);
  const at = channels.indexOf(channel);
  const swatch = (i: number) => `rgb(${channels.map((_, c) => Math.round(patch[c]![i]! * 255)).join(" ")})`;
  // Green is most of what makes a colour light.
  const ink = (i: number) => (patch[1]![i]! > 0.45 ? "black" : "white");
  const most = mostOf(products[at]!);
  const columns = { gridTemplateColumns: `repeat(${side}, 1fr)` };
  return (
    <section className="loupe" aria-label="Loupe">
      <header>
        <span className="number">
          x {x}, y {y}
        </span>
        <Segmented
          label="Channel"
          value={channel}
          choices={channels.map((name) => ({ value: name, text: name }))}
          onChange={setChannel}
        />
      </header>
      <div className="loupe-tables">
        <div className="patch" style={columns} aria-hidden="true">
          {patch[at]!.map((value, i) => (
            <span key={i} style={{ backgroundColor: swatch(i), color: ink(i) }}>
              {cellNumber(value)}
            </span>
          ))}
        </div>
        <div className="patch products" style={columns} aria-hidden="true">
          {products[at]!.map((value, i) => (
            <span key={i} style={{ backgroundColor: valueColour(value, most, theme) }}>
              {cellNumber(value)}
            </span>
          ))}
        </div>
      </div>
      <p className="number" data-sum={sums[at]}>
        <span className="quiet">sum of products</span> {fullNumber(sums[at]!)}{" "}
        <span className="quiet">{channels.map((name, c) => `${name[0]} ${cellNumber(sums[c]!)}`).join("  ")}</span>
      </p>
    </section>
  );
}
