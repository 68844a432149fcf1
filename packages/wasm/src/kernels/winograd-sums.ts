// Transforms the sums of a Winograd convolution back into outputs: one channel, for some rows of tiles.
import { f32x4, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { activate } from "./tile.ts";
import { bytesOf, layout, setting, type Tiling } from "./winograd-job.ts";
import { lastFour, linesOf } from "./winograd-walk.ts";

/**
 * Parameters: settings, first sum of the channel, channel of the first image and depth (address), first tile row and the one after
 * the last, first tile column, tile columns, bias (address or 0), working memory.
 *
 * Four tiles at a time, as their source was transformed (see winograd-walk.ts).
 */
export function emitSumsTransform(m: ModuleBuilder, tiling: Tiling, store: FunctionReference): FunctionReference {
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
    const alongHeight = rows.sums(f);
    const alongWidth = columns.sums(f);
    const lineBytes = 16 * columns.products;

    const start = f.local("v128");
    f.if(bias, () => f.set(start, v128.load32Splat(bias)));
    const { dilated, lines, tiles } = linesOf(f, dilationW, width, columns.outputs);
    const lastBytes = f.local("i32", lastFour(tiles));
    const wholeRow = f.local("i32", i32.mul(sumsPanel, i32.const(columns.products)));
    const rest = f.local("i32");
    const plane = f.local("i32");
    const row = f.local("i32");
    const to = f.local("i32");
    const left = f.local("i32");
    const lineColumn = f.local("i32");
    const done = f.local("i32");
    const from = f.locals("i32", rows.products);
    const at = f.local("i32");
    const i = f.local("i32");
    const outRow = f.local("i32");
    const outColumn = f.local("i32");
    const vectorColumn = f.local("i32");
    const inside = f.local("i32");
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
        f.set(left, lines);
        f.set(lineColumn, i32.mul(i32.mul(column, dilationW), i32.const(columns.outputs)));
        f.doWhile(
          () => {
            f.set(done, i32.const(0));
            f.doWhile(
              () => {
                f.if(i32.gtU(done, lastBytes), () => f.set(done, lastBytes));
                // Along the height, one column of the tiles after the other.
                f.set(at, i32.add(sums, done));
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
                const tile = i32.shrU(done, i32.const(2));
                const distance = i32.select(dilated, i32.const(1), i32.const(columns.outputs));
                f.set(outColumn, i32.add(lineColumn, i32.mul(tile, distance)));
                f.set(inside, i32.leU(i32.add(outColumn, i32.const(4 * columns.outputs)), outW));
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
                      f.if(
                        dilated,
                        () => {
                          f.set(vectorColumn, outColumn);
                          for (const vector of y) {
                            f.call(store, [to, i32.sub(outW, vectorColumn), vector]);
                            f.set(to, i32.add(to, bytesOf(dilationW)));
                            f.set(vectorColumn, i32.add(vectorColumn, dilationW));
                          }
                        },
                        () => {
                          interleave(f, y);
                          f.if(
                            inside,
                            () => {
                              for (const [index, vector] of y.entries()) f.storeV128(to, vector, 16 * index);
                            },
                            () => {
                              for (const [index, vector] of y.entries()) {
                                const beyond = i32.sub(outW, i32.add(outColumn, i32.const(4 * index)));
                                f.call(store, [i32.add(to, i32.const(16 * index)), beyond, vector]);
                              }
                            },
                          );
                        },
                      );
                      f.set(outRow, i32.add(outRow, dilationH));
                      f.bump(at, lineBytes);
                      f.bump(i, -1);
                    },
                    () => i,
                  );
                });
                f.bump(done, 16);
              },
              () => i32.ltU(done, bytesOf(tiles)),
            );
            f.set(sums, i32.add(sums, bytesOf(tiles)));
            f.set(lineColumn, i32.add(lineColumn, i32.mul(dilationW, i32.const(columns.outputs))));
            f.bump(left, -1);
          },
          () => left,
        );
        f.bump(first, 1);
      },
    );
  });
}

/** Column j of four neighbouring tiles in vector j becomes neighbouring columns. */
function interleave(f: FunctionBuilder, y: readonly Local<"v128">[]): void {
  const [a, b, c, d] = y as [V, V, V, V];
  const [w, x] = f.locals("v128", 2) as [V, V];
  f.set(w, v128.shuffle32(a, b, [0, 4, 1, 5]));
  f.set(x, v128.shuffle32(a, b, [2, 6, 3, 7]));
  if (y.length === 2) {
    f.set(a, w);
    f.set(b, x);
    return;
  }
  f.set(a, v128.shuffle32(c, d, [0, 4, 1, 5]));
  f.set(c, v128.shuffle32(c, d, [2, 6, 3, 7]));
  f.set(b, v128.shuffle32(w, a, [2, 3, 6, 7]));
  f.set(a, v128.shuffle32(w, a, [0, 1, 4, 5]));
  f.set(d, v128.shuffle32(x, c, [2, 3, 6, 7]));
  f.set(c, v128.shuffle32(x, c, [0, 1, 4, 5]));
}

type V = Local<"v128">;

/** Parameters: address, columns from there on, vector. Stores the lanes that have a column. */
export function emitStoreColumns(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "winograd_store_columns", params: ["i32", "i32", "v128"] }, (f) => {
    const to = f.param(0, "i32");
    const count = f.param(1, "i32");
    const vector = f.param(2, "v128");
    f.if(
      i32.geS(count, i32.const(4)),
      () => f.storeV128(to, vector),
      () => {
        for (let lane = 0; lane < 3; lane++) {
          f.if(i32.gtS(count, i32.const(lane)), () => f.storeLane32(to, vector, lane, 4 * lane));
        }
      },
    );
  });
}
