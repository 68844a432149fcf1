// What a part of the notebook is, and how it prints.
import { Tensor } from "toeplitz";

/** Prints its arguments on one line, as Python's print does. */
export type Print = (...values: readonly unknown[]) => void;

/** One part of the notebook. */
export interface Section {
  readonly title: string;
  readonly run: (print: Print) => void;
}

/** A value as Python prints it. */
function pythonText(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  return value instanceof Tensor || typeof value === "object" ? String(value) : `${value}`;
}

/** Runs sections in order and hands every line to `write`. */
export function runSections(sections: readonly Section[], write: (line: string) => void): void {
  for (const { title, run } of sections) {
    write(`## ${title}`);
    run((...values) => write(values.map(pythonText).join(" ")));
    write("");
  }
}
