// The innermost kernels of depthwise convolution: a strip of columns, all rows of a band.
//
// Rows whose windows overlap are summed in pairs: a vector of the source is loaded once and multiplied for both rows. The first
// taps belong to the row that leads, the last ones to the row that trails.
import { type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { depthwise, phaseAt } from "./depthwise-job.ts";
import { activate, type Flavour, multiplyAdd } from "./tile.ts";

/**
 * A strip of 4 * `vectors` columns, with any taps.
 *
 * Parameters of all strips: settings of the job, descriptor of the phase, source (where the taps of the first row begin), out,
 * rows, columns in the last vector (1 to 4), weights, address of the bias.
 *
 * Taps are a rolled loop over a table of byte offsets: engines that schedule the arithmetic of a basic block themselves spill
 * the registers of longer bodies, and the others gain nothing by them, except for the shortest loops.
 *
 * @param pairs whether rows may come in pairs; such a strip serves single rows as well
 */
export function emitStrip(m: ModuleBuilder, flavour: Flavour, vectors: number, pairs: boolean): FunctionReference {
  return emitRows(m, `depthwise_${pairs ? 2 : 1}x${4 * vectors}`, vectors, pairs, (strip) => {
    const { f, word, table, weights, first, second } = strip;
    const alone = f.local("i32", word("alone"));
    const whole = f.local("i32", i32.add(alone, word("shared")));
    const groups = f.local("i32", word("groups"));
    const [pixels, factor, other] = [f.local("v128"), f.local("v128"), f.local("v128")];
    const [at, tap, end, group] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
    const [one, two] = [f.local("i32"), f.local("i32")];

    /** The taps up to `bytes` further in the table, for the rows that have them. */
    const taps = (source: I32, bytes: I32, forFirst: boolean, forSecond: boolean) => {
      f.set(end, i32.add(tap, bytes));
      f.while(
        () => i32.ltU(tap, end),
        () => {
          f.set(at, i32.add(source, i32.load(tap)));
          if (forFirst) f.set(factor, v128.load32Splat(one));
          if (forSecond) f.set(other, v128.load32Splat(two));
          for (let v = 0; v < vectors; v++) {
            f.set(pixels, v128.load(at, 16 * v));
            if (forFirst) f.set(first[v]!, multiplyAdd(flavour, factor, pixels, first[v]!));
            if (forSecond) f.set(second[v]!, multiplyAdd(flavour, other, pixels, second[v]!));
          }
          if (forFirst) f.bump(one, 4);
          if (forSecond) f.bump(two, 4);
          f.bump(tap, 4);
        },
      );
    };

    const nine = f.local("i32", strip.setting("nine"));
    const addNine = pairs ? nineTaps(strip, flavour, nine) : undefined;
    const add = (source: I32, pair: boolean) => {
      f.set(tap, table);
      f.set(one, weights);
      f.set(two, weights);
      f.set(group, groups);
      // Once for every source channel and tap in depth.
      f.while(
        () => group,
        () => {
          if (pair) {
            taps(source, alone, true, false);
            taps(source, i32.sub(whole, alone), true, true);
            taps(source, alone, false, true);
          } else {
            taps(source, whole, true, false);
            f.bump(tap, alone);
          }
          f.bump(group, -1);
        },
      );
    };
    return (source, pair) => {
      if (addNine === undefined || !pair) add(source, pair);
      else
        f.if(
          nine,
          () => addNine(source),
          () => add(source, pair),
        );
    };
  });
}

/** Three by three taps of a pair of rows, unrolled: the sums of shorter loops wait for their branches. */
function nineTaps({ f, weights, table, first, second }: Strip, flavour: Flavour, nine: I32): (source: I32) => void {
  const origin = f.local("i32");
  const [one, two, step] = [f.local("i32"), f.local("i32"), f.local("i32")];
  f.if(nine, () => {
    f.set(origin, i32.load(table));
    f.set(one, i32.sub(i32.load(table, 4), origin));
    f.set(two, i32.sub(i32.load(table, 8), origin));
    f.set(step, i32.sub(i32.load(table, 12), origin));
  });
  const [line, at] = [f.local("i32"), f.local("i32")];
  const [pixels, factor, other] = [f.local("v128"), f.local("v128"), f.local("v128")];
  return (source) => {
    f.set(line, i32.add(source, origin));
    for (let row = 0; row < 4; row++) {
      for (const [k, column] of [undefined, one, two].entries()) {
        if (column !== undefined) f.set(at, i32.add(line, column));
        if (row < 3) f.set(factor, v128.load32Splat(weights, 12 * row + 4 * k));
        if (row > 0) f.set(other, v128.load32Splat(weights, 12 * row - 12 + 4 * k));
        for (let v = 0; v < first.length; v++) {
          f.set(pixels, v128.load(column === undefined ? line : at, 16 * v));
          if (row < 3) f.set(first[v]!, multiplyAdd(flavour, factor, pixels, first[v]!));
          if (row > 0) f.set(second[v]!, multiplyAdd(flavour, other, pixels, second[v]!));
        }
      }
      if (row < 3) f.bump(line, step);
    }
  };
}

/** What the sums of a strip are written with. */
interface Strip {
  readonly f: FunctionBuilder;
  /** A word of the phase's descriptor. */
  readonly word: (name: keyof typeof phaseAt) => I32;
  /** A setting of the job. */
  readonly setting: (name: keyof typeof depthwise.at) => I32;
  /** Address of the phase's byte offsets, and of its weights. */
  readonly table: Local<"i32">;
  readonly weights: Local<"i32">;
  /** Sums of the row that leads (or is alone), and of the one that trails. */
  readonly first: readonly Local<"v128">[];
  readonly second: readonly Local<"v128">[];
}

/** Adds all taps to the sums of one row or of a pair. */
type AddTaps = (source: I32, pair: boolean) => void;

/** The loop over the rows of a strip, in pairs where there are two that belong together. */
function emitRows(
  m: ModuleBuilder,
  name: string,
  vectors: number,
  pairs: boolean,
  prepare: (strip: Strip) => AddTaps,
): FunctionReference {
  return m.function({ name, params: Array<"i32">(8).fill("i32") }, (f) => {
    const [settings, phase, source, out, rows, last, weights, bias] = f.addresses(8);
    const setting = (field: keyof typeof depthwise.at) => i32.load(settings, 4 * depthwise.at[field]);
    const word = (field: keyof typeof phaseAt) => i32.load(phase, 4 * phaseAt[field]);
    const first = f.locals("v128", vectors);
    const second = f.locals("v128", pairs ? vectors : 0);
    const table = f.local("i32", i32.add(setting("tables"), word("offsets")));
    f.bump(weights, word("weights"));
    const addTaps = prepare({ f, word, setting, table, weights, first, second });
    const activation = f.local("i32", setting("activation"));
    const sourceStep = f.local("i32", setting("sourceRow"));
    const outStep = f.local("i32", setting("outRow"));
    const distance = f.local("i32", pairs ? setting("pairDistance") : i32.const(0));
    const [at, row, inBlock] = [f.local("i32"), f.local("i32"), f.local("i32")];

    const start = (sums: readonly Local<"v128">[]) => {
      f.set(sums[0]!, v128.load32Splat(bias));
      for (const sum of sums.slice(1)) f.set(sum, sums[0]!);
    };
    const single = () => {
      start(first);
      addTaps(source, false);
      activate(f, activation, first);
      storeRow(f, out, first, last);
    };
    const pair = () => {
      start([...first, ...second]);
      f.set(at, i32.add(source, setting("leadSource")));
      addTaps(at, true);
      activate(f, activation, [...first, ...second]);
      f.set(at, i32.add(out, setting("leadOut")));
      storeRow(f, at, first, last);
      f.set(at, i32.add(out, setting("trailOut")));
      storeRow(f, at, second, last);
    };
    f.while(
      () => i32.ltU(row, rows),
      () => {
        if (pairs) f.if(i32.ltU(i32.add(row, distance), rows), pair, single);
        else single();
        f.bump(row, 1);
        f.bump(source, sourceStep);
        f.bump(out, outStep);
        if (!pairs) return;
        f.bump(inBlock, 1);
        // The rows that follow have been the later ones of their pairs.
        f.if(i32.eq(inBlock, distance), () => {
          f.set(inBlock, i32.const(0));
          f.bump(row, distance);
          f.bump(source, i32.mul(distance, sourceStep));
          f.bump(out, i32.mul(distance, outStep));
        });
      },
    );
  });
}

/** Stores vectors, the last one only as far as there are columns. */
function storeRow(f: FunctionBuilder, out: I32, row: readonly V128[], columns: I32): void {
  const last = row.length - 1;
  for (let v = 0; v < last; v++) f.storeV128(out, row[v]!, 16 * v);
  const vector = row[last]!;
  f.if(
    i32.eq(columns, i32.const(4)),
    () => f.storeV128(out, vector, 16 * last),
    () => {
      f.storeLane32(out, vector, 0, 16 * last);
      f.if(i32.gtU(columns, i32.const(1)), () => f.storeLane32(out, vector, 1, 16 * last + 4));
      f.if(i32.gtU(columns, i32.const(2)), () => f.storeLane32(out, vector, 2, 16 * last + 8));
    },
  );
}
