// Staging: a copy of the source with zeros around it, its columns sorted by their remainder modulo the column stride.
//
// With that, every tap of every output reads in bounds, and the columns that one tap needs for neighbouring outputs are neighbours.
import { type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

/** One unit is one row of the staged copy: [planes][depth][height] rows of `phases` runs of `width` floats. */
export const stage = defineJob("stage", [
  "x",
  "y",
  /** Sizes of the source plane. */
  "sourceD",
  "sourceH",
  "sourceW",
  /** Zeros before each axis; may be negative, which crops. */
  "padD",
  "padH",
  "padW",
  /** Rows of a staged plane, and floats of one run. */
  "depth",
  "height",
  "width",
  /** Column stride: number of runs that a row is dealt out to. */
  "phases",
]);

export const emitStage: Family = (m) => {
  emitJob(m, stage, ({ f, p, unit }) => {
    const h = f.local("i32", i32.remU(unit, p.height));
    const rest = f.local("i32", i32.divU(unit, p.height));
    const d = f.local("i32", i32.sub(i32.remU(rest, p.depth), p.padD));
    const plane = f.local("i32", i32.divU(rest, p.depth));
    f.set(h, i32.sub(h, p.padH));
    const rowBytes = f.local("i32", i32.shl(i32.mul(p.width, p.phases), i32.const(2)));
    const to = f.local("i32", i32.add(p.y, i32.mul(unit, rowBytes)));
    f.memoryFill(to, i32.const(0), rowBytes);
    f.if(i32.and(i32.ltU(d, p.sourceD), i32.ltU(h, p.sourceH)), () => {
      const row = i32.add(i32.mul(i32.add(i32.mul(plane, p.sourceD), d), p.sourceH), h);
      const from = f.local("i32", i32.add(p.x, i32.shl(i32.mul(row, p.sourceW), i32.const(2))));
      f.if(
        i32.eq(p.phases, i32.const(1)),
        () => copyRun(f, from, to, p),
        () => dealOut(f, from, to, p),
      );
    });
  });
};

type Settings = Readonly<Record<(typeof stage.fields)[number], Local<"i32">>>;

/** One run: the part of the source row that lies in it. */
function copyRun(f: FunctionBuilder, from: Local<"i32">, to: Local<"i32">, p: Settings): void {
  const first = f.local("i32", i32.select(i32.gtS(p.padW, i32.const(0)), p.padW, i32.const(0)));
  const end = f.local("i32", i32.add(p.padW, p.sourceW));
  f.if(i32.gtS(end, p.width), () => f.set(end, p.width));
  const left = f.local("i32", i32.sub(end, first));
  const source = f.local("i32", i32.add(from, bytes(i32.sub(first, p.padW))));
  const target = f.local("i32", i32.add(to, bytes(first)));
  f.if(i32.gtS(left, i32.const(0)), () => copyFloats(f, source, target, left));
}

/** Copies `count` floats by vectors, the last of which overlaps the one before. Changes its arguments. */
export function copyFloats(f: FunctionBuilder, from: Local<"i32">, to: Local<"i32">, count: Local<"i32">): void {
  f.if(
    i32.geS(count, i32.const(4)),
    () => {
      f.while(
        () => i32.gtS(count, i32.const(4)),
        () => {
          f.storeV128(to, v128.load(from));
          f.bump(from, 16);
          f.bump(to, 16);
          f.bump(count, -4);
        },
      );
      const back = i32.shl(i32.sub(i32.const(4), count), i32.const(2));
      f.set(from, i32.sub(from, back));
      f.set(to, i32.sub(to, back));
      f.storeV128(to, v128.load(from));
    },
    () => {
      f.doWhile(
        () => {
          f.storeI32(to, i32.load(from));
          f.bump(from, 4);
          f.bump(to, 4);
          f.bump(count, -1);
        },
        () => count,
      );
    },
  );
}

/** Element w of the source goes to run (w + padW) mod phases, place (w + padW) div phases. */
function dealOut(f: FunctionBuilder, from: Local<"i32">, to: Local<"i32">, p: Settings): void {
  const w = f.local("i32");
  const run = f.local("i32");
  const place = f.local("i32");
  const cropped = i32.select(i32.ltS(p.padW, i32.const(0)), i32.sub(i32.const(0), p.padW), i32.const(0));
  f.set(w, cropped);
  const at = f.local("i32", i32.add(w, p.padW));
  f.set(run, i32.remU(at, p.phases));
  f.set(place, i32.divU(at, p.phases));
  const runBytes = f.local("i32", bytes(p.width));
  // Stride 2 takes eight columns at a time apart into evens and odds.
  f.if(i32.eq(p.phases, i32.const(2)), () => {
    const first = f.local("v128");
    const second = f.local("v128");
    const low = f.local("i32");
    const high = f.local("i32");
    f.while(
      () => i32.and(i32.leU(i32.add(w, i32.const(8)), p.sourceW), i32.leU(i32.add(place, i32.const(5)), p.width)),
      () => {
        f.set(first, v128.load(i32.add(from, bytes(w))));
        f.set(second, v128.load(i32.add(from, bytes(w)), 16));
        f.set(low, i32.add(to, bytes(place)));
        // An odd start puts the first column into the second run, and the columns after it one place further in the first.
        f.set(high, i32.add(i32.add(low, runBytes), i32.const(0)));
        f.if(
          run,
          () => {
            f.storeV128(high, v128.shuffle32(first, second, [0, 2, 4, 6]));
            f.storeV128(low, v128.shuffle32(first, second, [1, 3, 5, 7]), 4);
          },
          () => {
            f.storeV128(low, v128.shuffle32(first, second, [0, 2, 4, 6]));
            f.storeV128(high, v128.shuffle32(first, second, [1, 3, 5, 7]));
          },
        );
        f.bump(w, 8);
        f.bump(place, 4);
      },
    );
  });
  f.while(
    () => i32.and(i32.ltU(w, p.sourceW), i32.ltU(place, p.width)),
    () => {
      const target = i32.add(to, bytes(i32.add(i32.mul(run, p.width), place)));
      f.storeI32(target, i32.load(i32.add(from, bytes(w))));
      f.bump(w, 1);
      f.bump(run, 1);
      f.if(i32.eq(run, p.phases), () => {
        f.set(run, i32.const(0));
        f.bump(place, 1);
      });
    },
  );
}

function bytes(floats: I32): I32 {
  return i32.shl(floats, i32.const(2));
}
