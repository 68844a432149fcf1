// One row of a pointwise function: all its elements, from neighbouring places to neighbouring places.
import { f32x4, type I32, i8x16, i16x8, i32, i32x4, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** Bytes of an element: float32 and other words, or booleans. */
export type Width = 1 | 4;

/** A pointwise function on four elements at a time. */
export interface Pointwise {
  readonly name: string;
  /** Widths of the operands; bytes arrive as 32-bit lanes. */
  readonly inputs: readonly Width[];
  /** A result of bytes is a mask, whose lowest bit is stored. */
  readonly output: Width;
  /** Whether the body is so long that a row has one copy of it, instead of an unrolled loop. */
  readonly long?: boolean;
  /** Sets variables to what stays the same for a whole row, and gives the body. */
  readonly begin: (f: FunctionBuilder) => (...x: readonly Local<"v128">[]) => V128;
}

/** Operands of a pointwise function, at most. */
export const mostInputs = 3;

/** Elements that an operand must repeat where its distance is 0. */
export const repeated = 16;

const parameters = 2 * mostInputs + 2;

/**
 * A row: parameters are the addresses of three operands, the output, the count, and for each operand the bytes from one element to
 * the next, which are its width, or 0 for one value that stands there {@link repeated} times.
 */
export function emitRow(m: ModuleBuilder, pointwise: Pointwise): FunctionReference {
  return m.function({ name: `row_${pointwise.name}`, params: Array<"i32">(parameters).fill("i32") }, (f) => {
    const all = f.addresses(parameters);
    const row: Row = {
      f,
      pointwise,
      at: all.slice(0, mostInputs),
      y: all[mostInputs] as Local<"i32">,
      count: all[mostInputs + 1] as Local<"i32">,
      steps: all.slice(mostInputs + 2),
      values: pointwise.inputs.map(() => f.local("v128")),
      body: pointwise.begin(f),
    };
    if (pointwise.long === true) inOneCopy(row);
    else unrolled(row);
  });
}

interface Row {
  readonly f: FunctionBuilder;
  readonly pointwise: Pointwise;
  readonly at: readonly Local<"i32">[];
  readonly y: Local<"i32">;
  readonly count: Local<"i32">;
  readonly steps: readonly Local<"i32">[];
  readonly values: readonly Local<"v128">[];
  readonly body: (...x: readonly Local<"v128">[]) => V128;
}

/** Sixteen elements at a time, then four, then one. */
function unrolled(row: Row): void {
  const { f, pointwise, y, count } = row;
  const { output } = pointwise;
  const wide = row.steps.map((step, i) =>
    i < pointwise.inputs.length ? f.local("i32", i32.shl(step, i32.const(4))) : step,
  );
  const masks = output === 1 ? f.locals("v128", 3) : [];
  f.while(
    () => i32.geU(count, i32.const(16)),
    () => {
      for (let j = 0; j < 4; j++) {
        read(row, (at, width) => load(at, width, 4 * j * width));
        if (output === 4) f.storeV128(y, result(row), 16 * j);
        else if (j < 3) f.set(masks[j] as Local<"v128">, result(row));
        else f.storeV128(y, booleans([...masks, result(row)]));
      }
      advance(row, wide, 16);
    },
  );
  const narrow = row.steps.map((step) => i32.shl(step, i32.const(2)));
  f.while(
    () => i32.geU(count, i32.const(4)),
    () => {
      read(row, load);
      if (output === 4) f.storeV128(y, result(row));
      else {
        f.set(masks[0] as Local<"v128">, result(row));
        f.storeLane32(y, booleans(Array<V128>(4).fill(masks[0] as Local<"v128">)), 0);
      }
      advance(row, narrow, 4);
    },
  );
  f.while(
    () => count,
    () => {
      read(row, (at, width) => (width === 4 ? v128.load32Zero(at) : i32x4.splat(i32.load8(at))));
      if (output === 4) f.storeLane32(y, result(row), 0);
      else f.storeI8(y, i32.and(i32x4.extract(result(row), 0), i32.const(1)));
      advance(row, row.steps, 1);
    },
  );
}

/** Four elements at a time; the last ones by lanes, through the same copy of the body. */
function inOneCopy(row: Row): void {
  const { f, pointwise, y, count, at, steps } = row;
  if (pointwise.output === 1 || pointwise.inputs.includes(1)) throw new Error("long bodies work on words alone");
  const done = f.local("v128");
  const left = (n: number) => i32.gtU(count, i32.const(n));
  f.while(
    () => count,
    () => {
      f.if(
        left(3),
        () => read(row, load),
        () => {
          read(row, (address) => v128.load32Zero(address));
          const lane = (index: number, distance: (step: I32) => I32) =>
            row.values.forEach((value, i) => {
              f.set(value, v128.load32Lane(value, index, i32.add(at[i] as I32, distance(steps[i] as I32))));
            });
          f.if(left(1), () => lane(1, (step) => step));
          f.if(left(2), () => lane(2, (step) => i32.add(step, step)));
        },
      );
      f.set(done, result(row));
      f.if(
        left(3),
        () => {
          f.storeV128(y, done);
          advance(
            row,
            steps.map((step) => i32.shl(step, i32.const(2))),
            4,
          );
        },
        () => {
          f.storeLane32(y, done, 0);
          f.if(left(1), () => f.storeLane32(y, done, 1, 4));
          f.if(left(2), () => f.storeLane32(y, done, 2, 8));
          f.set(count, i32.const(0));
        },
      );
    },
  );
}

function read({ f, pointwise, at, values }: Row, from: (address: I32, width: Width) => V128): void {
  pointwise.inputs.forEach((width, i) => {
    f.set(values[i] as Local<"v128">, from(at[i] as I32, width));
  });
}

function load(at: I32, width: Width, offset = 0): V128 {
  if (width === 4) return v128.load(at, offset);
  return i32x4.extendLow(i16x8.extendLowBytes(v128.load32Zero(at, offset)));
}

function result({ body, values }: Row): V128 {
  return body(...values);
}

/** Sixteen bytes of four masks. */
function booleans([a, b, c, d]: readonly V128[]): V128 {
  const bytes = i8x16.narrow(i16x8.narrow(a as V128, b as V128), i16x8.narrow(c as V128, d as V128));
  return v128.and(bytes, i8x16.splat(i32.const(1)));
}

function advance({ f, pointwise, at, y, count }: Row, distances: readonly I32[], elements: number): void {
  pointwise.inputs.forEach((_, i) => {
    f.bump(at[i] as Local<"i32">, distances[i] as I32);
  });
  f.bump(y, elements * pointwise.output);
  f.bump(count, -elements);
}

/** A row of a function on two rows of booleans, a byte each: sixteen at a time, then one. */
export function emitByteRow(m: ModuleBuilder, name: string, body: (a: V128, b: V128) => V128): FunctionReference {
  return m.function({ name: `row_${name}`, params: Array<"i32">(parameters).fill("i32") }, (f) => {
    const all = f.addresses(parameters);
    const [a, b] = all;
    const y = all[mostInputs] as Local<"i32">;
    const count = all[mostInputs + 1] as Local<"i32">;
    const [stepA, stepB] = all.slice(mostInputs + 2) as [Local<"i32">, Local<"i32">];
    const ones = f.local("v128", i8x16.splat(i32.const(1)));
    f.while(
      () => i32.geU(count, i32.const(16)),
      () => {
        f.storeV128(y, v128.and(body(v128.load(a), v128.load(b)), ones));
        f.bump(a, i32.shl(stepA, i32.const(4)));
        f.bump(b, i32.shl(stepB, i32.const(4)));
        f.bump(y, 16);
        f.bump(count, -16);
      },
    );
    f.while(
      () => count,
      () => {
        const value = body(i8x16.splat(i32.load8(a)), i8x16.splat(i32.load8(b)));
        f.storeI8(y, i32.and(i8x16.extract(value, 0), i32.const(1)));
        f.bump(a, stepA);
        f.bump(b, stepB);
        f.bump(y, 1);
        f.bump(count, -1);
      },
    );
  });
}

/** Float32 zero in all lanes. */
export const zeros: V128 = v128.const([0, 0, 0, 0]);

/** The mask of lanes that are not numbers. */
export function isNaN(x: V128): V128 {
  return f32x4.ne(x, x);
}
