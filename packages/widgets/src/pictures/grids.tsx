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
import { Fragment } from "react";
import type { Spotlight } from "../state/spotlight.ts";
import { OperandPicture } from "./operand-picture.tsx";
import { sentences } from "./sentences.tsx";

interface GridsProps {
  readonly scene: Scene;
  readonly layouts: Readonly<Record<Side, OperandLayout>>;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly onEdit: (side: Side, index: number, value: number) => void;
}

/** Wider grids would shrink below reading size in one line. */
const mostInLine = 1100;

export function Grids({ layouts, onEdit, ...shared }: GridsProps) {
  const { scene, highlight } = shared;
  const { order, operator } = sentences(scene);
  const wide = scene.geometry.transposed ? "output" : "input";
  const window = highlight === null ? null : windowOf(scene, highlight, layouts[wide]);
  const width = order.reduce((sum, side) => sum + layouts[side].width, 0);
  return (
    <section className="equation" aria-label={scene.words.regions.grids} data-wraps={width > mostInLine}>
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
            {...(side === scene.result ? {} : { onEdit: (index: number, value: number) => onEdit(side, index, value) })}
          />
        </Fragment>
      ))}
    </section>
  );
}
