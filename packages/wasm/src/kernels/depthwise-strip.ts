// The innermost kernels of depthwise convolution: a strip of columns, all rows of a band.
//
// Rows whose windows overlap are summed in pairs: a vector of the source is loaded once and multiplied for both rows. The first
// taps belong to the row that leads, the last ones to the row that trails.
import { type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { depthwise, phaseAt } from "./depthwise-job.ts";
import { activate, multiplyAdd } from "./tile.ts";

/*
 * Parameters of all strips: settings of the job, descriptor of the phase, source (where the taps of the first row begin), out,
 * rows, columns in the last vector (1 to 4), weights, address of the bias.
 *
 * Single rows and pairs are functions of their own: with both in one, V8 keeps the sums of neither in registers.
 */

/**
 * A strip of 4 * `vectors` columns of single rows, with any taps.
 *
 * Taps are a rolled loop over a table of byte offsets: engines that schedule the arithmetic of a basic block themselves spill
 * the registers of longer bodies, and the others gain next to nothing by them.
 */
export function emitSingleRows(m: ModuleBuilder, vectors: number): FunctionReference {
  return emitStrip(m, `depthwise_1x${4 * vectors}`, ({ f, word, setting, table, parameters }) => {
    const { source, out, rows, last, weights, bias } = parameters;
    const sums = f.locals("v128", vectors);
    const loop = new TapLoop(f);
    const group = f.local("i32");
    f.doWhile(
      () => {
        startAt(f, sums, bias);
        loop.start(table, weights);
        f.set(group, word("groups"));
        f.while(
          () => group,
          () => {
            loop.add(source, i32.add(word("alone"), word("shared")), sums, []);
            f.bump(loop.tap, word("alone"));
            f.bump(group, -1);
          },
        );
        activate(f, setting("activation"), sums);
        storeRow(f, out, sums, last);
        f.bump(source, setting("sourceRow"));
        f.bump(out, setting("outRow"));
        f.bump(rows, -1);
      },
      () => rows,
    );
  });
}

/** The same for pairs of rows. Rows that are left alone go to `single`. */
export function emitPairs(m: ModuleBuilder, vectors: number, single: FunctionReference): FunctionReference {
  return emitStrip(m, `depthwise_2x${4 * vectors}`, (strip) => {
    const { f, word, table, parameters } = strip;
    const [first, second] = [f.locals("v128", vectors), f.locals("v128", vectors)];
    const loop = new TapLoop(f);
    const group = f.local("i32");
    eachPair(strip, first, second, single, (source) => {
      loop.start(table, parameters.weights);
      f.set(group, word("groups"));
      f.while(
        () => group,
        () => {
          loop.add(source, word("alone"), first, []);
          loop.add(source, word("shared"), first, second);
          loop.add(source, word("alone"), [], second);
          f.bump(group, -1);
        },
      );
    });
  });
}

interface Strip {
  readonly f: FunctionBuilder;
  /** A word of the phase's descriptor, and a setting of the job. */
  readonly word: (name: keyof typeof phaseAt) => I32;
  readonly setting: (name: keyof typeof depthwise.at) => I32;
  /** Address of the phase's byte offsets. */
  readonly table: Local<"i32">;
  readonly parameters: Readonly<
    Record<"settings" | "phase" | "source" | "out" | "rows" | "last" | "weights" | "bias", Local<"i32">>
  >;
}

function emitStrip(m: ModuleBuilder, name: string, body: (strip: Strip) => void): FunctionReference {
  return m.function({ name, params: Array<"i32">(8).fill("i32") }, (f) => {
    const [settings, phase, source, out, rows, last, weights, bias] = f.addresses(8);
    const setting = (field: keyof typeof depthwise.at) => i32.load(settings, 4 * depthwise.at[field]);
    const word = (field: keyof typeof phaseAt) => i32.load(phase, 4 * phaseAt[field]);
    const table = f.local("i32", i32.add(setting("tables"), word("offsets")));
    body({ f, word, setting, table, parameters: { settings, phase, source, out, rows, last, weights, bias } });
  });
}

/** The loop over taps: a table of offsets, and the weights of up to two rows. */
class TapLoop {
  readonly tap: Local<"i32">;
  readonly #f: FunctionBuilder;
  readonly #at: Local<"i32">;
  readonly #end: Local<"i32">;
  readonly #weights: readonly [Local<"i32">, Local<"i32">];
  readonly #factors: readonly [Local<"v128">, Local<"v128">];
  readonly #pixels: Local<"v128">;

  constructor(f: FunctionBuilder) {
    this.#f = f;
    [this.tap, this.#at, this.#end] = [f.local("i32"), f.local("i32"), f.local("i32")];
    this.#weights = [f.local("i32"), f.local("i32")];
    this.#factors = [f.local("v128"), f.local("v128")];
    this.#pixels = f.local("v128");
  }

  start(table: I32, weights: I32): void {
    this.#f.set(this.tap, table);
    for (const pointer of this.#weights) this.#f.set(pointer, weights);
  }

  /** The taps up to `bytes` further in the table, for the rows that have them. */
  add(source: I32, bytes: I32, first: readonly Local<"v128">[], second: readonly Local<"v128">[]): void {
    const f = this.#f;
    const rows = [first, second].flatMap((sums, row) =>
      sums.length === 0 ? [] : [{ sums, weight: this.#weights[row as 0 | 1], factor: this.#factors[row as 0 | 1] }],
    );
    f.set(this.#end, i32.add(this.tap, bytes));
    f.while(
      () => i32.ltU(this.tap, this.#end),
      () => {
        f.set(this.#at, i32.add(source, i32.load(this.tap)));
        for (const { factor, weight } of rows) f.set(factor, v128.load32Splat(weight));
        for (const v of rows[0]!.sums.keys()) {
          f.set(this.#pixels, v128.load(this.#at, 16 * v));
          for (const { sums, factor } of rows) f.set(sums[v]!, multiplyAdd(factor, this.#pixels, sums[v]!));
        }
        for (const { weight } of rows) f.bump(weight, 4);
        f.bump(this.tap, 4);
      },
    );
  }
}

/** The rows of a strip, in pairs where there are two that belong together. */
function eachPair(
  { f, setting, parameters }: Strip,
  first: readonly Local<"v128">[],
  second: readonly Local<"v128">[],
  single: FunctionReference,
  addTaps: (source: Local<"i32">) => void,
): void {
  const { settings, phase, source, out, rows, last, weights, bias } = parameters;
  const [at, row, inBlock] = [f.local("i32"), f.local("i32"), f.local("i32")];
  f.while(
    () => i32.ltU(row, rows),
    () => {
      f.if(
        i32.ltU(i32.add(row, setting("pairDistance")), rows),
        () => {
          startAt(f, [...first, ...second], bias);
          f.set(at, i32.add(source, setting("leadSource")));
          addTaps(at);
          activate(f, setting("activation"), [...first, ...second]);
          f.set(at, i32.add(out, setting("leadOut")));
          storeRow(f, at, first, last);
          f.set(at, i32.add(out, setting("trailOut")));
          storeRow(f, at, second, last);
        },
        () => f.call(single, [settings, phase, source, out, i32.const(1), last, weights, bias]),
      );
      f.bump(row, 1);
      f.bump(source, setting("sourceRow"));
      f.bump(out, setting("outRow"));
      f.bump(inBlock, 1);
      // The rows that follow have been the later ones of their pairs.
      f.if(i32.eq(inBlock, setting("pairDistance")), () => {
        f.bump(row, inBlock);
        f.bump(source, i32.mul(inBlock, setting("sourceRow")));
        f.bump(out, i32.mul(inBlock, setting("outRow")));
        f.set(inBlock, i32.const(0));
      });
    },
  );
}

function startAt(f: FunctionBuilder, sums: readonly Local<"v128">[], bias: I32): void {
  f.set(sums[0]!, v128.load32Splat(bias));
  for (const sum of sums.slice(1)) f.set(sum, sums[0]!);
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
