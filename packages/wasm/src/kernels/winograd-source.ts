// Transforms the source of a Winograd convolution: one channel and depth, for some rows of tiles.
import { i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { bytesOf, layout, rowPitch, rowSlack, setting, type Tiling } from "./winograd-job.ts";
import { lastFour, linesOf } from "./winograd-walk.ts";

/**
 * Parameters: settings, channel of the first image (address), depth (in the source, of the first tile row), first tile row and the
 * one after the last, first tile column, tile columns, where the first tile of the channel goes, working memory.
 *
 * Along the height whole rows are transformed as they lie; the rest of a tile, along the width, for four tiles of a line at a time
 * (see winograd-walk.ts).
 */
export function emitSourceTransform(m: ModuleBuilder, tiling: Tiling): FunctionReference {
  const { rows, columns } = tiling;
  const params = Array<"i32">(9).fill("i32");
  return m.function({ name: `winograd_source_${tiling.name}`, params }, (f) => {
    const [settings, channel, depth, first, end, column, width, target] = f.addresses(9);
    const scratch = f.param(8, "i32");
    const load = (field: Parameters<typeof setting>[1]) => f.local("i32", setting(settings, field));
    const dilationH = load("dilationH");
    const dilationW = load("dilationW");
    const sourceW = load("sourceW");
    const panel = load("panel");
    const alongHeight = rows.source(f);
    const alongWidth = columns.source(f);
    const read = columnReader(f, columns.outputs);
    const { dilated, lines, tiles, lineBytes } = linesOf(f, dilationW, width, columns.outputs);

    // Which columns of the source the row of tiles meets, and where the first of them stands in it.
    const start = f.local("i32", i32.mul(i32.mul(column, i32.const(columns.outputs)), dilationW));
    f.set(start, i32.add(start, load("baseW")));
    const columnsRead = i32.add(i32.mul(width, i32.const(columns.outputs)), i32.const(columns.taps - 1));
    const stop = f.local("i32", i32.add(start, i32.mul(columnsRead, dilationW)));
    const lead = f.local("i32", i32.select(i32.gtS(start, i32.const(0)), start, i32.const(0)));
    // At least a vector, if the source has one there: what is beyond a tile is never used.
    f.if(i32.ltS(stop, i32.add(lead, i32.const(4))), () => f.set(stop, i32.add(lead, i32.const(4))));
    f.if(i32.gtS(stop, sourceW), () => f.set(stop, sourceW));
    const count = f.local("i32", i32.sub(stop, lead));
    const rowsAt = f.local("i32", i32.add(scratch, i32.const(layout.rows + 4 * rowSlack)));
    const interior = f.local("i32", i32.add(rowsAt, bytesOf(i32.sub(lead, start))));
    const back = f.local("i32", bytesOf(i32.sub(count, i32.const(4))));
    const lastBytes = f.local("i32", lastFour(tiles));

    const rest = f.local("i32");
    const plane = f.local("i32");
    const row = f.local("i32");
    const height = f.local("i32");
    const from = f.locals("i32", rows.products);
    const at = f.local("i32");
    const to = f.local("i32");
    const line = f.local("i32");
    const left = f.local("i32");
    const i = f.local("i32");
    const panels = f.locals("i32", columns.products);
    const done = f.local("i32");
    f.while(
      () => i32.ltU(first, end),
      () => {
        f.set(rest, i32.divU(first, setting(settings, "tileRows")));
        f.set(row, i32.mul(i32.remU(first, setting(settings, "tileRows")), i32.const(rows.outputs)));
        f.set(row, i32.add(i32.mul(row, dilationH), i32.remU(rest, dilationH)));
        f.set(row, i32.add(row, setting(settings, "baseH")));
        f.set(rest, i32.divU(rest, dilationH));
        f.set(at, i32.add(depth, i32.remU(rest, setting(settings, "depthsInRows"))));
        f.set(height, setting(settings, "sourceH"));
        f.if(i32.geU(at, setting(settings, "sourceD")), () => f.set(height, i32.const(0)));
        f.set(plane, i32.add(channel, i32.mul(at, setting(settings, "sourceSlice"))));
        f.set(rest, i32.divU(rest, setting(settings, "depthsInRows")));
        f.set(plane, i32.add(plane, i32.mul(rest, setting(settings, "sourceImage"))));
        f.set(plane, i32.add(plane, bytesOf(lead)));
        for (const address of from) {
          const inside = i32.add(plane, bytesOf(i32.mul(row, sourceW)));
          f.set(
            address,
            i32.select(i32.ltU(row, height), inside, i32.add(scratch, i32.const(layout.zeros + 4 * rowSlack))),
          );
          f.set(row, i32.add(row, dilationH));
        }
        f.if(i32.gtS(count, i32.const(0)), () => {
          f.set(at, i32.const(0));
          f.doWhile(
            () => {
              f.if(i32.gtS(at, back), () => f.set(at, back));
              f.set(to, i32.add(interior, at));
              alongHeight(
                (index) => v128.load(i32.add(from[index]!, at)),
                (index, value) => f.storeV128(to, value, index * rowPitch),
              );
              f.bump(at, 16);
            },
            () => i32.ltS(at, bytesOf(count)),
          );
        });
        f.set(line, rowsAt);
        f.set(left, lines);
        f.doWhile(
          () => {
            f.set(i, i32.const(rows.products));
            f.set(at, line);
            f.set(to, target);
            f.doWhile(
              () => {
                for (const address of panels) {
                  f.set(address, to);
                  f.set(to, i32.add(to, panel));
                }
                f.set(done, i32.const(0));
                f.doWhile(
                  () => {
                    f.if(i32.gtU(done, lastBytes), () => f.set(done, lastBytes));
                    read(at, done, dilated, dilationW);
                    alongWidth(
                      (index) => read.columns[index]!,
                      (index, value) => f.storeV128(i32.add(panels[index]!, done), value),
                    );
                    f.bump(done, 16);
                  },
                  () => i32.ltU(done, bytesOf(tiles)),
                );
                f.bump(at, rowPitch);
                f.bump(i, -1);
              },
              () => i,
            );
            f.set(target, i32.add(target, bytesOf(tiles)));
            f.set(line, i32.add(line, lineBytes));
            f.bump(left, -1);
          },
          () => left,
        );
        f.bump(first, 1);
      },
    );
  });
}

/** Loads the columns of four tiles of a line: vector j has column j of each. */
function columnReader(f: FunctionBuilder, outputs: number) {
  const d = f.locals("v128", outputs + 2);
  const [w, x, y, z] = f.locals("v128", 4) as [V, V, V, V];
  const [d0, d1, d2, d3, d4, d5] = d as [V, V, V, V, V, V];
  const from = f.local("i32");
  const load = (float: number): V128 => v128.load(from, 4 * float);
  const neighbours = () => {
    if (outputs === 2) {
      f.set(x, load(0));
      f.set(y, load(4));
      f.set(d0, v128.shuffle32(x, y, [0, 2, 4, 6]));
      f.set(d1, v128.shuffle32(x, y, [1, 3, 5, 7]));
      f.set(d2, v128.shuffle32(d0, load(8), [1, 2, 3, 4]));
      f.set(d3, v128.shuffle32(d1, load(9), [1, 2, 3, 4]));
      return;
    }
    f.set(w, load(0));
    f.set(x, load(4));
    f.set(y, load(8));
    f.set(z, load(12));
    f.set(d0, v128.shuffle32(w, x, [0, 4, 1, 5]));
    f.set(d2, v128.shuffle32(w, x, [2, 6, 3, 7]));
    f.set(w, v128.shuffle32(y, z, [0, 4, 1, 5]));
    f.set(x, v128.shuffle32(y, z, [2, 6, 3, 7]));
    f.set(d1, v128.shuffle32(d0, w, [2, 3, 6, 7]));
    f.set(d0, v128.shuffle32(d0, w, [0, 1, 4, 5]));
    f.set(d3, v128.shuffle32(d2, x, [2, 3, 6, 7]));
    f.set(d2, v128.shuffle32(d2, x, [0, 1, 4, 5]));
    f.set(d4, v128.shuffle32(d0, load(16), [1, 2, 3, 4]));
    f.set(d5, v128.shuffle32(d1, load(17), [1, 2, 3, 4]));
  };
  const read = (line: Local<"i32">, done: Local<"i32">, dilated: Local<"i32">, dilation: Local<"i32">) => {
    f.if(
      dilated,
      () => {
        f.set(from, i32.add(line, done));
        for (const column of d) {
          f.set(column, v128.load(from));
          f.set(from, i32.add(from, bytesOf(dilation)));
        }
      },
      () => {
        f.set(from, i32.add(line, i32.mul(done, i32.const(outputs))));
        neighbours();
      },
    );
  };
  return Object.assign(read, { columns: d as readonly Local<"v128">[] });
}

type V = Local<"v128">;
