// Staging for the weight gradient: x with zeros around it and its columns sorted by phase, y in blocks of channels.
import { f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { type WeightSettings, weightStageX, weightStageY } from "./weight-jobs.ts";

export const emitWeightStaging: Family = (m) => {
  const copy = emitCopy(m);
  emitJob(m, weightStageX, ({ f, p, unit }) => {
    const piece = f.local("i32", i32.mul(unit, p.xPieces));
    const end = f.local("i32", least(i32.add(piece, p.xPieces), p.xPiecesInAll));
    f.while(
      () => i32.ltU(piece, end),
      () => {
        stageImage(f, p, piece, copy);
        f.bump(piece, 1);
      },
    );
  });
  emitJob(m, weightStageY, ({ f, p, unit, scratch }) => {
    const piece = f.local("i32", i32.mul(unit, p.yPieces));
    const end = f.local("i32", least(i32.add(piece, p.yPieces), p.yPiecesInAll));
    f.while(
      () => i32.ltU(piece, end),
      () => {
        stageRun(f, p, piece, scratch, copy);
        f.bump(piece, 1);
      },
    );
  });
};

/** One image of one channel of x, all phases. */
function stageImage(f: FunctionBuilder, p: WeightSettings, piece: Local<"i32">, copy: FunctionReference): void {
  const channel = f.local("i32", i32.divU(piece, p.batch));
  const image = f.local("i32", i32.remU(piece, p.batch));
  const group = i32.add(p.firstGroup, i32.divU(channel, p.wideCount));
  const wide = i32.add(p.firstWide, i32.remU(channel, p.wideCount));
  const source = f.local("i32", i32.add(i32.mul(i32.add(i32.mul(image, p.groups), group), p.widePerGroup), wide));
  f.set(source, i32.add(p.x, bytes(i32.mul(source, i32.mul(i32.mul(p.wideD, p.wideH), p.wideW)))));
  const target = f.local(
    "i32",
    i32.add(i32.add(p.xStaged, i32.mul(channel, p.channelBytes)), i32.mul(image, p.imageBytes)),
  );
  const channelEnd = f.local("i32", i32.add(p.xStaged, i32.mul(i32.add(channel, i32.const(1)), p.channelBytes)));
  const flag = f.local("i32", i32.const(0));
  const last = f.local("i32", i32.eq(image, i32.sub(p.batch, i32.const(1))));
  const rowBytes = f.local("i32", bytes(p.pitch));
  const [fd, fh, fw, jd, jh, id, ih] = f.locals("i32", 7) as never as Record<number, Local<"i32">> & Local<"i32">[];
  const phase = f.local("i32", i32.const(0));
  const phases = f.local("i32", i32.mul(i32.mul(p.phasesD, p.phasesH), p.phasesW));
  const first = f.local("i32");
  const count = f.local("i32");
  const shift = f.local("i32");
  const row = f.local("i32");
  const stride = f.local("i32", bytes(p.strideW));
  f.for(fd!, i32.const(0), p.phasesD, () =>
    f.for(fh!, i32.const(0), p.phasesH, () =>
      f.for(fw!, i32.const(0), p.phasesW, () => {
        f.bump(phase, 1);
        // Zeros first: what the rows leave out is padding. Behind the last image of the last phase taps may read on.
        f.memoryFill(
          target,
          i32.const(0),
          i32.select(i32.and(last, i32.eq(phase, phases)), i32.sub(channelEnd, target), p.imageBytes),
        );
        // Columns j of this phase with 0 <= j * stride + shift < wideW.
        f.set(shift, i32.sub(i32.remU(i32.mul(fw!, p.dilationW), p.strideW), p.paddingW));
        f.set(first, ceilDiv(positive(i32.sub(i32.const(0), shift)), p.strideW));
        const reach = i32.add(p.narrowW, i32.divU(i32.mul(i32.sub(p.kernelW, i32.const(1)), p.dilationW), p.strideW));
        f.set(count, i32.sub(least(ceilDiv(positive(i32.sub(p.wideW, shift)), p.strideW), reach), first));
        f.if(i32.gtS(count, i32.const(0)), () => {
          f.set(row, i32.add(target, bytes(first)));
          f.set(shift, bytes(i32.add(shift, i32.mul(first, p.strideW))));
          f.for(jd!, i32.const(0), p.planesX, () => {
            f.set(id!, place(jd!, fd!, p.dilationD, p.strideD, p.paddingD));
            f.for(jh!, i32.const(0), p.rowsX, () => {
              f.set(ih!, place(jh!, fh!, p.dilationH, p.strideH, p.paddingH));
              f.if(i32.and(i32.ltU(id!, p.wideD), i32.ltU(ih!, p.wideH)), () => {
                const from = i32.add(bytes(i32.mul(i32.add(i32.mul(id!, p.wideH), ih!), p.wideW)), shift);
                const found = f.callFor(copy, "i32", [row, i32.add(source, from), count, stride]);
                f.set(flag, i32.or(flag, found));
              });
              f.bump(row, rowBytes);
            });
          });
        });
        f.bump(target, p.phaseBytes);
      }),
    ),
  );
  f.storeI32(i32.add(p.xFlags, bytes(piece)), flag);
}

/** One run of one block of channels of y: each channel's rows in a line with zeros between them, then the lines interleaved. */
function stageRun(
  f: FunctionBuilder,
  p: WeightSettings,
  piece: Local<"i32">,
  line: Local<"i32">,
  copy: FunctionReference,
): void {
  const block = f.local("i32", i32.divU(piece, p.runs));
  const run = f.local("i32", i32.remU(piece, p.runs));
  const group = f.local("i32", i32.divU(block, p.blockCount));
  f.set(block, i32.add(i32.remU(block, p.blockCount), p.firstBlock));
  const narrow = f.local("i32", blockStart(p, block));
  const rows = f.local("i32", rowsOfBlock(p, block));
  const stepBytes = f.local("i32", i32.shl(rows, i32.const(4)));
  const ahead = i32.add(i32.mul(group, p.narrowCount), i32.sub(narrow, p.firstNarrow));
  const to = f.local("i32", i32.mul(ahead, i32.mul(p.runs, p.steps)));
  f.set(to, i32.add(i32.add(p.yStaged, i32.shl(to, i32.const(4))), i32.mul(run, i32.mul(p.steps, stepBytes))));
  // The run covers the places from start to end of its plane, a row taking `pitch` places.
  const plane = f.local("i32", i32.divU(run, p.runsPerPlane));
  const runPlaces = f.local("i32", i32.shrU(p.runBytes, i32.const(2)));
  const start = f.local("i32", i32.mul(i32.remU(run, p.runsPerPlane), runPlaces));
  const lineBytes = f.local("i32", i32.shl(p.steps, i32.const(4)));
  const end = f.local("i32", i32.add(start, least(i32.shl(p.steps, i32.const(2)), runPlaces)));
  f.set(end, least(end, i32.mul(p.planeRows, p.pitch)));
  const firstRow = f.local("i32", i32.divU(start, p.pitch));
  const firstColumn = f.local("i32", i32.remU(start, p.pitch));
  f.set(firstRow, i32.add(firstRow, i32.mul(plane, p.planeRows)));
  const imageRows = f.local("i32", i32.mul(p.narrowD, p.narrowH));
  const image = f.local("i32", i32.divU(firstRow, imageRows));
  const channels = f.local("i32", i32.mul(p.groups, p.narrowPerGroup));
  const rowBytes = f.local("i32", bytes(p.narrowW));
  const firstSource = f.local("i32", i32.mul(i32.add(p.firstGroup, group), p.narrowPerGroup));
  f.set(firstSource, i32.add(i32.mul(image, channels), i32.add(firstSource, narrow)));
  f.set(firstSource, i32.add(i32.mul(firstSource, imageRows), i32.remU(firstRow, imageRows)));
  f.set(firstSource, i32.add(p.y, i32.mul(firstSource, rowBytes)));
  const nextImage = f.local("i32", i32.mul(i32.sub(channels, i32.const(1)), i32.mul(imageRows, rowBytes)));
  const nextChannel = f.local("i32", i32.mul(imageRows, rowBytes));
  const flag = f.local("i32", i32.const(0));
  const [r, at, column, source, left, count, from, into, steps] = f.locals("i32", 9) as never as Record<
    0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8,
    Local<"i32">
  > &
    Local<"i32">[];
  f.for(r!, i32.const(0), rows, () => {
    f.memoryFill(line, i32.const(0), lineBytes);
    f.set(at!, start);
    f.set(column!, firstColumn);
    f.set(source!, i32.add(firstSource, i32.mul(r!, nextChannel)));
    f.set(left!, i32.sub(imageRows, i32.remU(firstRow, imageRows)));
    f.while(
      () => i32.ltU(at!, end),
      () => {
        f.set(count!, least(i32.sub(p.narrowW, column!), i32.sub(end, at!)));
        f.if(i32.gtS(count!, i32.const(0)), () => {
          const found = f.callFor(copy, "i32", [
            i32.add(line, bytes(i32.sub(at!, start))),
            i32.add(source!, bytes(column!)),
            count!,
            i32.const(4),
          ]);
          f.set(flag, i32.or(flag, found));
        });
        f.set(at!, i32.add(at!, i32.sub(p.pitch, column!)));
        f.set(column!, i32.const(0));
        f.bump(source!, rowBytes);
        f.bump(left!, -1);
        f.if(i32.eqz(left!), () => {
          f.bump(source!, nextImage);
          f.set(left!, imageRows);
        });
      },
    );
    f.set(from!, line);
    f.set(into!, i32.add(to, i32.shl(r!, i32.const(4))));
    f.set(steps!, p.steps);
    f.doWhile(
      () => {
        f.storeV128(into!, v128.load(from!));
        f.bump(from!, 16);
        f.bump(into!, stepBytes);
        f.bump(steps!, -1);
      },
      () => steps!,
    );
  });
  f.storeI32(i32.add(p.yFlags, bytes(piece)), flag);
}

/** First channel, within its group, of a block. */
export function blockStart(p: WeightSettings, block: I32): I32 {
  return i32.add(i32.mul(block, p.blockRows), least(block, p.longBlocks));
}

export function rowsOfBlock(p: WeightSettings, block: I32): I32 {
  return i32.add(p.blockRows, i32.ltU(block, p.longBlocks));
}

/**
 * `copy(to, from, count, stride) -> flag`: `count` floats that lie `stride` bytes apart, side by side; the flag says whether one is
 * not finite. Reads nothing behind the last one.
 */
function emitCopy(m: ModuleBuilder): FunctionReference {
  const params = Array<"i32">(4).fill("i32");
  return m.function({ name: "weight_copy", params, result: "i32" }, (f) => {
    const [to, from, count, stride] = f.addresses(4);
    const bad = f.local("v128");
    const value = f.local("v128");
    const end = f.local("i32", i32.add(to, bytes(count)));
    const last = f.local("i32", i32.sub(end, i32.const(16)));
    const vectors = (load: () => V128, by: number) => {
      const step = () => {
        f.set(value, load());
        f.storeV128(to, value);
        // A difference from itself is +0, or NaN.
        f.set(bad, v128.or(bad, f32x4.sub(value, value)));
      };
      f.doWhile(
        () => {
          step();
          f.bump(to, 16);
          f.bump(from, by);
        },
        () => i32.leU(to, last),
      );
      // What is left is done by a last vector that overlaps the one before.
      f.if(i32.ne(to, end), () => {
        f.set(from, i32.sub(from, i32.mul(i32.sub(to, last), i32.const(by / 16))));
        f.set(to, last);
        step();
      });
      f.return(v128.anyTrue(bad));
    };
    f.if(i32.geU(count, i32.const(4)), () => {
      f.if(i32.eq(stride, i32.const(4)), () => vectors(() => v128.load(from), 16));
      f.if(i32.eq(stride, i32.const(8)), () =>
        vectors(() => v128.shuffle32(v128.load(from), v128.load(from, 12), [0, 2, 5, 7]), 32),
      );
    });
    f.while(
      () => i32.ltU(to, end),
      () => {
        f.set(value, v128.load32Zero(from));
        f.storeLane32(to, value, 0);
        f.set(bad, v128.or(bad, f32x4.sub(value, value)));
        f.bump(to, 4);
        f.bump(from, stride);
      },
    );
    f.result(v128.anyTrue(bad));
  });
}

/** Where row j of a phase lies in the source; outside of it is negative or too large. */
function place(j: I32, phase: I32, dilation: I32, stride: I32, padding: I32): I32 {
  return i32.sub(i32.add(i32.mul(j, stride), i32.remU(i32.mul(phase, dilation), stride)), padding);
}

export function bytes(floats: I32): I32 {
  return i32.shl(floats, i32.const(2));
}

export function least(a: I32, b: I32): I32 {
  return i32.select(i32.ltS(a, b), a, b);
}

function positive(a: I32): I32 {
  return i32.select(i32.gtS(a, i32.const(0)), a, i32.const(0));
}

function ceilDiv(a: I32, b: I32): I32 {
  return i32.divU(i32.sub(i32.add(a, b), i32.const(1)), b);
}
