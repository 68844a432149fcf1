// Sliding blocks as columns, and columns added back.
import { f32, f32x4, type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

const fields = [
  "x",
  "columns",
  "wideD",
  "wideH",
  "wideW",
  "narrowD",
  "narrowH",
  "narrowW",
  "kernelD",
  "kernelH",
  "kernelW",
  "strideD",
  "strideH",
  "strideW",
  "dilationD",
  "dilationH",
  "dilationW",
  "paddingD",
  "paddingH",
  "paddingW",
] as const;

/** One unit is one row of columns: a plane and a place of the kernel. */
export const unfoldRows = defineJob("unfold", fields);

/** One unit is one plane: its elements take their terms row after row. */
export const foldPlanes = defineJob("fold", fields);

type Settings = Readonly<Record<(typeof fields)[number], Local<"i32">>>;
type Word = Local<"i32">;

export const emitColumns: Family = (m) => {
  emitJob(m, unfoldRows, ({ f, p, unit }) => {
    const taps = tapsOf(p);
    const place = f.local("i32", i32.remU(unit, taps));
    const plane = f.local("i32", i32.divU(unit, taps));
    const rowBytes = f.local("i32", i32.shl(i32.mul(i32.mul(p.narrowD, p.narrowH), p.narrowW), i32.const(2)));
    const row = f.local("i32", i32.add(p.columns, i32.mul(unit, rowBytes)));
    f.memoryFill(row, i32.const(0), rowBytes);
    eachRun(f, p, place, planeOf(p, plane), row, {
      one: (column, element) => f.storeI32(column, i32.load(element)),
      four: (column, element) => f.storeV128(column, v128.load(element)),
    });
  });
  emitJob(m, foldPlanes, ({ f, p, unit }) => {
    const taps = f.local("i32", tapsOf(p));
    const place = f.local("i32");
    const rowBytes = f.local("i32", i32.shl(i32.mul(i32.mul(p.narrowD, p.narrowH), p.narrowW), i32.const(2)));
    const row = f.local("i32", i32.add(p.columns, i32.mul(i32.mul(unit, taps), rowBytes)));
    const plane = f.local("i32", planeOf(p, unit));
    f.memoryFill(plane, i32.const(0), i32.shl(i32.mul(i32.mul(p.wideD, p.wideH), p.wideW), i32.const(2)));
    f.for(place, i32.const(0), taps, () => {
      eachRun(f, p, place, plane, row, {
        one: (column, element) => f.storeF32(element, f32.add(f32.load(element), f32.load(column))),
        four: (column, element) => f.storeV128(element, f32x4.add(v128.load(element), v128.load(column))),
      });
      f.bump(row, rowBytes);
    });
  });
};

function tapsOf(p: Settings): I32 {
  return i32.mul(i32.mul(p.kernelD, p.kernelH), p.kernelW);
}

function planeOf(p: Settings, plane: I32): I32 {
  const size = i32.mul(i32.mul(p.wideD, p.wideH), p.wideW);
  return i32.add(p.x, i32.shl(i32.mul(plane, size), i32.const(2)));
}

/** The runs of a row of columns that lie in the image, element by element, or by four where neighbours are neighbours in both. */
function eachRun(
  f: FunctionBuilder,
  p: Settings,
  place: I32,
  plane: I32,
  row: I32,
  work: {
    readonly one: (column: Word, element: Word) => void;
    readonly four: (column: Word, element: Word) => void;
  },
): void {
  const word = () => f.local("i32");
  const [od, oh, d, h, left, column, element, first, last] = [
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
  ];
  const kw = f.local("i32", i32.remU(place, p.kernelW));
  const rest = f.local("i32", i32.divU(place, p.kernelW));
  // Column j sees element origin + j * stride: from `first` on it is not before the row, from `last` on behind it.
  const origin = f.local("i32", i32.sub(i32.mul(kw, p.dilationW), p.paddingW));
  const zero = i32.const(0);
  const upTo = (target: Word, distance: I32) => {
    f.set(target, distance);
    const steps = i32.divU(i32.sub(i32.add(target, p.strideW), i32.const(1)), p.strideW);
    f.set(target, i32.select(i32.gtS(target, zero), steps, zero));
    f.if(i32.gtU(target, p.narrowW), () => f.set(target, p.narrowW));
  };
  upTo(first, i32.sub(zero, origin));
  upTo(last, i32.sub(p.wideW, origin));
  f.if(i32.ltU(first, last), () => {
    f.for(od, zero, p.narrowD, () => {
      f.set(d, inside(od, p.strideD, i32.divU(rest, p.kernelH), p.dilationD, p.paddingD));
      f.if(i32.ltU(d, p.wideD), () =>
        f.for(oh, zero, p.narrowH, () => {
          f.set(h, inside(oh, p.strideH, i32.remU(rest, p.kernelH), p.dilationH, p.paddingH));
          f.if(i32.ltU(h, p.wideH), () => {
            const before = i32.mul(i32.add(i32.mul(od, p.narrowH), oh), p.narrowW);
            f.set(column, i32.add(row, words(i32.add(before, first))));
            const inRow = i32.add(origin, i32.mul(first, p.strideW));
            const rows = i32.mul(i32.add(i32.mul(d, p.wideH), h), p.wideW);
            f.set(element, i32.add(plane, words(i32.add(rows, inRow))));
            f.set(left, i32.sub(last, first));
            f.if(i32.eq(p.strideW, i32.const(1)), () =>
              f.while(
                () => i32.geU(left, i32.const(4)),
                () => {
                  work.four(column, element);
                  f.bump(column, 16);
                  f.bump(element, 16);
                  f.bump(left, -4);
                },
              ),
            );
            f.while(
              () => left,
              () => {
                work.one(column, element);
                f.bump(column, 4);
                f.bump(element, words(p.strideW));
                f.bump(left, -1);
              },
            );
          });
        }),
      );
    });
  });
}

/** Where output `o` meets place `k` along an axis; compared without sign, what is before the axis is far behind it. */
function inside(o: I32, stride: I32, k: I32, dilation: I32, padding: I32): I32 {
  return i32.sub(i32.add(i32.mul(o, stride), i32.mul(k, dilation)), padding);
}

function words(count: I32): I32 {
  return i32.shl(count, i32.const(2));
}
