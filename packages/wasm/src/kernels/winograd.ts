// Winograd convolution: source and weights are transformed so that a product of matrices per point takes the place of the taps.
import { type Expr, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitJob, type JobBody } from "./job.ts";
import type { Family } from "./modules.ts";
import { callTile, Tiles } from "./tiles.ts";
import {
  bytesOf,
  layout,
  tilings,
  type WinogradField,
  type WinogradSettings,
  winograd,
  winogradSource,
} from "./winograd-job.ts";
import { emitSourceTransform } from "./winograd-source.ts";
import { emitStoreColumns, emitSumsTransform } from "./winograd-sums.ts";

type I32 = Local<"i32">;

/** What a unit works on. */
interface Chunk {
  readonly group: I32;
  readonly firstRow: I32;
  readonly endRow: I32;
  readonly column: I32;
  /** Tile columns. */
  readonly width: I32;
  readonly firstDepth: I32;
  readonly endDepth: I32;
}

export const emitWinograd: Family = (m) => {
  const transform = emitTransformChannels(m);
  const store = emitStoreColumns(m);
  const sumsTransforms = tilings.map((tiling) => emitSumsTransform(m, tiling, store));
  const products = emitProducts(m);

  emitJob(m, winogradSource, ({ f, p, unit, scratch }) => {
    const settings = f.param(0, "i32");
    const number = f.local("i32", i32.divU(unit, p.channelUnits));
    const share = f.local("i32", i32.remU(unit, p.channelUnits));
    const shared = f.local("i32", i32.add(p.shared, i32.mul(number, p.sharedChunk)));
    const chunk = chunkOf(f, p, number);
    const from = i32.divU(i32.mul(p.channels, share), p.channelUnits);
    const to = i32.divU(i32.mul(p.channels, i32.add(share, i32.const(1))), p.channelUnits);
    clear(f, scratch);
    const depth = f.local("i32");
    const depths = i32.add(i32.sub(chunk.endDepth, chunk.firstDepth), i32.sub(p.depthTaps, i32.const(1)));
    f.for(depth, i32.const(0), f.local("i32", depths), () => {
      f.call(transform, [settings, depth, ...values(chunk), f.local("i32", from), f.local("i32", to), shared, scratch]);
    });
  });

  emitJob(m, winograd, ({ f, p, unit, scratch }: JobBody<WinogradField>) => {
    const settings = f.param(0, "i32");
    const number = f.local("i32", i32.divU(unit, p.blockUnits));
    const share = f.local("i32", i32.remU(unit, p.blockUnits));
    const source = f.local("i32", i32.add(p.shared, i32.mul(number, p.sharedChunk)));
    const chunk = chunkOf(f, p, number);
    const sums = f.local("i32", i32.add(scratch, i32.const(layout.end)));
    const productCount = f.local("i32", productsOf(p.kind));
    f.if(i32.eqz(p.shared), () => {
      f.set(source, i32.add(sums, i32.mul(p.sumsPanel, productCount)));
      clear(f, scratch);
    });
    const firstBlock = f.local("i32", i32.divU(i32.mul(p.blocks, share), p.blockUnits));
    const endBlock = f.local("i32", i32.divU(i32.mul(p.blocks, i32.add(share, i32.const(1))), p.blockUnits));
    const tiles = f.local("i32", i32.mul(i32.sub(chunk.endRow, chunk.firstRow), i32.mul(chunk.width, p.dilationW)));
    const channelBytes = f.local("i32", i32.mul(p.channels, p.pitch));
    const depth = f.local("i32");
    const transformed = f.local("i32", i32.const(0));
    const position = f.local("i32");
    const firstTap = f.local("i32");
    const endTap = f.local("i32");
    const from = f.local("i32");
    const block = f.local("i32");
    const rows = f.local("i32");
    const output = f.local("i32");
    const out = f.local("i32");
    const weight = f.local("i32");
    const row = f.local("i32");
    const sum = f.local("i32");
    f.for(depth, chunk.firstDepth, chunk.endDepth, () => {
      const relative = i32.sub(depth, chunk.firstDepth);
      f.if(i32.eqz(p.shared), () => {
        f.while(
          () => i32.ltU(transformed, i32.add(relative, p.depthTaps)),
          () => {
            f.call(transform, [settings, transformed, ...values(chunk), i32.const(0), p.channels, source, scratch]);
            f.bump(transformed, 1);
          },
        );
      });
      // Taps that meet the source: those outside would add zeros only.
      f.set(position, i32.add(depth, p.baseD));
      f.set(firstTap, i32.const(0));
      f.set(endTap, p.depthTaps);
      f.if(i32.gtU(p.depthTaps, i32.const(1)), () => {
        f.if(i32.ltS(position, i32.const(0)), () => f.set(firstTap, i32.sub(i32.const(0), position)));
        const inside = i32.sub(p.sourceD, position);
        f.if(i32.ltS(inside, endTap), () => f.set(endTap, inside));
      });
      f.set(from, i32.add(source, i32.mul(i32.add(relative, firstTap), channelBytes)));
      f.for(block, firstBlock, endBlock, () => {
        f.set(rows, i32.sub(p.rows, i32.geU(block, p.tall)));
        const short = i32.select(i32.gtU(block, p.tall), i32.sub(block, p.tall), i32.const(0));
        f.set(output, i32.sub(i32.mul(block, p.rows), short));
        f.set(output, i32.add(output, i32.mul(chunk.group, p.outputs)));
        f.set(weight, i32.add(p.weight, i32.mul(chunk.group, p.weightGroup)));
        f.set(weight, i32.add(weight, i32.mul(block, p.weightBlock)));
        f.set(weight, i32.add(weight, bytesOf(i32.mul(i32.mul(firstTap, p.channels), rows))));
        const steps = i32.mul(i32.sub(endTap, firstTap), p.channels);
        f.call(products, [settings, weight, from, sums, steps, rows, tiles, productCount]);
        f.set(out, i32.add(p.out, i32.add(i32.mul(output, p.outPlane), i32.mul(depth, p.outSlice))));
        f.set(sum, sums);
        f.for(row, i32.const(0), rows, () => {
          const { firstRow, endRow, column, width } = chunk;
          const bias = i32.select(p.bias, i32.add(p.bias, bytesOf(output)), i32.const(0));
          f.switch(
            p.kind,
            sumsTransforms.map((target) => () => {
              f.call(target, [settings, sum, out, firstRow, endRow, column, width, bias, scratch]);
            }),
          );
          f.set(sum, i32.add(sum, p.pitch));
          f.set(out, i32.add(out, p.outPlane));
          f.bump(output, 1);
        });
      });
    });
  });
};

