// Depthwise convolution, forward and transposed: bands of planes through strips of columns.
import { f32, type I32, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitDeal, emitMerge } from "./depthwise-copy.ts";
import { depthwise, phaseAt, phaseWords, stripChoices, strips, stripWidths } from "./depthwise-job.ts";
import { emitPairs, emitSingleRows } from "./depthwise-strip.ts";
import { emitJob } from "./job.ts";

/** Positions of a band along one axis. */
interface Span {
  readonly from: Local<"i32">;
  readonly to: Local<"i32">;
}

/** Adds the job and what it calls. */
export function emitDepthwise(m: ModuleBuilder): void {
  const deal = emitDeal(m);
  const merge = emitMerge(m);
  const single = new Map(stripWidths.single.map((vectors) => [vectors as number, emitSingleRows(m, vectors)]));
  const pair = new Map(
    stripWidths.pair.map((vectors) => [vectors as number, emitPairs(m, vectors, single.get(vectors)!)]),
  );

  emitJob(m, depthwise, ({ f, p, unit, scratch }) => {
    const settings = f.param(0, "i32");
    const box = f.local("i32", i32.add(scratch, p.boxAt));
    const lines = f.local("i32", i32.add(scratch, p.linesAt));
    const bands = f.local("i32", i32.mul(i32.mul(p.bandsD, p.bandsH), p.bandsW));
    const parts = f.local("i32", quotientUp(bands, p.bandsPerUnit));
    const firstPlane = f.local("i32", i32.mul(i32.divU(unit, parts), p.planesPerUnit));
    const planesEnd = f.local("i32", least(f, i32.add(firstPlane, p.planesPerUnit), p.planes));
    const firstBand = f.local("i32", i32.mul(i32.remU(unit, parts), p.bandsPerUnit));
    const bandsEnd = f.local("i32", least(f, i32.add(firstBand, p.bandsPerUnit), bands));
    const phases = f.local("i32", i32.mul(p.outStepD, p.outStepH));
    const rowBytes = f.local("i32", i32.shl(p.sourceW, i32.const(2)));
    const [band, plane, channel, phase] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
    const [source, sourceNow, y, w] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
    const [bias, k] = [f.local("i32"), f.local("i32")];
    const d = span(f);
    const h = span(f);
    const c = span(f);

    f.for(band, firstBand, bandsEnd, () => {
      const acrossW = f.local("i32", i32.divU(band, p.bandsW));
      setSpan(f, c, i32.remU(band, p.bandsW), p.bandW, p.positionsW);
      setSpan(f, h, i32.remU(acrossW, p.bandsH), p.bandH, p.positionsH);
      setSpan(f, d, i32.divU(acrossW, p.bandsH), p.bandD, p.positionsD);
      const fromW = inside(f, c, p.leastW, p.reachW, p.sourceW, p.runs);
      const fromH = inside(f, h, p.leastH, p.reachH, p.sourceH, p.stepH);
      const fromD = inside(f, d, p.leastD, p.reachD, p.sourceD, p.stepD);
      // What all planes of a band find outside of their source are these zeros.
      const outside = i32.or(i32.or(fromW.cropped, fromH.cropped), fromD.cropped);
      f.if(outside, () => f.memoryFill(box, i32.const(0), p.boxes));
      f.set(sourceNow, i32.const(-1));
      f.set(plane, firstPlane);
      f.set(channel, i32.remU(plane, p.channels));
      f.while(
        () => i32.ltU(plane, planesEnd),
        () => {
          f.set(source, i32.divU(plane, p.outputsPerSource));
          f.if(i32.ne(source, sourceNow), () => {
            f.set(sourceNow, source);
            fillBox(fromD, fromH, fromW);
          });
          f.set(y, i32.add(p.y, i32.mul(plane, p.outBytes)));
          f.set(w, i32.add(p.weight, i32.mul(channel, p.weightBytes)));
          const zero = i32.add(p.tables, i32.const(4 * phaseAt.zero));
          f.set(bias, i32.select(p.bias, i32.add(p.bias, i32.shl(channel, i32.const(2))), zero));
          f.if(p.sortedWeights, () => {
            const sorting = f.local("i32", i32.add(p.tables, p.sorting));
            f.set(k, i32.const(0));
            f.while(
              () => i32.ltU(k, p.weightBytes),
              () => {
                f.storeF32(i32.add(scratch, k), f32.load(i32.add(w, i32.load(i32.add(sorting, k)))));
                f.bump(k, 4);
              },
            );
            f.set(w, scratch);
          });
          f.set(phase, i32.const(0));
          f.while(
            () => i32.ltU(phase, phases),
            () => {
              sumPhase();
              f.bump(phase, 1);
            },
          );
          f.bump(channel, 1);
          f.if(i32.eq(channel, p.channels), () => f.set(channel, i32.const(0)));
          f.bump(plane, 1);
        },
      );
    });

    /** Copies what the band reads; what lies outside is zero already. */
    function fillBox(fromD: Inside, fromH: Inside, fromW: Inside): void {
      const sources = f.local("i32", p.sources);
      const within = i32.add(i32.mul(fromD.before, p.slice), i32.mul(fromH.before, p.row));
      const to = f.local("i32", i32.add(box, within));
      const row = i32.add(i32.mul(fromD.start, p.sourceH), fromH.start);
      const column = i32.add(i32.mul(row, rowBytes), i32.shl(fromW.start, i32.const(2)));
      const from = f.local("i32", i32.add(i32.add(p.x, i32.mul(source, p.sourceBytes)), column));
      const [toSlice, fromSlice, depth] = [f.local("i32"), f.local("i32"), f.local("i32")];
      f.if(i32.and(fromH.any, fromW.any), () => {
        f.while(
          () => sources,
          () => {
            f.set(toSlice, to);
            f.set(fromSlice, from);
            f.set(depth, fromD.start);
            f.while(
              () => i32.ltS(depth, fromD.end),
              () => {
                f.call(deal, [
                  toSlice,
                  fromSlice,
                  i32.sub(fromH.end, fromH.start),
                  p.row,
                  rowBytes,
                  i32.sub(fromW.end, fromW.start),
                  p.runs,
                  p.run,
                  fromW.before,
                ]);
                f.bump(toSlice, p.slice);
                f.bump(fromSlice, i32.mul(p.sourceH, rowBytes));
                f.bump(depth, 1);
              },
            );
            f.bump(to, p.box);
            f.bump(from, i32.mul(p.sourceD, i32.mul(p.sourceH, rowBytes)));
            f.bump(sources, -1);
          },
        );
      });
    }

    /** The outputs of the band whose row and depth belong to one phase. */
    function sumPhase(): void {
      const of = f.local("i32", i32.add(p.tables, i32.mul(i32.mul(phase, p.outStepW), i32.const(4 * phaseWords))));
      const word = (name: keyof typeof phaseAt) => i32.load(of, 4 * phaseAt[name]);
      const rows = f.local("i32", i32.sub(least(f, h.to, word("countH")), h.from));
      const depthEnd = f.local("i32", least(f, d.to, word("countD")));
      const firstRow = i32.add(i32.mul(h.from, p.outStepH), word("firstH"));
      const depth = f.local("i32");
      f.if(i32.gtS(rows, i32.const(0)), () => {
        f.for(depth, d.from, depthEnd, () => {
          const outDepth = i32.add(i32.mul(depth, p.outStepD), word("firstD"));
          const outRow = i32.mul(i32.add(i32.mul(outDepth, p.outH), firstRow), p.outW);
          const out = f.local("i32", i32.add(y, i32.shl(i32.add(outRow, i32.mul(c.from, p.outStepW)), i32.const(2))));
          const merged = f.local("i32", i32.gtU(p.outStepW, i32.const(1)));
          const target = f.local("i32", i32.select(merged, lines, out));
          const taps = f.local("i32", of);
          const column = f.local("i32");
          f.for(column, i32.const(0), p.outStepW, () => {
            sumColumns(taps, depth, rows, target, merged);
            f.bump(taps, 4 * phaseWords);
            f.bump(target, p.line);
          });
          f.if(merged, () => {
            const most = i32.sub(p.outW, i32.mul(c.from, p.outStepW));
            const columns = least(f, i32.mul(i32.sub(c.to, c.from), p.outStepW), most);
            const outRowBytes = i32.shl(i32.mul(p.outW, p.outStepH), i32.const(2));
            f.call(merge, [out, lines, rows, outRowBytes, p.outRow, columns, p.outStepW, p.line]);
          });
        });
      });
    }

    /** The columns of one phase, strip by strip. */
    function sumColumns(taps: Local<"i32">, depth: I32, rows: I32, target: I32, merged: I32): void {
      const count = f.local("i32", i32.sub(least(f, c.to, i32.load(taps, 4 * phaseAt.countW)), c.from));
      f.if(i32.gtS(count, i32.const(0)), () => {
        const vectors = f.local("i32", quotientUp(count, i32.const(4)));
        const phaseWeights = f.local("i32", i32.add(w, i32.load(taps, 4 * phaseAt.weights)));
        const lastColumns = f.local("i32", i32.add(i32.and(i32.sub(count, i32.const(1)), i32.const(3)), i32.const(1)));
        f.if(merged, () => f.set(lastColumns, i32.const(4)));
        const inDepth = i32.mul(i32.mul(i32.sub(depth, d.from), p.stepD), p.slice);
        const from = f.local("i32", i32.add(box, inDepth));
        const to = f.local("i32", target);
        const [strip, bytes] = [f.local("i32"), f.local("i32")];
        f.doWhile(
          () => {
            const left = least(f, vectors, i32.const(stripChoices - 1));
            f.set(strip, i32.load(i32.add(i32.add(p.tables, p.strips), i32.shl(left, i32.const(2)))));
            f.set(bytes, i32.shl(i32.and(strip, i32.const(15)), i32.const(4)));
            f.set(vectors, i32.sub(vectors, i32.and(strip, i32.const(15))));
            const columns = f.local("i32", i32.select(vectors, i32.const(4), lastColumns));
            f.switch(
              i32.shrU(strip, i32.const(4)),
              strips.map(({ pairs, vectors }) => () => {
                const args = [settings, taps, from, to, rows, columns, phaseWeights, bias];
                f.call((pairs ? pair : single).get(vectors)!, args);
              }),
            );
            f.bump(from, bytes);
            f.bump(to, bytes);
          },
          () => vectors,
        );
      });
    }
  });
}

