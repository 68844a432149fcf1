// The arrays in one line, as the sum that they make: input, weight, bias where one is added, output, with a sign between them.
import {
  type Colouring,
  type Highlight,
  isWorkedOut,
  type Operand,
  type OperandLayout,
  type Scene,
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
  readonly layouts: Readonly<Record<Operand, OperandLayout>>;
  readonly highlight: Highlight | null;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly theme: Theme;
  /** Null while no number can be changed. */
  readonly onEdit: ((side: Operand, index: number, value: number) => void) | null;
  /** The brush for each array, while a hand paints and does not point. */
  readonly brushOn?: ((side: Operand) => Brush) | null;
}

/** Wider grids would shrink below reading size in one line. */
const mostInLine = 1100;

/** On a phone, cells per line beyond which arrays side by side would be too small. */
const mostBeside = 13;

/** How the arrays stand where a line is too long: the largest, the first or the last, beside the others; or one below the other. */
function narrowPlaces(layouts: GridsProps["layouts"], order: readonly Operand[]) {
  const area = (side: Operand) => layouts[side].width * layouts[side].height;
  const [first, end] = [order[0]!, order.at(-1)!];
  const last = area(end) > area(first);
  const large = last ? end : first;
  const others = order.filter((side) => side !== large);
  const [wide, narrow] = [layouts[large].width, Math.max(...others.map((side) => layouts[side].width))];
  const fits = layouts[large].tableRows > 1 && (wide + narrow) / layouts[large].cell <= mostBeside;
  return {
    "data-narrow": fits ? (last ? "last" : "first") : "below",
    style: {
      "--large": `${wide}fr`,
      "--small": `${narrow}fr`,
      // Signs have rows of their own below what stands before the largest.
      "--upper-rows": last ? 2 * others.length - 2 : others.length - 1,
    } as CSSProperties,
  };
}

export function Grids({ layouts, onEdit, brushOn = null, ...shared }: GridsProps) {
  const { scene, highlight } = shared;
  const { order, operators } = sentences(scene);
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
              {operators[place - 1]}
            </span>
          )}
          <OperandPicture
            {...shared}
            layout={layouts[side]}
            window={wide === side ? window : null}
            brush={isWorkedOut(scene, side) ? null : (brushOn?.(side) ?? null)}
            {...(isWorkedOut(scene, side) || onEdit === null
              ? {}
              : { onEdit: (index: number, value: number) => onEdit(side, index, value) })}
          />
        </Fragment>
      ))}
    </section>
  );
}
