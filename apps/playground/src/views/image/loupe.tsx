// The pixel under the loupe: its neighbourhood, the products with the kernel and their sum, all by the library.

import { cellNumber, fullNumber, mostOf, type Theme, valueColour } from "@toeplitz/figures";
import { Segmented } from "@toeplitz/widgets";
import { useMemo, useRef } from "react";
import { mul, type Tensor, tensor, toTypedArray } from "toeplitz";
import { SavePicture } from "../../components/save-picture.tsx";
import { type Channel, channels, type Place } from "../../state/image.ts";
import { sideOf } from "./image-kernels.ts";
import { patchOf, type Reach } from "./patch.ts";
import { filtered, type Pixels } from "./photo-filter.ts";

interface LoupeProps {
  readonly photo: Pixels;
  readonly reach: Reach;
  readonly kernel: readonly number[];
  readonly place: Place;
  readonly channel: Channel;
  /** Whether arrow keys moved it here, so that it says where it stands. */
  readonly spoken: boolean;
  readonly theme: Theme;
  readonly onChannel: (channel: Channel) => void;
}

export function Loupe({ photo, reach, kernel, place, channel, spoken, theme, onChannel }: LoupeProps) {
  const side = sideOf(kernel);
  const [x, y] = place;
  const { patch, products, sums } = useMemo(() => {
    const window = patchOf(photo, reach, side, [x, y]);
    const weights = tensor([...kernel], { dtype: "float32" }).reshape([side, side]);
    const numbers = (t: Tensor) => Array.from(toTypedArray(t.contiguous()) as Float32Array);
    return {
      patch: channels.map((_, c) => numbers(window.index(0, c))),
      products: channels.map((_, c) => numbers(mul(window.index(0, c), weights))),
      sums: numbers(filtered(window, kernel)),
    };
  }, [photo, reach, kernel, x, y, side]);
  const at = channels.indexOf(channel);
  const swatch = (i: number) => `rgb(${channels.map((_, c) => Math.round(patch[c]![i]! * 255)).join(" ")})`;
  // Green is most of what makes a colour light.
  const ink = (i: number) => (patch[1]![i]! > 0.45 ? "black" : "white");
  const most = mostOf(products[at]!);
  const columns = { gridTemplateColumns: `repeat(${side}, 1fr)` };
  const picture = useRef<HTMLElement>(null);
  return (
    <section ref={picture} className="loupe" aria-label="Loupe">
      <header>
        <span className="number">
          x {x}, y {y}
        </span>
        <Segmented
          label="Channel"
          value={channel}
          choices={channels.map((name) => ({ value: name, text: name }))}
          onChange={onChannel}
        />
      </header>
      <div className="loupe-tables">
        <div className="patch" style={columns} aria-hidden="true">
          {patch[at]!.map((value, i) => (
            <span key={i} data-ground style={{ backgroundColor: swatch(i), color: ink(i) }}>
              {cellNumber(value)}
            </span>
          ))}
        </div>
        <div className="patch products" style={columns} aria-hidden="true">
          {products[at]!.map((value, i) => (
            <span key={i} data-ground style={{ backgroundColor: valueColour(value, most, theme) }}>
              {cellNumber(value)}
            </span>
          ))}
        </div>
      </div>
      <p className="number" data-sum={sums[at]}>
        <span className="quiet">sum of products</span> {fullNumber(sums[at]!)}{" "}
        <span className="quiet">{channels.map((name, c) => `${name[0]} ${cellNumber(sums[c]!)}`).join("  ")}</span>
      </p>
      <SavePicture picture={picture} what="the products" />
      <p className="unseen" aria-live="polite">
        {spoken &&
          `x ${x}, y ${y}: ${channel} was ${cellNumber(patch[at]![(side * side - 1) / 2]!)}, the sum of ${side * side} products is ${cellNumber(sums[at]!)}`}
      </p>
    </section>
  );
}
