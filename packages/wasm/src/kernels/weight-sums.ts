// The weight gradient: tiles of dot products over the staged copies.
import { type I32, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitJob } from "./job.ts";
import { emitWeightExact } from "./weight-exact.ts";
import { type WeightSettings, weightSums } from "./weight-jobs.ts";
import { blockStart, bytes, least, rowsOfBlock } from "./weight-stage.ts";
import { emitWeightTile, mostRows, mostTaps, tapsOfTile } from "./weight-tile.ts";

/** Room for one tile of finished sums, for units with fewer weights in a row than a tile has. */
const smallTileBytes = 128;

/** Scratch of a unit with so many weights in each of its rows; unfinished sums are kept if there are several chunks. */
export function weightScratch(rows: number, weights: number, chunks: number): number {
  const tiles = Math.ceil(weights / tapsOfTile[rows]!);
  const sums = chunks > 1 ? 16 * rows * tapsOfTile[rows]! * tiles : 0;
  return smallTileBytes + 4 * (weights + mostTaps) + sums;
}

export function emitWeightSums(m: ModuleBuilder): void {
  const tiles = Array.from({ length: mostRows }, (_, i) => emitWeightTile(m, i + 1));
  const exact = emitWeightExact(m);
  emitJob(m, weightSums, ({ f, p, unit, scratch }) => {
    const settings = f.param(0, "i32");
    // Which block of which group, and which of the weights of each of its rows.
    const taps = f.local("i32", i32.mul(i32.mul(p.kernelD, p.kernelH), p.kernelW));
    const part = f.local("i32", i32.remU(unit, p.parts));
    const block = f.local("i32", i32.divU(unit, p.parts));
    const group = f.local("i32", i32.divU(block, p.blockCount));
    const yPiece = f.local("i32", i32.mul(block, p.runs));
    f.set(block, i32.add(p.firstBlock, i32.remU(block, p.blockCount)));
    const rows = f.local("i32", rowsOfBlock(p, block));
    const narrow = f.local("i32", blockStart(p, block));
    const weights = f.local("i32", i32.mul(p.wideCount, taps));
    const count = f.local("i32", i32.divU(weights, p.parts));
    const longer = f.local("i32", i32.remU(weights, p.parts));
    const first = f.local("i32", i32.add(i32.mul(part, count), least(part, longer)));
    f.set(count, i32.add(count, i32.ltU(part, longer)));

    const channel = f.local("i32", i32.add(i32.mul(i32.add(p.firstGroup, group), p.narrowPerGroup), narrow));
    const rowWeights = f.local("i32", i32.mul(p.widePerGroup, taps));
    const weight = f.local("i32", i32.add(i32.mul(p.firstWide, taps), first));
    const out = f.local("i32", i32.add(p.weight, bytes(i32.add(i32.mul(channel, rowWeights), weight))));
    const outPitch = f.local("i32", bytes(rowWeights));

    const firstChannel = f.local("i32", i32.divU(first, taps));
    const endChannel = f.local("i32", i32.divU(i32.sub(i32.add(first, i32.add(count, taps)), i32.const(1)), taps));
    const xChannel = f.local("i32", i32.add(i32.mul(group, p.wideCount), firstChannel));
    const flagged = f.local("i32", i32.const(0));
    const at = f.local("i32");
    const end = f.local("i32");
    const seek = (from: I32, words: I32) => {
      f.set(at, from);
      f.set(end, i32.add(at, bytes(words)));
      f.while(
        () => i32.ltU(at, end),
        () => {
          f.set(flagged, i32.or(flagged, i32.load(at)));
          f.bump(at, 4);
        },
      );
    };
    seek(i32.add(p.yFlags, bytes(yPiece)), p.runs);
    seek(i32.add(p.xFlags, bytes(i32.mul(xChannel, p.batch))), i32.mul(i32.sub(endChannel, firstChannel), p.batch));
    const item = f.local("i32");
    const row = f.local("i32", i32.const(0));
    f.if(
      flagged,
      () => {
        f.for(row, i32.const(0), rows, () => {
          f.for(item, i32.const(0), count, () => {
            const to = i32.add(out, bytes(item));
            f.call(exact, [settings, i32.add(channel, row), i32.add(weight, item), to, scratch]);
          });
          f.bump(out, outPitch);
        });
      },
      () => {
        const list = f.local("i32", i32.add(scratch, i32.const(smallTileBytes)));
        emitList(f, p, taps, list, i32.sub(first, i32.mul(firstChannel, taps)), count);
        const sums = f.local("i32", i32.add(list, bytes(i32.add(count, i32.const(mostTaps)))));
        const x = f.local("i32", i32.add(p.xStaged, i32.mul(xChannel, p.channelBytes)));
        const y = f.local("i32", i32.add(i32.mul(group, p.narrowCount), i32.sub(narrow, p.firstNarrow)));
        const runBytes = f.local("i32", i32.shl(p.steps, i32.const(4)));
        f.set(y, i32.add(p.yStaged, i32.mul(y, i32.mul(p.runs, runBytes))));
        f.set(runBytes, i32.mul(runBytes, rows));

        const width = f.local("i32");
        f.switch(
          i32.sub(rows, i32.const(1)),
          tiles.map((_, i) => () => f.set(width, i32.const(tapsOfTile[i + 1]!))),
        );
        // With fewer weights than a tile has, the tile goes to scratch and what counts is copied.
        const small = f.local("i32", i32.ltU(count, width));
        const step = i32.select(small, bytes(width), outPitch);
        const tilePitch = f.local("i32", step);
        const tileOut = f.local("i32", i32.select(small, scratch, out));
        const run = f.local("i32", i32.const(0));
        const runs = f.local("i32");
        const runInPlane = f.local("i32");
        const plane = f.local("i32");
        const planeInImage = f.local("i32");
        const xAt = f.local("i32");
        const yAt = f.local("i32", y);
        const to = f.local("i32");
        f.doWhile(
          () => {
            f.set(runs, least(p.chunk, i32.sub(p.runs, run)));
            f.set(plane, i32.divU(run, p.runsPerPlane));
            f.set(runInPlane, i32.remU(run, p.runsPerPlane));
            f.set(planeInImage, i32.remU(plane, p.planes));
            f.set(xAt, i32.add(x, i32.mul(i32.divU(plane, p.planes), p.imageBytes)));
            f.set(xAt, i32.add(xAt, i32.mul(planeInImage, p.planeBytes)));
            f.set(xAt, i32.add(xAt, i32.mul(runInPlane, p.runBytes)));
            const unfinished = i32.ltU(i32.add(run, runs), p.runs);
            f.set(to, i32.select(unfinished, i32.const(0), tileOut));
            const place = [runs, runInPlane, planeInImage, settings];
            const args = [yAt, xAt, list, count, sums, run, to, tilePitch, ...place];
            f.switch(
              i32.sub(rows, i32.const(1)),
              tiles.map((tile) => () => f.call(tile, args)),
            );
            f.set(yAt, i32.add(yAt, i32.mul(runs, runBytes)));
            f.bump(run, runs);
          },
          () => i32.ltU(run, p.runs),
        );
        f.if(small, () =>
          f.for(row, i32.const(0), rows, () => {
            f.for(item, i32.const(0), count, () => {
              f.storeI32(i32.add(out, bytes(item)), i32.load(i32.add(tileOut, bytes(item))));
            });
            f.bump(out, outPitch);
            f.bump(tileOut, tilePitch);
          }),
        );
      },
    );
  });
}

