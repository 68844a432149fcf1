// Pooling: maxima of windows, with or without their positions, and averages.
//
// Outputs whose windows are whole are done four along a row, the others of four planes together, a plane in each lane: in both, every
// window has its elements in the portable kernel's order.
import { type F32, f32, f32x4, type I32, i32, i32x4, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

/** What a window becomes. */
export const poolKinds = { max: 0, positions: 1, average: 2 } as const;

/** What a sum is divided by: the window's size, a number that was given, or the window's sizes one after the other. */
export const divisions = { size: 0, given: 1, axes: 2 } as const;

/** Words of a table's entry: for an output, bytes to its window's first element, elements, and float32 of what an average counts. */
export const entryWords = 3;

const fields = [
  "kind",
  "x",
  "y",
  "positions",
  /** Planes, and bytes of one of x and of y. */
  "planes",
  "planeX",
  "planeY",
  /** Addresses of the tables of the three axes, and outputs along them. */
  "tableD",
  "tableH",
  "tableW",
  "narrowD",
  "narrowH",
  "narrowW",
  /** Bytes from one element of a window to the next. */
  "stepD",
  "stepH",
  "stepW",
  /** Outputs along a row whose windows are whole, bytes from one such window to the next, and their elements along the row. */
  "wholeFirst",
  "wholeEnd",
  "stride",
  "kernel",
  "division",
  /** Bits of the float32 that was given. */
  "divisor",
] as const;

/** One unit is four planes. */
export const pool = defineJob("pool", fields);

type Settings = Readonly<Record<(typeof fields)[number], Local<"i32">>>;
type Word = Local<"i32">;
type Vector = Local<"v128">;

/** The rows and planes of a window, and what its sum is divided by. */
interface Box {
  readonly planes: Word;
  readonly rows: Word;
  readonly depth: Local<"f32">;
  readonly height: Local<"f32">;
}

/** Working memory of a thread: addresses of lanes, to make a vector of them. */
export const poolScratch = 64;

export const emitPool: Family = (m) => {
  const divide = emitDivide(m);
  emitJob(m, pool, ({ f, p, unit, scratch }) => {
    const first = f.local("i32", i32.shl(unit, i32.const(2)));
    const end = f.local("i32", smaller(i32.add(first, i32.const(4)), p.planes));
    const [d, h, rowX, rowY, plane] = f.locals("i32", 5) as [Word, Word, Word, Word, Word];
    const [entryD, entryH] = f.locals("i32", 2) as [Word, Word];
    const box: Box = {
      planes: f.local("i32"),
      rows: f.local("i32"),
      depth: f.local("f32"),
      height: f.local("f32"),
    };
    f.for(d, i32.const(0), p.narrowD, () => {
      f.set(entryD, i32.add(p.tableD, i32.mul(d, i32.const(4 * entryWords))));
      f.set(box.planes, i32.load(entryD, 4));
      f.set(box.depth, f32.load(entryD, 8));
      f.for(h, i32.const(0), p.narrowH, () => {
        f.set(entryH, i32.add(p.tableH, i32.mul(h, i32.const(4 * entryWords))));
        f.set(box.rows, i32.load(entryH, 4));
        f.set(box.height, f32.load(entryH, 8));
        const outputs = i32.mul(i32.add(i32.mul(d, p.narrowH), h), p.narrowW);
        f.set(rowX, i32.add(i32.load(entryD), i32.load(entryH)));
        f.set(rowY, i32.shl(outputs, i32.const(2)));
        f.if(i32.ltU(p.wholeFirst, p.wholeEnd), () =>
          f.for(plane, first, end, () => alongRow(f, p, box, divide, plane, rowX, rowY)),
        );
        acrossPlanes(f, p, box, divide, { first, end, rowX, rowY, scratch });
      });
    });
  });
};

/** The windows of one row that are whole: eight at a time, then four, the last of which overlap those before. */
function alongRow(
  f: FunctionBuilder,
  p: Settings,
  box: Box,
  divide: FunctionReference,
  plane: Word,
  rowX: Word,
  rowY: Word,
): void {
  const column = f.local("i32", p.wholeFirst);
  const last = f.local("i32", i32.sub(p.wholeEnd, i32.const(4)));
  const row: Row = {
    x: f.local("i32", i32.add(i32.add(p.x, i32.mul(plane, p.planeX)), rowX)),
    y: f.local("i32", i32.add(i32.mul(plane, p.planeY), rowY)),
    lanes: f.local("v128"),
  };
  f.set(row.lanes, i32x4.mul(i32x4.splat(i32.shrU(p.stride, i32.const(2))), v128.constI32([0, 1, 2, 3])));
  f.while(
    () => i32.leU(i32.add(column, i32.const(8)), p.wholeEnd),
    () => {
      windows(f, p, box, divide, row, column, 2);
      f.bump(column, 8);
    },
  );
  f.while(
    () => i32.ltU(column, p.wholeEnd),
    () => {
      f.set(column, smaller(column, last));
      windows(f, p, box, divide, row, column, 1);
      f.bump(column, 4);
    },
  );
}

/** Addresses of column 0 of a row of x, distance of a row of y from the outputs' begin, and flat distances of four windows. */
interface Row {
  readonly x: Word;
  readonly y: Word;
  readonly lanes: Vector;
}

/** Four or eight whole windows from a column on. */
function windows(
  f: FunctionBuilder,
  p: Settings,
  box: Box,
  divide: FunctionReference,
  row: Row,
  column: Word,
  vectors: number,
): void {
  const entry = i32.add(p.tableW, i32.mul(column, i32.const(4 * entryWords)));
  const corner = f.local("i32", i32.add(row.x, i32.load(entry)));
  const to = f.local("i32", i32.add(row.y, i32.shl(column, i32.const(2))));
  const next = f.local("i32", i32.shl(p.stride, i32.const(2)));
  const results = Array.from({ length: vectors }, () => newResult(f));
  for (const [v, { corner: position }] of results.entries()) {
    const first = i32.shrU(i32.sub(i32.add(corner, v === 0 ? i32.const(0) : next), p.x), i32.const(2));
    f.set(position, i32x4.add(row.lanes, i32x4.splat(first)));
  }
  const at = f.local("i32");
  eachElement(f, p, box, p.kernel, results, (offset, value, v) => {
    f.set(at, i32.add(corner, offset));
    if (v > 0) f.bump(at, next);
    f.if(
      i32.eq(p.stride, i32.const(4)),
      () => f.set(value, v128.load(at)),
      () =>
        f.if(
          i32.eq(p.stride, i32.const(8)),
          // Elements 0 to 3 and 3 to 6: nothing behind the last one is read.
          () => f.set(value, v128.shuffle32(v128.load(at), v128.load(at, 12), [0, 2, 5, 7])),
          () => {
            f.set(value, v128.load32Zero(at));
            for (const lane of [1, 2, 3]) {
              f.bump(at, p.stride);
              f.set(value, v128.load32Lane(value, lane, at));
            }
          },
        ),
    );
  });
  for (const [v, result] of results.entries()) {
    finish(f, p, box, divide, result, f32.load(entry, 8));
    f.storeV128(i32.add(p.y, to), result.value, 16 * v);
    f.if(i32.eq(p.kind, i32.const(poolKinds.positions)), () =>
      f.storeV128(i32.add(p.positions, to), result.at, 16 * v),
    );
  }
}

/** The other windows of a row, of up to four planes; a missing plane is the last one again. */
function acrossPlanes(
  f: FunctionBuilder,
  p: Settings,
  box: Box,
  divide: FunctionReference,
  row: { readonly first: Word; readonly end: Word; readonly rowX: Word; readonly rowY: Word; readonly scratch: Word },
): void {
  const column = f.local("i32", i32.const(0));
  const [start, count, entry] = f.locals("i32", 3) as [Word, Word, Word];
  const planes = f.locals("i32", 4);
  const corners = f.locals("i32", 4);
  const at = f.local("i32");
  const result = newResult(f);
  for (const [lane, plane] of planes.entries()) {
    f.set(plane, smaller(i32.add(row.first, i32.const(lane)), i32.sub(row.end, i32.const(1))));
  }
  f.while(
    () => {
      const whole = i32.and(i32.eq(column, p.wholeFirst), i32.ltU(column, p.wholeEnd));
      f.set(column, i32.select(whole, p.wholeEnd, column));
      return i32.ltU(column, p.narrowW);
    },
    () => {
      f.set(entry, i32.add(p.tableW, i32.mul(column, i32.const(4 * entryWords))));
      f.set(start, i32.add(i32.load(entry), row.rowX));
      f.set(count, i32.load(entry, 4));
      for (const [lane, corner] of corners.entries()) {
        f.set(corner, i32.add(i32.mul(planes[lane] as I32, p.planeX), start));
        f.storeI32(row.scratch, corner, 4 * lane);
        f.set(corner, i32.add(corner, p.x));
      }
      f.set(result.corner, i32x4.shrU(v128.load(row.scratch), i32.const(2)));
      eachElement(f, p, box, count, [result], (offset, value) => {
        f.set(value, v128.load32Zero(i32.add(corners[0] as I32, offset)));
        for (const lane of [1, 2, 3]) f.set(value, v128.load32Lane(value, lane, i32.add(corners[lane] as I32, offset)));
      });
      finish(f, p, box, divide, result, f32.load(entry, 8));
      for (const [lane, plane] of planes.entries()) {
        f.set(at, i32.add(i32.add(i32.mul(plane, p.planeY), row.rowY), i32.shl(column, i32.const(2))));
        f.storeLane32(i32.add(p.y, at), result.value, lane);
        f.if(i32.eq(p.kind, i32.const(poolKinds.positions)), () =>
          f.storeLane32(i32.add(p.positions, at), result.at, lane),
        );
      }
      f.bump(column, 1);
    },
  );
}

interface Result {
  /** The largest so far and where it stands, or the sum. */
  readonly value: Vector;
  readonly at: Vector;
  /** Flat positions of the windows' first elements, and elements that are looked at. */
  readonly corner: Vector;
  readonly x: Vector;
}

function newResult(f: FunctionBuilder): Result {
  return { value: f.local("v128"), at: f.local("v128"), corner: f.local("v128"), x: f.local("v128") };
}

/** Goes through the elements of four windows for each result, in row-major order. */
function eachElement(
  f: FunctionBuilder,
  p: Settings,
  box: Box,
  columns: I32,
  results: readonly Result[],
  load: (offset: I32, value: Vector, vector: number) => void,
): void {
  const [d, h, w] = f.locals("i32", 3) as [Word, Word, Word];
  const [inPlane, inRow, offset] = f.locals("i32", 3) as [Word, Word, Word];
  const takes = f.local("v128");
  for (const { at, corner } of results) f.set(at, corner);
  const walk = (first: number, take: (result: Result) => void) => () => {
    for (const { value } of results) f.set(value, v128.const([first, first, first, first]));
    f.set(inPlane, i32.const(0));
    f.for(d, i32.const(0), box.planes, () => {
      f.set(inRow, inPlane);
      f.for(h, i32.const(0), box.rows, () => {
        f.set(offset, inRow);
        f.for(w, i32.const(0), columns, () => {
          for (const [v, { x }] of results.entries()) load(offset, x, v);
          for (const result of results) take(result);
          f.bump(offset, p.stepW);
        });
        f.bump(inRow, p.stepH);
      });
      f.bump(inPlane, p.stepD);
    });
  };
  const takeLarger = ({ value, x }: Result) => {
    f.set(takes, v128.or(f32x4.gt(x, value), f32x4.ne(x, x)));
    f.set(value, v128.bitselect(x, value, takes));
  };
  // In the order of `poolKinds`.
  f.switch(p.kind, [
    walk(-Infinity, takeLarger),
    walk(-Infinity, (result) => {
      takeLarger(result);
      const here = i32x4.add(result.corner, i32x4.splat(i32.shrU(offset, i32.const(2))));
      f.set(result.at, v128.bitselect(here, result.at, takes));
    }),
    walk(0, ({ value, x }) => f.set(value, f32x4.add(value, x))),
  ]);
}

/** Divides a sum; what is no sum stays. */
function finish(
  f: FunctionBuilder,
  p: Settings,
  box: Box,
  divide: FunctionReference,
  result: Result,
  width: F32,
): void {
  f.if(i32.eq(p.kind, i32.const(poolKinds.average)), () => {
    const args = [result.value, box.depth, box.height, width, p.division, p.divisor];
    f.set(result.value, f.callFor(divide, "v128", args));
    f.if(i32.ne(p.division, i32.const(divisions.axes)), () =>
      f.set(result.value, f32x4.add(result.value, v128.const([0, 0, 0, 0]))),
    );
  });
}

/** Sums or gradients, divided. Sizes of windows are whole numbers that float32 holds, so that their product is rounded once. */
export function emitDivide(m: ModuleBuilder): FunctionReference {
  const params = ["v128", "f32", "f32", "f32", "i32", "i32"] as const;
  return m.function({ name: "divide", params, result: "v128" }, (f) => {
    const value = f.param(0, "v128");
    const [depth, height, width] = [f.param(1, "f32"), f.param(2, "f32"), f.param(3, "f32")];
    const division = f.param(4, "i32");
    f.if(i32.eq(division, i32.const(divisions.axes)), () => {
      const byAxis = [depth, height, width].reduce((v: V128, size) => f32x4.div(v, f32x4.splat(size)), value);
      f.return(byAxis);
    });
    const given = i32x4.splat(f.param(5, "i32"));
    const size = f32x4.splat(f32.mul(f32.mul(depth, height), width));
    f.result(f32x4.div(value, v128.bitselect(given, size, i32x4.splat(i32.sub(i32.const(0), division)))));
  });
}

function smaller(a: I32, b: I32): I32 {
  return i32.select(i32.ltU(a, b), a, b);
}
