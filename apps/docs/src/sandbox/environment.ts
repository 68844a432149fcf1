// What a snippet finds in its sandbox: the packages under their names, and a console that prints as Node.js does.
import * as convKernels from "@toeplitz/conv/kernels";
import * as extend from "@toeplitz/tensor/extend";
import { inspect } from "loupe";
import * as toeplitz from "toeplitz";
import * as io from "toeplitz/io";

const packages: Readonly<Record<string, object>> = {
  toeplitz,
  "toeplitz/io": io,
  "@toeplitz/conv/kernels": convKernels,
  "@toeplitz/tensor/extend": extend,
};

/** A snippet's imports: what `program.ts` makes of them. */
export function requirePackage(name: string): object {
  const found = packages[name];
  if (found !== undefined) return found;
  throw new Error(`There is no package ${name} here; there are ${Object.keys(packages).join(", ")}.`);
}

/** loupe gives zero a sign. */
const plainZero = (text: string) => (text === "+0" ? "0" : text);

/** Values as `console.log` of Node.js writes them on one line. */
export function printed(values: readonly unknown[]): string {
  const text = (value: unknown) =>
    typeof value === "string" ? value : inspect(value, { truncate: 10_000, stylize: plainZero });
  return values.map(text).join(" ");
}
