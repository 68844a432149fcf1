// Walking strided operands together, row by row: what the portable kernels do with rows.ts, by a table in the settings.
import { type I32, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";

/** Outer axes that a table has room for. */
export const mostOuterAxes = 6;

/** Words of a table: for each outer axis, the innermost first, its size, and for each operand the bytes from one index to the next. */
export function tableWords(operands: number): number {
  return mostOuterAxes * (1 + operands);
}

/**
 * Visits the rows first..end-1, with the address of each operand's row.
 *
 * A row's place is taken apart into indices where the innermost outer axis begins anew; from there it is one step.
 *
 * @param table address of a table
 * @param starts addresses of the first row, which stay as they are
 * @param at set to the addresses of the row
 */
export function eachRow(
  f: FunctionBuilder,
  walk: {
    readonly table: I32;
    readonly axes: I32;
    readonly first: I32;
    readonly end: I32;
    readonly starts: readonly I32[];
    readonly at: readonly Local<"i32">[];
  },
  visit: () => void,
): void {
  const { axes, starts, at } = walk;
  const bytes = 4 * (1 + starts.length);
  const row = f.local("i32", walk.first);
  const table = f.local("i32", walk.table);
  const left = f.local("i32", i32.const(0));
  const rest = f.local("i32");
  const entry = f.local("i32");
  const last = f.local("i32");
  const size = f.local("i32");
  const index = f.local("i32");
  f.while(
    () => i32.ltU(row, walk.end),
    () => {
      f.if(
        left,
        () => {
          for (const [i, address] of at.entries()) f.bump(address, i32.load(table, 4 + 4 * i));
        },
        () => {
          for (const [i, address] of at.entries()) f.set(address, starts[i] as I32);
          f.set(left, i32.const(-1));
          f.set(rest, row);
          f.set(entry, table);
          f.set(last, i32.add(table, i32.mul(axes, i32.const(bytes))));
          f.while(
            () => i32.ltU(entry, last),
            () => {
              f.set(size, i32.load(entry));
              f.set(index, i32.remU(rest, size));
              f.set(rest, i32.divU(rest, size));
              for (const [i, address] of at.entries()) f.bump(address, i32.mul(index, i32.load(entry, 4 + 4 * i)));
              f.if(i32.eq(entry, table), () => f.set(left, i32.sub(size, index)));
              f.bump(entry, bytes);
            },
          );
        },
      );
      f.bump(left, -1);
      visit();
      f.bump(row, 1);
    },
  );
}