function values({ group, firstRow, endRow, column, width, firstDepth }: Chunk): readonly I32[] {
  return [group, firstRow, endRow, column, width, firstDepth];
}

/** Number of products per channel. */
function productsOf(kind: I32) {
  const [first, second, third] = tilings.map(({ rows, columns }) => i32.const(rows.products * columns.products));
  return i32.select(kind, i32.select(i32.eq(kind, i32.const(1)), second!, third!), first!);
}

/** The chunk of that number, which is used up: columns are next to each other, then rows, depths and groups. */
function chunkOf(f: FunctionBuilder, p: WinogradSettings, number: I32): Chunk {
  const part = (count: I32, size: I32, all: I32) => {
    const first = f.local("i32", i32.mul(i32.remU(number, count), size));
    const end = f.local("i32", i32.add(first, size));
    f.if(i32.gtU(end, all), () => f.set(end, all));
    f.set(number, i32.divU(number, count));
    return { first, end };
  };
  const columns = part(p.columnChunks, p.columnsPerChunk, p.tileColumns);
  const rows = part(p.rowChunks, p.rowsPerChunk, p.allRows);
  const depths = part(p.depthChunks, p.depthsPerChunk, p.depths);
  return {
    group: number,
    firstRow: rows.first,
    endRow: rows.end,
    column: columns.first,
    width: f.local("i32", i32.sub(columns.end, columns.first)),
    firstDepth: depths.first,
    endDepth: depths.end,
  };
}

/** Rows in working memory are zero wherever the source has nothing. */
function clear(f: FunctionBuilder, scratch: I32): void {
  f.memoryFill(scratch, i32.const(0), i32.const(layout.sums));
}

/**
 * Parameters: settings, depth within the chunk, the chunk's values, first channel and the one after the last, transformed source of
 * the chunk, working memory.
 */
