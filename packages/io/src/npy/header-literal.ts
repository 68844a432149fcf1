// The header of a .npy file: the text of a Python dict with three known keys, read by its grammar. Nothing is evaluated.

/** What the header says, before any of it is judged. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly (number | bigint)[];
}

type Refuse = (where: string, rule: string, value: unknown) => Error;

const space = /[ \t\n\r\f]*/y;
// Anything that a string of these headers has no use for ends it: escapes, line ends, the other prefix.
const string = /'([^'"\\\n\r]*)'|"([^'"\\\n\r]*)"/y;
const boolean = /(True|False)\b/y;
const whole = /(0|[1-9][0-9]*)(?![\w.])/y;
const wholeOrLong = /(0|[1-9][0-9]*)L?(?![\w.])/y;
const keys = ["descr", "fortran_order", "shape"];

/**
 * The header's dict.
 *
 * @param longs whether Python 2's `3L` may stand for 3, as in files of the versions 1 and 2
 */
export function parseNpyHeader(text: string, longs: boolean, refuse: Refuse): NpyHeader {
  let at = 0;
  const unexpected = (rule: string) => {
    const found = text.slice(at, at + 20);
    return refuse(`header, at character ${at},`, rule, found === "" ? "its end" : found);
  };
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  const skip = () => match(space);
  const expect = (character: string) => {
    skip();
    if (text[at] !== character) throw unexpected(`have ${character}`);
    at += 1;
  };
  const readString = () => {
    const found = match(string);
    if (found === null) throw unexpected("have a plain string");
    return found[1] ?? (found[2] as string);
  };
  const readSize = () => {
    const found = match(longs ? wholeOrLong : whole);
    if (found === null) throw unexpected("have a size, a whole number");
    const number = Number(found[1]);
    return Number.isSafeInteger(number) ? number : BigInt(found[1]!.slice(0, 40));
  };
  const readShape = () => {
    const sizes: (number | bigint)[] = [];
    if (text[at] !== "(") throw unexpected("have a tuple as shape");
    at += 1;
    skip();
    while (text[at] !== ")") {
      sizes.push(readSize());
      skip();
      if (text[at] === ")") {
        // (3) is a number in brackets: a tuple of one has a comma.
        if (sizes.length === 1) throw unexpected("have a comma in a tuple of one");
        break;
      }
      expect(",");
      skip();
    }
    at += 1;
    return sizes;
  };

  const found = new Map<string, unknown>();
  expect("{");
  skip();
  while (text[at] !== "}") {
    const key = readString();
    if (!keys.includes(key)) throw refuse("header", `have the keys ${keys.join(", ")} and no more`, key);
    if (found.has(key)) throw refuse("header", "have no duplicate key", key);
    expect(":");
    skip();
    if (key === "descr") {
      // A list describes a record: known, and no tensor.
      if (text[at] === "[" || text[at] === "(")
        throw refuse("descr", "be one element type, not a structure", text.slice(at));
      found.set(key, readString());
    } else if (key === "shape") {
      found.set(key, readShape());
    } else {
      const word = match(boolean)?.[1];
      if (word === undefined) throw unexpected("have True or False as fortran_order");
      found.set(key, word === "True");
    }
    skip();
    if (text[at] !== "}") expect(",");
    skip();
  }
  at += 1;
  skip();
  if (at < text.length) throw unexpected("end after its dict");
  for (const key of keys) if (!found.has(key)) throw refuse("header", `have the key ${key}`, [...found.keys()]);
  return {
    descr: found.get("descr") as string,
    fortranOrder: found.get("fortran_order") as boolean,
    shape: found.get("shape") as (number | bigint)[],
  };
}
