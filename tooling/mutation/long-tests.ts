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
  [io("heap")]: [
    "MARK, deflated",
    "MARK and a value, deflated",
    "NONE, deflated",
    "DUP, deflated",
    "MEMOIZE, deflated",
    "BINGET, deflated",
    "SHORT_BINBYTES, deflated",
    "SHORT_BINUNICODE, deflated",
    "LONG1, deflated",
    "BINFLOAT, deflated",
    "EMPTY_TUPLE, deflated",
    "EMPTY_LIST, deflated",
    "EMPTY_DICT, deflated",
    "EMPTY_DICT and MEMOIZE, deflated",
    "TUPLE1, deflated",
    "EMPTY_LIST, POP, deflated",
    "torch.Size, deflated",
    "OrderedDict, deflated",
    "is not inflated where that alone is too much",
    "may be given more room, and less",
    "leaves the signal its turn",
    "in the format of old is bounded, too",
    "has as many small whole numbers as keys as it likes, and few others, which could share one hash",
    "names its storages by texts alone, in the format of old, too",
    "with a text of 50 MB, which has escapes at its begin, in its middle and at its end (I35)",
  ],
  [io("input")]: [
    "an opened file reads its header, then what is asked for",
    "a million pieces of a byte take little more than a million bytes",
  ],
};
