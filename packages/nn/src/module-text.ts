// A module as PyTorch prints it.
import type { Module } from "./module.ts";
import { checkTree } from "./module-tree.ts";

/** Modules of the text that is being made: none of them is inside of itself. */
let checked: ReadonlySet<Module> | undefined;

/** `Name(extra)`, or one line per piece of `extraRepr` and per module inside, indented by two. */
export function moduleText(module: Module): string {
  if (checked?.has(module)) return textOf(module);
  const before = checked;
  checked = checkTree("toString", module);
  try {
    return textOf(module);
  } finally {
    checked = before;
  }
}

function textOf(module: Module): string {
  const name = module.constructor.name;
  const extra = module.extraRepr();
  const children = module.ownModules().map(([key, child]) => `(${key}): ${String(child)}`);
  if (children.length === 0 && !extra.includes("\n")) return `${name}(${extra})`;
  const lines = [...(extra === "" ? [] : extra.split("\n")), ...children];
  return `${name}(${lines.map((line) => `\n  ${line.replaceAll("\n", "\n  ")}`).join("")}\n)`;
}

/** Numbers as Python prints a tuple: `(3, 3)`, and `(3,)` for one. */
export function tupleText(numbers: readonly (number | string)[]): string {
  return numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(", ")})`;
}

/** A number as Python prints it: a whole one as an int, small and large ones with an exponent of two digits. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** A number as Python prints a float: `1.0`, `0.1`, `1e-05`. */
export function floatText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : numberText(value);
}

/** A switch as Python prints it. */
export function switchText(value: boolean): string {
  return value ? "True" : "False";
}