/** The part of a band's reach along one axis that lies inside of the source. */
interface Inside {
  /** First source position, and the one behind the last. */
  readonly start: Local<"i32">;
  readonly end: Local<"i32">;
  /** Elements of the reach in front of it. */
  readonly before: Local<"i32">;
  /** Whether the rest is not empty, and whether this is. */
  readonly cropped: Local<"i32">;
  readonly any: Local<"i32">;
}

function inside(f: FunctionBuilder, at: Span, leastOffset: I32, reach: I32, size: I32, step: I32): Inside {
  const origin = f.local("i32", i32.add(i32.mul(at.from, step), leastOffset));
  const length = i32.add(i32.mul(i32.sub(i32.sub(at.to, at.from), i32.const(1)), step), reach);
  const last = f.local("i32", i32.add(origin, length));
  const start = f.local("i32", i32.select(i32.gtS(origin, i32.const(0)), origin, i32.const(0)));
  const end = f.local("i32", i32.select(i32.ltS(last, size), last, size));
  return {
    start,
    end,
    before: f.local("i32", i32.sub(start, origin)),
    cropped: f.local("i32", i32.or(i32.ne(start, origin), i32.ne(end, last))),
    any: f.local("i32", i32.gtS(end, start)),
  };
}

function span(f: FunctionBuilder): Span {
  return { from: f.local("i32"), to: f.local("i32") };
}

function setSpan(f: FunctionBuilder, target: Span, band: I32, size: I32, positions: Local<"i32">): void {
  f.set(target.from, i32.mul(band, size));
  f.set(target.to, least(f, i32.add(target.from, size), positions));
}

/** The smaller of two. */
function least(f: FunctionBuilder, a: I32, b: I32): I32 {
  const first = f.local("i32", a);
  const second = f.local("i32", b);
  return i32.select(i32.ltS(first, second), first, second);
}

/** a / b, rounded up. */
function quotientUp(a: I32, b: I32): I32 {
  return i32.divU(i32.sub(i32.add(a, b), i32.const(1)), b);
}
