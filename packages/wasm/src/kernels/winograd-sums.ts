// Transforms the sums of a Winograd convolution back into outputs: one channel, for some rows of tiles.
import { f32x4, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { activate, type Flavour } from "./tile.ts";
import { bytesOf, layout, setting, type Tiling } from "./winograd-job.ts";

/**
 * Parameters: settings, first sum of the channel, channel of the first image and depth (address), first tile row and the one after
 * the last, first tile column, tile columns, bias (address or 0), working memory.
 *
 * Four neighbouring tiles at a time, as their source was transformed. Where their outputs do not all exist, or are not neighbours,
 * they are finished in working memory, and those that exist are copied.
 */
export function emitSumsTransform(m: ModuleBuilder, flavour: Flavour, tiling: Tiling): FunctionReference {
  const { rows, columns } = tiling;
  const params = Array<"i32">(9).fill("i32");
  return m.function({ name: `winograd_sums_${tiling.name}`, params }, (f) => {
    const [settings, sums, channel, first, end, column, width, bias] = f.addresses(8);
    const scratch = f.param(8, "i32");
    const load = (field: Parameters<typeof setting>[1]) => f.local("i32", setting(settings, field));
    const dilationH = load("dilationH");
    const dilationW = load("dilationW");
    const outH = load("outH");
    const outW = load("outW");
    const sumsPanel = load("sumsPanel");
    const activation = load("activation");
    const alongHeight = rows.sums(f, flavour);
    const alongWidth = columns.sums(f, flavour);
    const lineBytes = 16 * columns.products;

    const start = f.local("v128");
    f.if(bias, () => f.set(start, v128.load32Splat(bias)));
    const lastTile = f.local(
      "i32",
      i32.select(i32.gtU(width, i32.const(4)), i32.sub(width, i32.const(4)), i32.const(0)),
    );
    const wholeRow = f.local("i32", i32.mul(sumsPanel, i32.const(columns.products)));
    const rest = f.local("i32");
    const plane = f.local("i32");
    const row = f.local("i32");
    const to = f.local("i32");
    const phase = f.local("i32");
    const tile = f.local("i32");
    const from = f.locals("i32", rows.products);
    const at = f.local("i32");
    const i = f.local("i32");
    const outRow = f.local("i32");
    const outColumn = f.local("i32");
    const whole = f.local("i32");
    const y = f.locals("v128", columns.outputs);
    f.while(
      () => i32.ltU(first, end),
      () => {
        f.set(rest, i32.divU(first, setting(settings, "tileRows")));
        f.set(row, i32.mul(i32.remU(first, setting(settings, "tileRows")), i32.const(rows.outputs)));
        f.set(row, i32.add(i32.mul(row, dilationH), i32.remU(rest, dilationH)));
        f.set(rest, i32.divU(rest, dilationH));
        f.set(plane, i32.mul(i32.remU(rest, setting(settings, "depthsInRows")), setting(settings, "outSlice")));
        f.set(plane, i32.add(plane, channel));
        f.set(rest, i32.divU(rest, setting(settings, "depthsInRows")));
        f.set(plane, i32.add(plane, i32.mul(rest, setting(settings, "outImage"))));
        f.set(phase, i32.const(0));
        f.doWhile(
          () => {
            f.set(tile, i32.const(0));
            f.doWhile(
              () => {
                f.if(i32.gtU(tile, lastTile), () => f.set(tile, lastTile));
                // Along the height, one column of the tiles after the other.
                f.set(at, i32.add(sums, bytesOf(tile)));
                f.set(to, i32.add(scratch, i32.const(layout.sums)));
                f.set(i, i32.const(columns.products));
                f.doWhile(
                  () => {
                    f.set(from[0]!, at);
                    for (let k = 1; k < from.length; k++) f.set(from[k]!, i32.add(from[k - 1]!, wholeRow));
                    alongHeight(
                      (index) => v128.load(from[index]!),
                      (index, value) => f.storeV128(to, value, index * lineBytes),
                    );
                    f.bump(to, 16);
                    f.set(at, i32.add(at, sumsPanel));
                    f.bump(i, -1);
                  },
                  () => i,
                );
                // Along the width, one row of outputs after the other.
                f.set(outColumn, i32.mul(i32.add(column, tile), i32.const(columns.outputs)));
                f.set(outColumn, i32.add(i32.mul(outColumn, dilationW), phase));
                const reach = i32.add(outColumn, i32.const(4 * columns.outputs));
                f.set(whole, i32.and(i32.leU(reach, outW), i32.eq(dilationW, i32.const(1))));
                f.set(outRow, row);
                f.set(at, i32.add(scratch, i32.const(layout.sums)));
                f.set(i, i32.const(rows.outputs));
                f.block((done) => {
                  f.doWhile(
                    () => {
                      f.break(done, i32.geU(outRow, outH));
                      alongWidth(
                        (index) => v128.load(at, 16 * index),
                        (index, value) => f.set(y[index]!, f32x4.add(value, start)),
                      );
                      activate(f, activation, y);
                      f.set(to, i32.add(plane, bytesOf(i32.add(i32.mul(outRow, outW), outColumn))));
                      const joined = interleaved(f, y);
                      f.if(
                        whole,
                        () => {
                          for (const [index, vector] of joined.entries()) f.storeV128(to, vector, 16 * index);
                        },
                        () => {
                          const finished = i32.add(scratch, i32.const(layout.outputs));
                          for (const [index, vector] of joined.entries()) f.storeV128(finished, vector, 16 * index);
                          copyOutputs(f, scratch, to, outColumn, outW, dilationW, 4 * columns.outputs);
                        },
                      );
                      f.set(outRow, i32.add(outRow, dilationH));
                      f.bump(at, lineBytes);
                      f.bump(i, -1);
                    },
                    () => i,
                  );
                });
                f.bump(tile, 4);
              },
              () => i32.ltU(tile, width),
            );
            f.set(sums, i32.add(sums, bytesOf(width)));
            f.bump(phase, 1);
          },
          () => i32.ltU(phase, dilationW),
        );
        f.bump(first, 1);
      },
    );
  });
}

/** Copies the outputs whose columns exist, `dilation` apart. */
function copyOutputs(
  f: FunctionBuilder,
  scratch: Local<"i32">,
  to: Local<"i32">,
  column: Local<"i32">,
  columns: Local<"i32">,
  dilation: Local<"i32">,
  most: number,
): void {
  const at = f.local("i32", column);
  const from = f.local("i32", i32.add(scratch, i32.const(layout.outputs)));
  const end = f.local("i32", i32.add(from, i32.const(4 * most)));
  f.while(
    () => i32.and(i32.ltU(at, columns), i32.ltU(from, end)),
    () => {
      f.storeI32(to, i32.load(from));
      f.bump(from, 4);
      f.set(to, i32.add(to, bytesOf(dilation)));
      f.set(at, i32.add(at, dilation));
    },
  );
}

/** Column j of four tiles in vector j becomes neighbouring columns. */
function interleaved(f: FunctionBuilder, y: readonly Local<"v128">[]): readonly V128[] {
  const [a, b, c, d] = y as [V, V, V, V];
  if (y.length === 2) return [v128.shuffle32(a, b, [0, 4, 1, 5]), v128.shuffle32(a, b, [2, 6, 3, 7])];
  const [w, x] = f.locals("v128", 2) as [V, V];
  f.set(w, v128.shuffle32(a, b, [0, 4, 1, 5]));
  f.set(a, v128.shuffle32(a, b, [2, 6, 3, 7]));
  f.set(x, v128.shuffle32(c, d, [0, 4, 1, 5]));
  f.set(c, v128.shuffle32(c, d, [2, 6, 3, 7]));
  return [
    v128.shuffle32(w, x, [0, 1, 4, 5]),
    v128.shuffle32(w, x, [2, 3, 6, 7]),
    v128.shuffle32(a, c, [0, 1, 4, 5]),
    v128.shuffle32(a, c, [2, 3, 6, 7]),
  ];
}

type V = Local<"v128">;
