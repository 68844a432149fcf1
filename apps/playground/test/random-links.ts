// States that look random and are the same every time, possible or not.

import {
  freshNumbers,
  inputSeed,
  inputShape,
  limits,
  type Pair,
  paddingModes,
  type Settings,
  weightSeed,
  weightShape,
  withElement,
} from "@toeplitz/widgets";
import { type Link, parts } from "../src/state/link.ts";
import { firstShapes, type Shapes, shapeLimits } from "../src/state/shapes.ts";

export type Roll = (most: number) => number;

/** Numbers that look random and are the same every time. */
export function dice(seed: number): Roll {
  let state = seed * 2654435761 + 1;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state % (most + 1);
  };
}

function randomSettings(roll: Roll): Settings {
  const pair = ([least, most]: Pair): Pair => [least + roll(most - least), least + roll(most - least)];
  return {
    rank: roll(1) === 0 ? 1 : 2,
    transposed: roll(1) === 0,
    size: pair(limits.size),
    channels: pair(limits.channels),
    groups: roll(limits.groups[1]),
    kernel: pair(limits.kernel),
    stride: pair(limits.stride),
    padding: (["same", "valid", pair(limits.padding)] as const)[roll(2)]!,
    paddingMode: paddingModes[roll(3)]!,
    dilation: pair(limits.dilation),
    outputPadding: pair(limits.outputPadding),
  };
}

/** A state of the Arithmetic view. */
export function randomLink(roll: Roll): Link {
  const settings = randomSettings(roll);
  const input = freshNumbers(inputShape(settings), inputSeed);
  const weight = freshNumbers(weightShape(settings), weightSeed);
  const gradient = (["off", "input", "weight"] as const)[roll(2)]!;
  return {
    view: "arithmetic",
    settings,
    input: input.values.length > 0 && roll(1) === 0 ? withElement(input, 0, roll(1000) / 8) : input,
    weight,
    gradient,
    upstream: gradient === "off" || roll(1) === 0 ? null : [roll(9) / 4, -1.5, 2],
    colouring: roll(1) === 0 ? "weight" : "value",
    pin: [null, { on: "output", index: roll(50) }, { on: "entry", row: roll(9), column: roll(9) }][
      roll(2)
    ] as Link["pin"],
    tour: roll(3) === 0 ? roll(5) : null,
    kernel: null,
    border: "replicate",
    form: "picture",
    shapes: firstShapes,
    hide: parts.filter(() => roll(2) === 0),
    embed: roll(1) === 0,
  };
}

/** A state of the Shapes view. */
export function randomShapes(roll: Roll): Shapes {
  const within = ([least, most]: readonly [number, number]) => least + roll(most - least);
  const { size, input, kernel, stride, padding, dilation, layers } = shapeLimits;
  const layer = () => ({
    kernel: within(kernel),
    stride: within(stride),
    padding: within(padding),
    dilation: within(dilation),
  });
  const transposed = roll(1) === 0;
  return {
    transposed,
    from: within(size),
    to: within(size),
    most: { kernel: within(kernel), stride: within(stride), dilation: within(dilation) },
    chosen: roll(1) === 0 ? null : { transposed, ...layer(), outputPadding: roll(3) },
    input: within(input),
    stack: Array.from({ length: within(layers) }, layer),
  };
}