/**
 * Writes a word per weight: how far from the first channel of staged x its tap begins. The last one is repeated, for tiles that
 * are not full.
 */
function emitList(f: FunctionBuilder, p: WeightSettings, taps: I32, list: I32, firstTap: I32, count: I32): void {
  const rest = f.local("i32");
  const [kd, kh, kw, offset] = f.locals("i32", 4) as never as [typeof rest, typeof rest, typeof rest, typeof rest];
  const tap = f.local("i32", firstTap);
  const at = f.local("i32", list);
  const tapBytes = f.local("i32", bytes(taps));
  const end = f.local("i32", i32.add(list, bytes(count)));
  const once = f.local("i32", i32.add(list, bytes(least(count, taps))));
  const place = (k: I32, dilation: I32, stride: I32, distance: I32) =>
    i32.mul(i32.divU(i32.mul(k, dilation), stride), distance);
  f.doWhile(
    () => {
      f.set(kw, i32.remU(tap, p.kernelW));
      f.set(rest, i32.divU(tap, p.kernelW));
      f.set(kh, i32.remU(rest, p.kernelH));
      f.set(rest, i32.divU(rest, p.kernelH));
      f.set(kd, i32.remU(rest, p.kernelD));
      f.set(offset, i32.mul(i32.divU(rest, p.kernelD), p.channelBytes));
      f.set(rest, i32.add(i32.mul(i32.remU(kd, p.phasesD), p.phasesH), i32.remU(kh, p.phasesH)));
      f.set(rest, i32.add(i32.mul(rest, p.phasesW), i32.remU(kw, p.phasesW)));
      f.set(offset, i32.add(offset, i32.mul(rest, p.phaseBytes)));
      f.set(offset, i32.add(offset, place(kd, p.dilationD, p.strideD, p.planeBytes)));
      f.set(offset, i32.add(offset, place(kh, p.dilationH, p.strideH, bytes(p.pitch))));
      f.set(offset, i32.add(offset, place(kw, p.dilationW, p.strideW, i32.const(4))));
      f.storeI32(at, offset);
      f.bump(at, 4);
      f.bump(tap, 1);
    },
    () => i32.ltU(at, once),
  );
  // The same taps of the next channel, and so on.
  f.while(
    () => i32.ltU(at, end),
    () => {
      f.set(offset, i32.add(i32.load(i32.sub(at, tapBytes)), p.channelBytes));
      f.storeI32(at, offset);
      f.bump(at, 4);
    },
  );
  for (let i = 0; i < mostTaps; i++) f.storeI32(at, offset, 4 * i);
}
