// Transforms the source of a Winograd convolution: one channel and depth, for some rows of tiles.
import { i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { Flavour } from "./tile.ts";
import { bytesOf, layout, rowPitch, rowSlack, setting, type Tiling } from "./winograd-job.ts";

/**
 * Parameters: settings, channel of the first image (address), depth (in the source, of the first tile row), first tile row and the
 * one after the last, first tile column, tile columns, where the first tile of the channel goes, working memory.
 *
 * Along the height whole rows are transformed as they lie; the rest of a tile, along the width, is done for four neighbouring
 * tiles at a time. The last four overlap those before, so that no lane is idle. Rows of fewer than four tiles write lanes that
 * belong to the next row, which overwrites them, or to nobody.
 */
export function emitSourceTransform(m: ModuleBuilder, flavour: Flavour, tiling: Tiling): FunctionReference {
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
    const alongHeight = rows.source(f, flavour);
    const alongWidth = columns.source(f, flavour);
    const deal = deals(f, tiling);
    const read = columnReader(f, columns.outputs);

    // Which columns of the source the row of tiles meets, and where the first of them stands in it.
    const start = f.local("i32", i32.add(load("baseW"), i32.mul(column, i32.const(columns.outputs))));
    const columnsRead = i32.add(i32.mul(width, i32.const(columns.outputs)), i32.const(columns.taps - 1));
    const stop = f.local("i32", i32.add(start, i32.mul(columnsRead, dilationW)));
    const lead = f.local("i32", i32.select(i32.gtS(start, i32.const(0)), start, i32.const(0)));
    // At least a vector, if the source has one there: what is beyond a tile is never used.
    f.if(i32.ltS(stop, i32.add(lead, i32.const(4))), () => f.set(stop, i32.add(lead, i32.const(4))));
    f.if(i32.gtS(stop, sourceW), () => f.set(stop, sourceW));
    const count = f.local("i32", i32.sub(stop, lead));
    const dilated = f.local("i32", i32.gtU(dilationW, i32.const(1)));
    const interior = f.local("i32");
    f.set(interior, i32.select(dilated, i32.const(layout.undealt), i32.const(layout.rows)));
    f.set(interior, i32.add(i32.add(interior, scratch), bytesOf(i32.sub(lead, start))));
    const back = f.local("i32", bytesOf(i32.sub(count, i32.const(4))));
    const phaseFloats = phaseLength(f, columns.outputs, width);
    const lastTile = f.local(
      "i32",
      i32.select(i32.gtU(width, i32.const(4)), i32.sub(width, i32.const(4)), i32.const(0)),
    );
    const lastBytes = f.local("i32", bytesOf(lastTile));

    const rest = f.local("i32");
    const plane = f.local("i32");
    const row = f.local("i32");
    const height = f.local("i32");
    const from = f.locals("i32", rows.products);
    const at = f.local("i32");
    const to = f.local("i32");
    const phase = f.local("i32");
    const line = f.local("i32");
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
                (index, value) => f.storeV128(to, value, 4 * rowSlack + index * rowPitch),
              );
              f.bump(at, 16);
            },
            () => i32.ltS(at, bytesOf(count)),
          );
        });
        f.if(dilated, () => deal(scratch, dilationW, phaseFloats));
        f.set(phase, i32.const(0));
        f.set(line, i32.add(scratch, i32.const(layout.rows)));
        f.doWhile(
          () => {
            f.set(i, i32.const(0));
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
                    f.set(rest, i32.add(at, i32.mul(done, i32.const(columns.outputs))));
                    const vectors = read(rest);
                    alongWidth(
                      (index) => vectors[index]!,
                      (index, value) => f.storeV128(i32.add(panels[index]!, done), value),
                    );
                    f.bump(done, 16);
                  },
                  () => i32.ltU(done, bytesOf(width)),
                );
                f.bump(at, rowPitch);
                f.bump(i, 1);
              },
              () => i32.ltU(i, i32.const(rows.products)),
            );
            f.bump(target, bytesOf(width));
            f.bump(line, bytesOf(phaseFloats));
            f.bump(phase, 1);
          },
          () => i32.ltU(phase, dilationW),
        );
        f.bump(first, 1);
      },
    );
  });
}

