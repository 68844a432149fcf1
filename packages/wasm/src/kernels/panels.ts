// Dense convolution and matrix products by panels: a strip of pixels is packed once, for all output channels of its group.
import { type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { callTile, Tiles } from "./tiles.ts";

/**
 * out[image, group][o][pixel] = activation(bias[o] + sum over steps of weight[step][o] * source[pixel + step]).
 *
 * A strip is 4 * `vectors` pixels in a row of the pixel table. One unit is `stripsPerUnit` strips of one image and group,
 * for a share of the blocks. Scratch: stripsPerUnit * steps * 16 * vectors bytes, and {@link tileBytes}.
 */
export const panels = defineJob("panels", [
  /** Packed weights (see pack-weights.ts), and bytes of one group of them. */
  "weight",
  "weightGroup",
  /** Address or 0; one float per output. */
  "bias",
  "source",
  "sourceImage",
  "sourceGroup",
  /** Address of the byte offset of each step from the pixel; 0: the panel is the source as it lies, `stepDistance` apart. */
  "steps",
  "stepCount",
  "stepDistance",
  /** Address of the byte offset of each pixel in the source; 0: pixels are neighbours. */
  "pixels",
  "pixelCount",
  "out",
  "outImage",
  /** Bytes from one output channel to the next. */
  "outPlane",
  /** Address of the byte offset of each pixel in the output plane; 0: pixels are neighbours. */
  "places",
  "outputs",
  "groups",
  "blocks",
  "tall",
  "rows",
  "vectors",
  "stripsPerUnit",
  /** Units that one image and group is cut into along the pixels, and along the blocks. */
  "pixelUnits",
  "blockUnits",
  "activation",
]);

/** Vectors of the tiles; the widest is for machines with more or wider registers. */
const widths = [1, 2, 4];

/** Working memory for a tile whose pixels do not lie side by side in the output. */
export const tileBytes = 7 * 64;

type Settings = Readonly<Record<(typeof panels.fields)[number], Local<"i32">>>;

const word = (value: I32): I32 => i32.shl(value, i32.const(2));

/** Blocks are at most six rows, as many as the fused tile has. */
export const emitPanels: Family = (m) => {
  const tiles = Tiles.of(m);
  const strips = emitStrip(m);
  const scatter = emitScatter(m);
  emitJob(m, panels, ({ f, p, unit, scratch }) => {
    const rest = f.local("i32", i32.divU(unit, p.blockUnits));
    const blockUnit = f.local("i32", i32.remU(unit, p.blockUnits));
    const pixelUnit = f.local("i32", i32.remU(rest, p.pixelUnits));
    f.set(rest, i32.divU(rest, p.pixelUnits));
    const group = f.local("i32", i32.remU(rest, p.groups));
    const image = f.local("i32", i32.divU(rest, p.groups));
    const width = f.local("i32", word(p.vectors));
    const source = f.local("i32", i32.add(p.source, i32.mul(image, p.sourceImage)));
    f.set(source, i32.add(source, i32.mul(group, p.sourceGroup)));
    const firstStrip = f.local("i32", i32.mul(pixelUnit, p.stripsPerUnit));
    const allStrips = f.local("i32", i32.divU(i32.add(p.pixelCount, i32.sub(width, i32.const(1))), width));
    const endStrip = f.local("i32", i32.add(firstStrip, p.stripsPerUnit));
    f.if(i32.gtU(endStrip, allStrips), () => f.set(endStrip, allStrips));
    const panelBytes = f.local("i32", i32.mul(p.stepCount, word(width)));
    const strip = f.local("i32");
    const pixel = f.local("i32");
    const panel = f.local("i32");
    // Panels first: they serve every block.
    const tile = f.local("i32", i32.add(scratch, i32.const(0)));
    const firstPanel = f.local("i32", i32.add(scratch, i32.const(tileBytes)));
    f.if(p.steps, () => {
      f.set(panel, firstPanel);
      f.for(strip, firstStrip, endStrip, () => {
        setPixel(f, pixel, strip, width, p);
        f.call(strips, [source, p.steps, p.stepCount, p.pixels, pixel, p.pixelCount, p.vectors, panel]);
        f.set(panel, i32.add(panel, panelBytes));
      });
    });
    // Then the blocks of this unit, each against all of its strips while its weights are in the first-level cache.
    const block = f.local("i32", i32.divU(i32.mul(p.blocks, blockUnit), p.blockUnits));
    const endBlock = f.local("i32", i32.divU(i32.mul(p.blocks, i32.add(blockUnit, i32.const(1))), p.blockUnits));
    const rows = f.local("i32");
    const output = f.local("i32");
    const weight = f.local("i32");
    const bias = f.local("i32");
    const out = f.local("i32");
    const outBase = f.local("i32", i32.add(p.out, i32.mul(image, p.outImage)));
    const [from, to, pitch, run] = f.locals("i32", 4);
    const apart = f.local("i32", i32.or(p.places, i32.ltU(p.pixelCount, width)));
    // Strips before this one lie side by side in the output, those of one block are a run; a strip that overlaps is on its own.
    const endOfRun = f.local("i32", i32.select(apart, i32.const(0), i32.divU(p.pixelCount, width)));
    f.if(i32.gtU(endOfRun, endStrip), () => f.set(endOfRun, endStrip));
    const distance = f.local("i32", i32.select(p.steps, word(width), p.stepDistance));
    const next = f.local("i32", i32.select(p.steps, panelBytes, word(width)));
    f.while(
      () => i32.ltU(block, endBlock),
      () => {
        f.set(rows, i32.sub(p.rows, i32.geU(block, p.tall)));
        const short = i32.select(i32.gtU(block, p.tall), i32.sub(block, p.tall), i32.const(0));
        f.set(output, i32.sub(i32.mul(block, p.rows), short));
        f.set(weight, i32.add(p.weight, i32.mul(group, p.weightGroup)));
        f.set(weight, i32.add(weight, word(i32.mul(output, p.stepCount))));
        f.set(output, i32.add(output, i32.mul(group, p.outputs)));
        f.set(bias, i32.select(p.bias, i32.add(p.bias, word(output)), i32.const(0)));
        f.set(out, i32.add(outBase, i32.mul(output, p.outPlane)));
        f.set(panel, firstPanel);
        f.set(strip, firstStrip);
        f.doWhile(
          () => {
            setPixel(f, pixel, strip, width, p);
            f.set(from, panel);
            f.set(to, i32.add(out, word(pixel)));
            f.set(pitch, p.outPlane);
            f.if(i32.eqz(p.steps), () => f.set(from, i32.add(source, word(pixel))));
            f.if(apart, () => {
              f.set(to, tile);
              f.set(pitch, word(width));
            });
            f.set(run, i32.select(i32.ltU(strip, endOfRun), i32.sub(endOfRun, strip), i32.const(1)));
            const args = [weight, from, distance, p.stepCount, to, pitch, bias, p.activation, run, next];
            f.switch(
              i32.shrU(p.vectors, i32.const(1)),
              widths.map((vectors) => () => callTile(f, tiles, "distance", rows, 6, vectors, args)),
            );
            f.if(apart, () => f.call(scatter, [tile, rows, width, out, p.outPlane, p.places, pixel, p.pixelCount]));
            f.set(panel, i32.add(panel, i32.mul(panelBytes, run)));
            f.set(strip, i32.add(strip, run));
          },
          () => i32.ltU(strip, endStrip),
        );
        f.bump(block, 1);
      },
    );
  });
};

/** The last strip ends with the last pixel, so that it overlaps the one before; its sums come out the same. */
function setPixel(f: FunctionBuilder, pixel: Local<"i32">, strip: I32, width: Local<"i32">, p: Settings): void {
  f.set(pixel, i32.mul(strip, width));
  f.if(i32.gtU(i32.add(pixel, width), p.pixelCount), () => {
    f.set(pixel, i32.select(i32.gtU(p.pixelCount, width), i32.sub(p.pixelCount, width), i32.const(0)));
  });
}

/** Packs one strip: [step][pixel of the strip]. With fewer pixels than lanes the last one is repeated. */
function emitStrip(m: Parameters<Family>[0]) {
  return m.function({ name: "pack_strip", params: Array<"i32">(8).fill("i32") }, (f) => {
    const [source, steps, stepCount, pixels, pixel, pixelCount, vectors, panel] = f.addresses(8);
    const end = f.local("i32", i32.sub(pixelCount, i32.const(1)));
    const vector = f.local("i32", i32.const(0));
    const pitch = f.local("i32", i32.shl(vectors, i32.const(4)));
    const lanes = f.locals("i32", 4);
    const step = f.local("i32");
    const last = f.local("i32");
    const to = f.local("i32");
    const value = f.local("v128");
    f.doWhile(
      () => {
        for (const [lane, address] of lanes.entries()) {
          f.set(address, i32.add(pixel, i32.const(lane)));
          f.if(i32.gtU(address, end), () => f.set(address, end));
          f.set(address, word(address));
          f.if(pixels, () => f.set(address, i32.load(i32.add(pixels, address))));
          f.set(address, i32.add(source, address));
        }
        const [a, b, c, d] = lanes as [Local<"i32">, Local<"i32">, Local<"i32">, Local<"i32">];
        f.set(step, steps);
        f.set(last, i32.add(steps, word(stepCount)));
        f.set(to, i32.add(panel, i32.shl(vector, i32.const(4))));
        const next = (body: () => void) =>
          f.doWhile(
            () => {
              body();
              f.storeV128(to, value);
              f.set(to, i32.add(to, pitch));
              f.bump(step, 4);
            },
            () => i32.ltU(step, last),
          );
        const apart = (distance: 4 | 8) =>
          [b, c, d].map((lane, i) => i32.eq(i32.sub(lane, a), i32.const(distance * (i + 1)))).reduce(i32.and);
        f.if(
          apart(4),
          () => next(() => f.set(value, v128.load(i32.add(a, i32.load(step))))),
          () =>
            f.if(
              apart(8),
              () =>
                next(() => {
                  const from = f.local("i32", i32.add(a, i32.load(step)));
                  f.set(value, v128.shuffle32(v128.load(from), v128.load(from, 12), [0, 2, 5, 7]));
                }),
              () =>
                next(() => {
                  const offset = f.local("i32", i32.load(step));
                  f.set(value, v128.load32Zero(i32.add(a, offset)));
                  f.set(value, v128.load32Lane(value, 1, i32.add(b, offset)));
                  f.set(value, v128.load32Lane(value, 2, i32.add(c, offset)));
                  f.set(value, v128.load32Lane(value, 3, i32.add(d, offset)));
                }),
            ),
        );
        f.bump(pixel, 4);
        f.bump(vector, 1);
      },
      () => i32.ltU(vector, vectors),
    );
  });
}

/** Spreads a finished tile over the output: element (row, j) goes where pixel + j lies. */
function emitScatter(m: Parameters<Family>[0]) {
  return m.function({ name: "scatter_tile", params: Array<"i32">(8).fill("i32") }, (f) => {
    const [tile, rows, width, out, plane, places, pixel, pixelCount] = f.addresses(8);
    const left = f.local("i32", i32.sub(pixelCount, pixel));
    f.if(i32.gtU(left, width), () => f.set(left, width));
    const rowBytes = f.local("i32", word(width));
    const spots = f.locals("i32", 4);
    const from = f.local("i32");
    const row = f.local("i32");
    const value = f.local("v128");
    // Where the next pixels go is looked up once for all rows.
    const columns = (count: number) => {
      const lanes = spots.slice(0, count);
      for (const [lane, spot] of lanes.entries()) {
        f.set(spot, word(i32.add(pixel, i32.const(lane))));
        f.if(places, () => f.set(spot, i32.load(i32.add(places, spot))));
        f.set(spot, i32.add(out, spot));
      }
      f.set(from, tile);
      f.set(row, rows);
      f.doWhile(
        () => {
          f.set(value, v128.load(from));
          for (const [lane, spot] of lanes.entries()) {
            f.storeLane32(spot, value, lane);
            f.set(spot, i32.add(spot, plane));
          }
          f.set(from, i32.add(from, rowBytes));
          f.bump(row, -1);
        },
        () => row,
      );
      f.bump(tile, 4 * count);
      f.bump(pixel, count);
      f.bump(left, -count);
    };
    f.while(
      () => i32.geU(left, i32.const(4)),
      () => columns(4),
    );
    f.while(
      () => left,
      () => columns(1),
    );
  });
}
