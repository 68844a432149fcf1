// The catalogue of bad inputs: what users get wrong in JavaScript, alone and in pairs. PyTorch's own refusals are among the case rows.
import { type BadInput, pairs, right, singles } from "./bad-input.ts";
import { convolutionsById } from "./by-id/convolutions.ts";
import { modulesById } from "./by-id/modules.ts";
import { tensorsById } from "./by-id/tensors.ts";
import { windowsById } from "./by-id/windows.ts";
import { badCalls } from "./calls.ts";
import { oneByOne } from "./one-by-one.ts";
import { optimiserStates } from "./optimiser-states.ts";

export type { BadInput } from "./bad-input.ts";

const written = [...tensorsById, ...convolutionsById, ...windowsById, ...modulesById, ...optimiserStates, ...oneByOne];
const lines = new Set(written.map(({ line }) => line));

/** Every row; what somebody wrote says more than the same call that was put together. */
export const badInputs: readonly BadInput[] = [
  ...badCalls.flatMap(singles).filter(({ line }) => !lines.has(line)),
  ...written,
];

/** The right calls that wrong ones are made of. */
export const rightCalls = badCalls.map(right);

/** Calls with two wrong arguments. */
export const badPairs = badCalls.flatMap(pairs);
