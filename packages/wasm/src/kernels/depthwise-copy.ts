// Rows into and out of the working memory of depthwise convolution: columns dealt out to runs, and merged again.
import { f32, type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/**
 * Copies rows so that column c of a row arrives in run (shift + c) % runs, as element (shift + c) / runs.
 *
 * Parameters: to, from, rows, bytes between rows of both, columns, runs, bytes of a run, shift.
 */
export function emitDeal(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "depthwise_deal", params: Array<"i32">(9).fill("i32") }, (f) => {
    const [to, from, rows, toRow, fromRow, columns, runs, run, shift] = f.addresses(9);
    const [target, source, left, other] = f.locals("i32", 4);
    const start = runStart(f, to, runs, run, shift);
    const second = runStart(f, to, runs, run, i32.add(shift, i32.const(1)));
    const remainder = f.local("i32", i32.remU(shift, runs));
    const straight = i32.and(i32.eq(runs, i32.const(1)), i32.geU(columns, i32.const(4)));
    f.if(straight, () => {
      f.if(
        i32.geU(columns, i32.const(8)),
        () => copyRows(f, { to: start, from, rows, toRow, fromRow, columns }, 2),
        () => copyRows(f, { to: start, from, rows, toRow, fromRow, columns }, 1),
      );
      f.return();
    });
    eachRow(f, rows, () => {
      f.set(target, start);
      f.set(source, from);
      f.set(left, columns);
      f.if(i32.eq(runs, i32.const(2)), () => {
        f.set(other, second);
        f.while(
          () => i32.geU(left, i32.const(8)),
          () => {
            const [a, b] = [v128.load(source), v128.load(source, 16)];
            f.storeV128(target, v128.shuffle32(a, b, [0, 2, 4, 6]));
            f.storeV128(other, v128.shuffle32(a, b, [1, 3, 5, 7]));
            f.bump(target, 16);
            f.bump(other, 16);
            f.bump(source, 32);
            f.bump(left, -8);
          },
        );
      });
      dealOneByOne(f, { left, at: target, runs, run, remainder }, () => {
        f.storeF32(target, f32.load(source));
        f.bump(source, 4);
      });
      f.bump(start, toRow);
      f.bump(second, toRow);
      f.bump(from, fromRow);
    });
  });
}

/**
 * Merges rows: column c comes from line c % lines, element c / lines.
 *
 * Parameters: to, from, rows, bytes between rows of both, columns, lines, bytes of a line.
 */
export function emitMerge(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "depthwise_merge", params: Array<"i32">(8).fill("i32") }, (f) => {
    const [to, from, rows, toRow, fromRow, columns, lines, line] = f.addresses(8);
    const [target, source, left, other] = f.locals("i32", 4);
    const none = f.local("i32");
    eachRow(f, rows, () => {
      f.set(target, to);
      f.set(source, from);
      f.set(left, columns);
      f.if(i32.eq(lines, i32.const(2)), () => {
        f.set(other, i32.add(from, line));
        f.while(
          () => i32.geU(left, i32.const(8)),
          () => {
            const [a, b] = [v128.load(source), v128.load(other)];
            f.storeV128(target, v128.shuffle32(a, b, [0, 4, 1, 5]));
            f.storeV128(target, v128.shuffle32(a, b, [2, 6, 3, 7]), 16);
            f.bump(source, 16);
            f.bump(other, 16);
            f.bump(target, 32);
            f.bump(left, -8);
          },
        );
      });
      dealOneByOne(f, { left, at: source, runs: lines, run: line, remainder: none }, () => {
        f.storeF32(target, f32.load(source));
        f.bump(target, 4);
      });
      f.bump(to, toRow);
      f.bump(from, fromRow);
    });
  });
}

/** Address of the element that the column with this number becomes. */
function runStart(f: FunctionBuilder, base: I32, runs: I32, run: I32, column: I32): Local<"i32"> {
  const inRun = i32.shl(i32.divU(column, runs), i32.const(2));
  return f.local("i32", i32.add(base, i32.add(i32.mul(i32.remU(column, runs), run), inRun)));
}

function eachRow(f: FunctionBuilder, rows: Local<"i32">, body: () => void): void {
  f.while(
    () => rows,
    () => {
      body();
      f.bump(rows, -1);
    },
  );
}

/** Copies rows of at least so many vectors: that many at a time, and then those that end with the row. */
function copyRows(
  f: FunctionBuilder,
  rows: {
    readonly to: Local<"i32">;
    readonly from: Local<"i32">;
    readonly rows: Local<"i32">;
    readonly toRow: I32;
    readonly fromRow: I32;
    readonly columns: I32;
  },
  vectors: number,
): void {
  const [source, target] = [f.local("i32"), f.local("i32")];
  const toLast = f.local("i32", i32.sub(i32.shl(rows.columns, i32.const(2)), i32.const(16 * vectors)));
  const end = f.local("i32", i32.add(rows.from, toLast));
  const copy = () => {
    for (let v = 0; v < vectors; v++) f.storeV128(target, v128.load(source, 16 * v), 16 * v);
  };
  eachRow(f, rows.rows, () => {
    f.set(source, rows.from);
    f.set(target, rows.to);
    f.while(
      () => i32.ltU(source, end),
      () => {
        copy();
        f.bump(source, 16 * vectors);
        f.bump(target, 16 * vectors);
      },
    );
    f.set(source, end);
    f.set(target, i32.add(rows.to, toLast));
    copy();
    f.bump(rows.to, rows.toRow);
    f.bump(rows.from, rows.fromRow);
    f.bump(end, rows.fromRow);
  });
}

/** The columns that are left, where `at` goes from run to run. */
function dealOneByOne(
  f: FunctionBuilder,
  { left, at, runs, run, remainder }: { left: Local<"i32">; at: Local<"i32">; runs: I32; run: I32; remainder: I32 },
  move: () => void,
): void {
  f.if(left, () => {
    const turn = f.local("i32", remainder);
    const around = f.local("i32", i32.sub(i32.mul(runs, run), i32.const(4)));
    f.doWhile(
      () => {
        move();
        f.bump(at, run);
        f.bump(turn, 1);
        f.if(i32.eq(turn, runs), () => {
          f.set(turn, i32.const(0));
          f.set(at, i32.sub(at, around));
        });
        f.bump(left, -1);
      },
      () => left,
    );
  });
}