function emitTransformChannels(m: ModuleBuilder): FunctionReference {
  const transforms = tilings.map((tiling) => emitSourceTransform(m, tiling));
  return m.function({ name: "winograd_transform_channels", params: Array<"i32">(12).fill("i32") }, (f) => {
    const [settings, relative, group, firstRow, endRow, column, width, firstDepth, channel, end] = f.addresses(10);
    const target = f.param(10, "i32");
    const scratch = f.param(11, "i32");
    const load = (field: WinogradField) => f.local("i32", i32.load(settings, 4 * winograd.at[field]));
    const channels = load("channels");
    const plane = load("sourcePlane");
    const pitch = load("pitch");
    const kind = load("kind");
    const depth = f.local("i32", i32.add(i32.add(firstDepth, relative), load("baseD")));
    // A depth outside of the source has no products either; see above.
    const outside = i32.and(i32.gtU(load("depthTaps"), i32.const(1)), i32.geU(depth, load("sourceD")));
    f.if(outside, () => f.return());
    const from = f.local("i32", i32.add(i32.mul(group, channels), channel));
    f.set(from, i32.add(load("source"), i32.mul(from, plane)));
    const to = f.local("i32", i32.add(i32.mul(relative, channels), channel));
    f.set(to, i32.add(target, i32.mul(to, pitch)));
    f.while(
      () => i32.ltU(channel, end),
      () => {
        f.switch(
          kind,
          transforms.map((transform) => () => {
            f.call(transform, [settings, from, depth, firstRow, endRow, column, width, to, scratch]);
          }),
        );
        f.set(from, i32.add(from, plane));
        f.set(to, i32.add(to, pitch));
        f.bump(channel, 1);
      },
    );
  });
}

/**
 * Parameters: settings, packed weights of the block, transformed source, sums, steps, rows of the block, tiles, products.
 *
 * For each product the sums of all tiles, by strips of eight, or sixteen where the engine likes them. The last four go by a half
 * strip; if more are left, the last strip overlaps.
 */
function emitProducts(m: ModuleBuilder): FunctionReference {
  const tiles = Tiles.of(m);
  return m.function({ name: "winograd_products", params: Array<"i32">(8).fill("i32") }, (f) => {
    const [settings, weight, source, sums, steps, rows, count, products] = f.addresses(8);
    const load = (field: WinogradField) => f.local("i32", i32.load(settings, 4 * winograd.at[field]));
    const pitch = load("pitch");
    const weightPanel = load("weightPanel");
    const panel = load("panel");
    const sumsPanel = load("sumsPanel");
    const wholeBytes = f.local("i32", bytesOf(i32.and(count, i32.const(-8))));
    const wideBytes = f.local("i32", i32.const(0));
    f.if(i32.eq(load("vectors"), i32.const(4)), () => f.set(wideBytes, i32.and(wholeBytes, i32.const(-64))));
    const rest = f.local("i32", i32.and(count, i32.const(7)));
    const last = f.local("i32");
    const half = f.local("i32", i32.and(i32.gtU(rest, i32.const(0)), i32.leU(rest, i32.const(4))));
    const lanes = i32.select(half, i32.const(4), i32.const(8));
    f.set(last, i32.select(i32.ltU(count, lanes), i32.const(0), bytesOf(i32.sub(count, lanes))));
    const at = f.local("i32");
    const run = f.local("i32");
    const call = (vectors: number, length: Expr<"i32">) => {
      const [from, to] = [i32.add(source, at), i32.add(sums, at)];
      const none = i32.const(0);
      const args = [weight, from, pitch, steps, to, pitch, none, none, length, i32.const(16 * vectors)];
      callTile(f, tiles, "distance", rows, 6, vectors, args);
    };
    const strips = (end: I32, vectors: number) => {
      f.set(run, i32.divU(i32.sub(end, at), i32.const(16 * vectors)));
      f.if(run, () => call(vectors, run));
      f.set(at, end);
    };
    f.doWhile(
      () => {
        f.set(at, i32.const(0));
        strips(wideBytes, 4);
        strips(wholeBytes, 2);
        f.if(rest, () => {
          f.set(at, last);
          f.if(
            half,
            () => call(1, i32.const(1)),
            () => call(2, i32.const(1)),
          );
        });
        f.set(weight, i32.add(weight, weightPanel));
        f.set(source, i32.add(source, panel));
        f.set(sums, i32.add(sums, sumsPanel));
        f.bump(products, -1);
      },
      () => products,
    );
  });
}
