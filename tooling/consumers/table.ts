// The rows as they are printed, and as the table between two marks of the README.
import type { Outcome, Row } from "./row.ts";

const [open, close] = ["<!-- The table of `pnpm consumers`. -->", "<!-- The end of that table. -->"];

function resultOf(outcome: Outcome): string {
  if (outcome.kind === "passed") return outcome.result;
  return outcome.kind === "failed" ? "FAILED" : `not run: ${outcome.reason}`;
}

/** Rows in columns, for a terminal. */
export function printedTable(rows: readonly Row[]): string {
  const width = (of: (row: Row) => string) => Math.max(...rows.map((row) => of(row).length));
  const [first, second] = [width((row) => row.consumer), width((row) => row.version)];
  return rows
    .map((row) => `${row.consumer.padEnd(first)}  ${row.version.padEnd(second)}  ${resultOf(row.outcome)}`)
    .join("\n");
}

/** The text with the table in the place of the one between its marks. */
export function withTable(text: string, rows: readonly Row[]): string {
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`The README has no place for the table: ${open} and ${close}.`);
  const lines = rows.map((row) => `| ${row.consumer} | ${row.version} | ${resultOf(row.outcome)} |`);
  const table = ["| Consumer | Version | Result |", "|---|---|---|", ...lines].join("\n");
  return `${text.slice(0, from + open.length)}\n\n${table}\n\n${text.slice(to)}`;
}
