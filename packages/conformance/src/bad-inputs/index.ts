// The catalogue of bad inputs: what users get wrong in JavaScript, alone and in pairs. PyTorch's own refusals are among the case rows.
import { pairs, singles } from "./bad-input.ts";
import { badCalls } from "./calls.ts";
import { oneByOne } from "./one-by-one.ts";

export type { BadInput } from "./bad-input.ts";

/** Every row. */
export const badInputs = [...badCalls.flatMap(singles), ...oneByOne];

/** Calls with two wrong arguments. */
export const badPairs = badCalls.flatMap(pairs);