/** Floats of one dilation phase of a row: its tiles' columns, and what is read beyond. */
function phaseLength(f: FunctionBuilder, outputs: number, width: Local<"i32">): Local<"i32"> {
  const tiles = i32.select(i32.gtU(width, i32.const(4)), width, i32.const(4));
  return f.local("i32", i32.add(i32.mul(tiles, i32.const(outputs)), i32.const(phaseSlack)));
}

/** Floats between the dilation phases of a row. */
export const phaseSlack = 8;

/** Deals the columns of transformed rows out to dilation phases. */
function deals(f: FunctionBuilder, { rows }: Tiling) {
  const phase = f.local("i32");
  const from = f.local("i32");
  const to = f.local("i32");
  const left = f.local("i32");
  const step = f.local("i32");
  const row = f.local("i32");
  return (scratch: Local<"i32">, dilation: Local<"i32">, floats: Local<"i32">) => {
    f.set(step, bytesOf(dilation));
    f.for(row, i32.const(0), i32.const(rows.products), () => {
      f.set(to, i32.add(i32.add(scratch, i32.mul(row, i32.const(rowPitch))), i32.const(layout.rows + 4 * rowSlack)));
      f.for(phase, i32.const(0), dilation, () => {
        f.set(from, i32.add(scratch, i32.mul(row, i32.const(rowPitch))));
        f.set(from, i32.add(i32.add(from, i32.const(layout.undealt + 4 * rowSlack)), bytesOf(phase)));
        f.set(left, i32.sub(floats, i32.const(phaseSlack - 2)));
        f.doWhile(
          () => {
            f.storeI32(to, i32.load(from));
            f.bump(to, 4);
            f.set(from, i32.add(from, step));
            f.bump(left, -1);
          },
          () => left,
        );
        f.bump(to, 4 * (phaseSlack - 2));
      });
    });
  };
}

/** Loads the columns of four neighbouring tiles: vector j has column j of each. */
function columnReader(f: FunctionBuilder, outputs: number): (at: Local<"i32">) => Local<"v128">[] {
  const d = f.locals("v128", outputs + 2);
  const [w, x, y, z] = f.locals("v128", 4) as [V, V, V, V];
  const load = (at: Local<"i32">, float: number): V128 => v128.load(at, 4 * (rowSlack + float));
  const [d0, d1, d2, d3, d4, d5] = d as [V, V, V, V, V, V];
  if (outputs === 2) {
    return (at) => {
      f.set(x, load(at, 0));
      f.set(y, load(at, 4));
      f.set(d0, v128.shuffle32(x, y, [0, 2, 4, 6]));
      f.set(d1, v128.shuffle32(x, y, [1, 3, 5, 7]));
      f.set(d2, v128.shuffle32(d0, load(at, 8), [1, 2, 3, 4]));
      f.set(d3, v128.shuffle32(d1, load(at, 9), [1, 2, 3, 4]));
      return d;
    };
  }
  return (at) => {
    f.set(w, load(at, 0));
    f.set(x, load(at, 4));
    f.set(y, load(at, 8));
    f.set(z, load(at, 12));
    f.set(d0, v128.shuffle32(w, x, [0, 4, 1, 5]));
    f.set(d2, v128.shuffle32(w, x, [2, 6, 3, 7]));
    f.set(w, v128.shuffle32(y, z, [0, 4, 1, 5]));
    f.set(x, v128.shuffle32(y, z, [2, 6, 3, 7]));
    f.set(d1, v128.shuffle32(d0, w, [2, 3, 6, 7]));
    f.set(d0, v128.shuffle32(d0, w, [0, 1, 4, 5]));
    f.set(d3, v128.shuffle32(d2, x, [2, 3, 6, 7]));
    f.set(d2, v128.shuffle32(d2, x, [0, 1, 4, 5]));
    f.set(d4, v128.shuffle32(d0, load(at, 16), [1, 2, 3, 4]));
    f.set(d5, v128.shuffle32(d1, load(at, 17), [1, 2, 3, 4]));
    return d;
  };
}

type V = Local<"v128">;
