// Tests near to mutated sources that judge no mutant: they measure time, which is the instrumented code's, or are long. By their titles.
const io = (name: string) => `packages/io/test/${name}.test.ts`;

/** Test file -> titles in it. */
export const longTests: Readonly<Record<string, readonly string[]>> = {
  [io("safetensors")]: ["100,000 entries take time in proportion (I33)", "of a million axes (I24)"],
  [io("npz")]: [
    "a load is aborted between the pieces of a member (K23)",
    "a million numbers, deflated, whose window is larger than a step",
    "a stream that is cut off anywhere (K11)",
  ],
  [io("pth")]: [
    "lists in lists, a hundred thousand deep, and a list in itself",
    "more objects than a checkpoint has",
    "cut off anywhere",
    "cut off anywhere, or longer",
  ],
  [io("input")]: ["an opened file reads its header, then what is asked for"],
};
