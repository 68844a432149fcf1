// The three arrays in one line, as the sum that they make: input, weight, output, with a sign between them.
import {
  type Colouring,
  type Highlight,
  type OperandLayout,
  type Scene,
  type Side,
  type Theme,
  windowOf,
} from "@toeplitz/figures";
import { type CSSProperties, Fragment } from "react";
import type { Spotlight } from "../state/spotlight.ts";
import type { Brush } from "../state/stroke.ts";
import { OperandPicture } from "./operand-picture.tsx";
import { sentences } from "./sentences.tsx";

interface GridsProps {
  readonly scene: Scene;
  readonly layouts: Readonly<Record<Side, OperandLayout>>;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  /** Null while no number can be changed. */
  readonly onEdit: ((side: Side, index: number, value: number) => void) | null;
  /** The brush for each array, while a hand paints and does not point. */
  readonly brushOn?: ((side: Side) => Brush) | null;
}

/** Wider grids would shrink below reading size in one line. */
const mostInLine = 1100;

/** On a phone, cells per line beyond which two arrays side by side would be too small. */
const mostBeside = 13;

/** How the arrays stand where a line is too long: the largest, the first or the last, beside the two others; or one below the other. */
function narrowPlaces(layouts: GridsProps["layouts"], order: readonly [Side, Side, Side]) {
  const area = (side: Side) => layouts[side].width * layouts[side].height;
  const last = area(order[2]) > area(order[0]);
  const [large, ...others] = last ? [order[2], order[0], order[1]] : order;
  const [wide, narrow] = [layouts[large].width, Math.max(...others.map((side) => layouts[side].width))];
  const fits = layouts[large].tableRows > 1 && (wide + narrow) / layouts[large].cell <= mostBeside;
  return {
    "data-narrow": fits ? (last ? "last" : "first") : "below",
    style: { "--large": `${wide}fr`, "--small": `${narrow}fr` } as CSSProperties,
  };
}

export function Grids({ layouts, onEdit, brushOn = null, ...shared }: GridsProps) {
  const { scene, highlight } = shared;
  const { order, operator } = sentences(scene);
  const wide = scene.geometry.transposed ? "output" : "input";
  const window = highlight === null ? null : windowOf(scene, highlight, layouts[wide]);
  const width = order.reduce((sum, side) => sum + layouts[side].width, 0);
  return (
    <section
      className="equation"
      aria-label={scene.words.regions.grids}
      data-wraps={width > mostInLine}
      {...narrowPlaces(layouts, order)}
    >
      {order.map((side, place) => (
        <Fragment key={side}>
          {place > 0 && (
            <span className="operator" aria-hidden="true">
              {place === 1 ? operator : "="}
            </span>
          )}
          <OperandPicture
            {...shared}
            layout={layouts[side]}
            window={wide === side ? window : null}
            brush={side === scene.result ? null : (brushOn?.(side) ?? null)}
            {...(side === scene.result || onEdit === null
              ? {}
              : { onEdit: (index: number, value: number) => onEdit(side, index, value) })}
          />
        </Fragment>
      ))}
    </section>
  );
}
