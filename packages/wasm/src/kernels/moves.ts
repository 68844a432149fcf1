// Moves: rows of a copy whose elements are no neighbours, and rows that are moved as bytes.
import { type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** Numbers of the moves, behind those of the functions. */
export const moves = { bytes: 0, strided1: 1, strided4: 2, strided8: 3, transpose: 4 } as const;

/** Columns that one pass of a transposing move takes along the second axis. */
const columns = 16;

/**
 * The moves by number. Parameters: from, to, count, bytes between elements of both, and for `transpose` the second axis: its size and
 * bytes between its elements of both. There the elements of `from` are neighbours along the second axis, those of `to` along the first.
 */
export function emitMoves(m: ModuleBuilder): FunctionReference[] {
  return [
    emitMove(m, "move_bytes", (f, { 0: from, 1: to, 2: count, 3: step }) => {
      f.memoryCopy(to, from, i32.mul(count, step));
    }),
    emitStrided(m, "move_strided1", (f, from, to) => f.storeI8(to, i32.load8(from))),
    emitStrided(m, "move_strided4", (f, from, to) => f.storeI32(to, i32.load(from))),
    emitStrided(m, "move_strided8", (f, from, to) => f.storeLane64(to, v128.load64Zero(from), 0)),
    emitMove(m, "move_transpose", transpose),
  ];
}

type Parameters = Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7, Local<"i32">>;

function emitMove(
  m: ModuleBuilder,
  name: string,
  body: (f: FunctionBuilder, parameters: Parameters) => void,
): FunctionReference {
  return m.function({ name, params: Array<"i32">(8).fill("i32") }, (f) => body(f, f.addresses(8)));
}

function emitStrided(
  m: ModuleBuilder,
  name: string,
  one: (f: FunctionBuilder, from: I32, to: I32) => void,
): FunctionReference {
  return emitMove(m, name, (f, { 0: from, 1: to, 2: count, 3: stepFrom, 4: stepTo }) => {
    f.doWhile(
      () => {
        one(f, from, to);
        f.bump(from, stepFrom);
        f.bump(to, stepTo);
        f.bump(count, -1);
      },
      () => count,
    );
  });
}

/** Words by blocks of 4 x 4, in strips of 16 columns, so that whole lines of the cache are written; what is left, one by one. */
function transpose(f: FunctionBuilder, parameters: Parameters): void {
  const { 0: from, 1: to, 2: count, 3: stepFrom, 5: depth, 7: depthTo } = parameters;
  const strip = f.local("i32");
  const done = f.local("i32");
  const [source, target, along] = f.locals("i32", 3) as [Local<"i32">, Local<"i32">, Local<"i32">];
  const [a, b] = f.locals("i32", 2) as [Local<"i32">, Local<"i32">];
  const rows = f.locals("v128", 4);
  const mixed = f.locals("v128", 4);
  f.doWhile(
    () => {
      f.set(strip, i32.select(i32.ltU(count, i32.const(columns)), count, i32.const(columns)));
      f.set(source, from);
      f.set(target, to);
      f.set(along, depth);
      f.while(
        () => along,
        () => {
          f.set(a, source);
          f.set(b, target);
          f.set(done, strip);
          f.if(i32.geU(along, i32.const(4)), () => {
            f.while(
              () => i32.geU(done, i32.const(4)),
              () => {
                const [r0, r1, r2, r3] = rows as [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];
                const [m0, m1, m2, m3] = mixed as [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];
                for (const row of rows) {
                  f.set(row, v128.load(a));
                  f.bump(a, stepFrom);
                }
                f.set(m0, v128.shuffle32(r0, r1, [0, 4, 1, 5]));
                f.set(m1, v128.shuffle32(r2, r3, [0, 4, 1, 5]));
                f.set(m2, v128.shuffle32(r0, r1, [2, 6, 3, 7]));
                f.set(m3, v128.shuffle32(r2, r3, [2, 6, 3, 7]));
                const out = i32.add;
                f.storeV128(b, v128.shuffle32(m0, m1, [0, 1, 4, 5]));
                f.storeV128(out(b, depthTo), v128.shuffle32(m0, m1, [2, 3, 6, 7]));
                f.storeV128(out(b, i32.shl(depthTo, i32.const(1))), v128.shuffle32(m2, m3, [0, 1, 4, 5]));
                f.storeV128(out(b, i32.mul(depthTo, i32.const(3))), v128.shuffle32(m2, m3, [2, 3, 6, 7]));
                f.bump(b, 16);
                f.bump(done, -4);
              },
            );
          });
          oneByOne(f, {
            a,
            b,
            done,
            stepFrom,
            depthTo,
            across: i32.select(i32.geU(along, i32.const(4)), i32.const(4), i32.const(1)),
          });
          f.if(
            i32.geU(along, i32.const(4)),
            () => {
              f.bump(source, 16);
              f.bump(target, i32.shl(depthTo, i32.const(2)));
              f.bump(along, -4);
            },
            () => {
              f.bump(source, 4);
              f.bump(target, depthTo);
              f.bump(along, -1);
            },
          );
        },
      );
      f.bump(from, i32.mul(strip, stepFrom));
      f.bump(to, i32.shl(strip, i32.const(2)));
      f.set(count, i32.sub(count, strip));
    },
    () => count,
  );
}

/** `done` columns of `across` elements. */
function oneByOne(
  f: FunctionBuilder,
  rest: {
    readonly a: Local<"i32">;
    readonly b: Local<"i32">;
    readonly done: Local<"i32">;
    readonly stepFrom: I32;
    readonly depthTo: I32;
    readonly across: I32;
  },
): void {
  const { a, b, done } = rest;
  const k = f.local("i32");
  const width = f.local("i32", rest.across);
  const to = f.local("i32");
  f.while(
    () => done,
    () => {
      f.set(to, b);
      f.for(k, i32.const(0), width, () => {
        f.storeI32(to, i32.load(i32.add(a, i32.shl(k, i32.const(2)))));
        f.bump(to, rest.depthTo);
      });
      f.bump(a, rest.stepFrom);
      f.bump(b, 4);
      f.bump(done, -1);
    },
  );
}
