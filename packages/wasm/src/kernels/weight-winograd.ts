// The weight gradient of 3x3 kernels by Winograd's method: 36 products for a tile of 4 x 4 of y, where 144 would be due.
//
// On one axis: dw[k] = sum over j of x[j + k] y[j] for k < 3, j < 4 is a product of polynomials, taken at 0, +-a, +-b and infinity.
// Products of tiles add up before they are transformed back, so the way back is walked once per weight. In between the sums are
// those of a convolution with 36 groups and kernel 1, whose staged copies are made here.
import { f32, f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import { copyFloats } from "./stage.ts";
import { bytes, least } from "./weight-stage.ts";
import { weightLine } from "./weight-winograd-lines.ts";

/** Products of a pair of tiles. */
export const winogradProducts = 36;

/** Transforms x or y: a unit is a channel. */
export const weightWinogradTiles = defineJob("weight_winograd_tiles", [
  "source",
  "target",
  /** 1 for y, whose tiles are 4 x 4 and whose staged copy lies in blocks; 0 for x, with tiles of 6 x 6. */
  "blocked",
  "batch",
  "channels",
  "depth",
  "height",
  "width",
  "paddingH",
  "paddingW",
  /** Tiles on each axis of a plane, and of a plane in all, a multiple of 4. */
  "tilesH",
  "tilesW",
  "tiles",
  /** Of the staged copy: one channel of one product. */
  "channelBytes",
  "blockRows",
  "longBlocks",
]);

/** Transforms the sums of products to weights: a unit is a channel of y. Sets a word where one is not finite. */
export const weightWinogradOut = defineJob("weight_winograd_out", [
  "sums",
  "weight",
  "flag",
  /** Channels of y and of x (at least 4). */
  "narrow",
  "wide",
]);

/** Bytes of a row of the padded plane that tiles are read from. */
function planePitch(tilesW: number): number {
  return 64 * Math.ceil(tilesW / 4) + 16;
}

/** Scratch of the transforms. */
export function winogradScratch(tilesH: number, tilesW: number, tiles: number): number {
  return columnBytes + (4 * tilesH + 2) * planePitch(tilesW) + winogradProducts * (4 * tiles + 192);
}

/** Six rows of five vectors between the transforms of columns and of rows. */
const columnBytes = 512;

export function emitWeightWinogradTiles(m: ModuleBuilder): void {
  const x = emitGroup(m, "weight_winograd_x", 6, 5, weightLine.x);
  const y = emitGroup(m, "weight_winograd_y", 4, 4, weightLine.y);
  emitJob(m, weightWinogradTiles, ({ f, p, unit, scratch }) => {
    const pitch = f.local("i32", i32.shl(i32.shrU(i32.add(p.tilesW, i32.const(3)), i32.const(2)), i32.const(6)));
    f.bump(pitch, 16);
    const planeRows = f.local("i32", i32.add(i32.shl(p.tilesH, i32.const(2)), i32.const(2)));
    const planeBytes = f.local("i32", i32.mul(planeRows, pitch));
    const plane = f.local("i32", i32.add(scratch, i32.const(columnBytes)));
    const products = f.local("i32", i32.add(plane, planeBytes));
    // An odd number of cache lines from product to product: else they would all fall onto few places of the cache.
    const productPitch = f.local("i32", i32.add(bytes(p.tiles), i32.const(127)));
    f.set(productPitch, i32.or(i32.and(productPitch, i32.const(-128)), i32.const(64)));

    // Where the channel begins in the staged copy, from step to step, and from product to product.
    const into = f.local("i32", i32.mul(unit, p.channelBytes));
    const stepBytes = f.local("i32", i32.const(16));
    f.if(p.blocked, () => locateInBlock(f, p, unit, into, stepBytes));
    f.set(into, i32.add(p.target, into));
    const productBytes = f.local("i32", i32.mul(p.channels, p.channelBytes));
    const left = f.local("i32", i32.shrU(p.channelBytes, i32.const(4)));

    const image = f.local("i32");
    const depth = f.local("i32");
    const from = f.local("i32");
    const [row, to, count, tileRow, group, at, tile, product, steps, target] = f.locals("i32", 10);
    const [rows, columns] = f.locals("i32", 2);
    f.for(image, i32.const(0), p.batch, () =>
      f.for(depth, i32.const(0), p.depth, () => {
        f.set(from, i32.add(i32.mul(i32.add(i32.mul(image, p.channels), unit), p.depth), depth));
        f.set(from, i32.add(p.source, bytes(i32.mul(from, i32.mul(p.height, p.width)))));
        f.memoryFill(plane, i32.const(0), planeBytes);
        f.set(to, i32.add(plane, i32.add(i32.mul(p.paddingH, pitch), bytes(p.paddingW))));
        f.set(columns, least(p.width, i32.sub(i32.shrU(pitch, i32.const(2)), p.paddingW)));
        f.set(
          rows,
          i32.select(i32.gtS(columns, i32.const(0)), least(p.height, i32.sub(planeRows, p.paddingH)), i32.const(0)),
        );
        f.set(row, i32.const(0));
        f.while(
          () => i32.ltS(row, rows),
          () => {
            f.set(at, from);
            f.set(target, to);
            f.set(count, columns);
            copyFloats(f, at, target, count);
            f.bump(from, bytes(p.width));
            f.bump(to, pitch);
            f.bump(row, 1);
          },
        );
        // Four tiles at a time. Those beyond the end of a row are overwritten by the next one.
        f.set(tile, products);
        f.for(tileRow, i32.const(0), p.tilesH, () => {
          f.set(at, i32.add(plane, i32.shl(i32.mul(tileRow, pitch), i32.const(2))));
          f.set(target, tile);
          f.set(group, i32.const(0));
          f.doWhile(
            () => {
              const args = [at, pitch, target, productPitch, scratch];
              f.if(
                p.blocked,
                () => f.call(y, args),
                () => f.call(x, args),
              );
              f.bump(at, 64);
              f.bump(target, 16);
              f.bump(group, 4);
            },
            () => i32.ltU(group, p.tilesW),
          );
          f.bump(tile, bytes(p.tilesW));
        });
        // `tile` is behind the last one: zeros up to the multiple of 4, and behind the last plane to the channel's end.
        const planeSteps = i32.shrU(p.tiles, i32.const(2));
        const last = i32.eq(i32.add(i32.mul(image, p.depth), depth), i32.sub(i32.mul(p.batch, p.depth), i32.const(1)));
        f.set(tile, i32.sub(tile, products));
        f.set(count, i32.select(last, i32.sub(left, planeSteps), i32.const(0)));
        f.for(product, i32.const(0), i32.const(winogradProducts), () => {
          f.set(from, i32.add(products, i32.mul(product, productPitch)));
          f.set(at, i32.add(from, tile));
          f.set(to, i32.add(from, bytes(p.tiles)));
          f.while(
            () => i32.ltU(at, to),
            () => {
              f.storeF32(at, f32.const(0));
              f.bump(at, 4);
            },
          );
          f.set(target, i32.add(into, i32.mul(product, productBytes)));
          f.set(steps, planeSteps);
          f.doWhile(
            () => {
              f.storeV128(target, v128.load(from));
              f.bump(target, stepBytes);
              f.bump(from, 16);
              f.bump(steps, -1);
            },
            () => steps,
          );
          f.for(steps, i32.const(0), count, () => {
            f.storeV128(target, v128.const([0, 0, 0, 0]));
            f.bump(target, stepBytes);
          });
        });
        f.set(into, i32.add(into, i32.mul(planeSteps, stepBytes)));
        f.set(left, i32.sub(left, planeSteps));
      }),
    );
  });
}

type Counter = Local<"i32">;

/** The channel's row of its block. */
function locateInBlock(
  f: FunctionBuilder,
  p: Readonly<Record<"channelBytes" | "blockRows" | "longBlocks", Counter>>,
  channel: I32,
  into: Counter,
  stepBytes: Counter,
): void {
  const rows = f.local("i32", i32.add(p.blockRows, i32.const(1)));
  const first = f.local("i32", i32.const(0));
  const inLong = f.local("i32", i32.mul(p.longBlocks, rows));
  const row = f.local("i32", channel);
  f.if(i32.geU(row, inLong), () => {
    f.set(first, inLong);
    f.set(row, i32.sub(row, inLong));
    f.set(rows, p.blockRows);
  });
  const before = i32.mul(i32.divU(row, rows), rows);
  f.set(first, i32.add(first, before));
  f.set(into, i32.add(i32.mul(first, p.channelBytes), i32.shl(i32.remU(row, rows), i32.const(4))));
  f.set(stepBytes, i32.shl(rows, i32.const(4)));
}

/** `(from, pitch, to, product pitch, columns)`: four neighbouring tiles, columns first, then, with a tile per lane, rows. */
function emitGroup(
  m: ModuleBuilder,
  name: string,
  size: number,
  vectors: number,
  line: (f: FunctionBuilder) => (d: readonly V128[]) => V128[],
): FunctionReference {
  return m.function({ name, params: Array<"i32">(5).fill("i32") }, (f) => {
    const [from, pitch, to, productPitch, columns] = f.addresses(5);
    const transform = line(f);
    const d = f.locals("v128", size);
    const at = f.local("i32");
    const column = f.local("i32", i32.const(0));
    f.doWhile(
      () => {
        f.set(at, i32.add(from, column));
        for (const [i, value] of d.entries()) {
          f.set(value, v128.load(at));
          if (i < size - 1) f.bump(at, pitch);
        }
        f.set(at, i32.add(columns, column));
        for (const [i, value] of transform(d).entries()) f.storeV128(at, value, 80 * i);
        f.bump(column, 16);
      },
      () => i32.ltU(column, i32.const(16 * vectors)),
    );
    const pairs = f.locals("v128", 4) as unknown as Four;
    const row = f.local("i32", i32.const(6));
    f.doWhile(
      () => {
        const v = (i: number) => v128.load(columns, 16 * i);
        f.set(pairs[0], v128.shuffle32(v(0), v(1), [0, 4, 1, 5]));
        f.set(pairs[1], v128.shuffle32(v(2), v(3), [0, 4, 1, 5]));
        f.set(pairs[2], v128.shuffle32(v(0), v(1), [2, 6, 3, 7]));
        f.set(pairs[3], v128.shuffle32(v(2), v(3), [2, 6, 3, 7]));
        f.set(d[0]!, v128.shuffle32(pairs[0], pairs[1], [0, 1, 4, 5]));
        f.set(d[1]!, v128.shuffle32(pairs[0], pairs[1], [2, 3, 6, 7]));
        f.set(d[2]!, v128.shuffle32(pairs[2], pairs[3], [0, 1, 4, 5]));
        f.set(d[3]!, v128.shuffle32(pairs[2], pairs[3], [2, 3, 6, 7]));
        if (size === 6) {
          // The last two columns of a tile are the first two of the next one.
          f.set(d[4]!, v128.shuffle32(d[0]!, v(4), [1, 2, 3, 4]));
          f.set(d[5]!, v128.shuffle32(d[1]!, v(4), [1, 2, 3, 5]));
        }
        for (const value of transform(d)) {
          f.storeV128(to, value);
          f.bump(to, productPitch);
        }
        f.bump(columns, 80);
        f.bump(row, -1);
      },
      () => row,
    );
  });
}

type Lanes = Local<"v128">;
type Four = [Lanes, Lanes, Lanes, Lanes];

export function emitWeightWinogradOut(m: ModuleBuilder): void {
  emitJob(m, weightWinogradOut, ({ f, p, unit, scratch }) => {
    const back = weightLine.back(f);
    const productBytes = f.local("i32", bytes(i32.mul(p.narrow, p.wide)));
    const rowBytes = f.local("i32", bytes(p.wide));
    const rowSums = f.local("i32", i32.add(p.sums, i32.mul(unit, rowBytes)));
    const rowOut = f.local("i32", i32.add(p.weight, i32.mul(i32.mul(unit, rowBytes), i32.const(9))));
    const wide = f.local("i32", i32.const(0));
    const s = f.locals("v128", 6);
    const bad = f.local("v128");
    const [at, out, column, first4] = f.locals("i32", 4);
    f.set(bad, v128.const([0, 0, 0, 0]));
    f.doWhile(
      () => {
        // Four channels of x at a time, the last four overlapping those before.
        f.set(first4, least(wide, i32.sub(p.wide, i32.const(4))));
        f.set(at, i32.add(rowSums, bytes(first4)));
        f.set(column, i32.const(6));
        f.set(out, scratch);
        f.doWhile(
          () => {
            for (const value of s) {
              f.set(value, v128.load(at));
              f.bump(at, productBytes);
            }
            for (const [i, value] of back(s).entries()) f.storeV128(out, value, 96 * i);
            f.bump(out, 16);
            f.bump(column, -1);
          },
          () => column,
        );
        f.set(out, i32.add(rowOut, i32.mul(bytes(first4), i32.const(9))));
        for (let row = 0; row < 3; row++) {
          // The loop above went along rows of products, so this is the other axis: rows are kept, columns come out.
          for (const [i, value] of s.entries()) f.set(value, v128.load(scratch, 96 * row + 16 * i));
          for (const [i, value] of back(s).entries()) {
            const weight = f.local("v128", value);
            f.set(bad, v128.or(bad, f32x4.sub(weight, weight)));
            for (let lane = 0; lane < 4; lane++) f.storeLane32(out, weight, lane, 36 * lane + 4 * (3 * i + row));
          }
        }
        f.bump(wide, 4);
      },
      () => i32.ltU(wide, p.wide),
    );
    f.if(v128.anyTrue(bad), () => f.storeI32(p.flag, i32.const(1)));
  });
}
