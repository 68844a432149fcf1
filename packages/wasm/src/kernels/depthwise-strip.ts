// The innermost kernel of depthwise convolution: a strip of columns, all rows of a band.
//
// Rows whose windows overlap are summed in pairs: a vector of the source is loaded once and multiplied for both rows. The first
// taps belong to the row that leads, the last ones to the row that trails. Taps are a rolled loop over a table of byte offsets,
// because engines that schedule the arithmetic of a basic block themselves spill the registers of longer bodies.
import { type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { depthwise, phaseAt } from "./depthwise-job.ts";
import { activate, type Flavour, multiplyAdd } from "./tile.ts";

/**
 * A strip of 4 * `vectors` columns.
 *
 * Parameters: settings of the job, descriptor of the phase, source (where the taps of the first row begin), out, rows, columns
 * in the last vector (1 to 4), weights, bias (address or 0).
 *
 * @param pairs whether rows may come in pairs; such a strip serves single rows as well
 */
export function emitStrip(m: ModuleBuilder, flavour: Flavour, vectors: number, pairs: boolean): FunctionReference {
  const params = Array<"i32">(8).fill("i32");
  return m.function({ name: `depthwise_${pairs ? 2 : 1}x${4 * vectors}`, params }, (f) => {
    const [settings, phase, source, out, rows, last, weights, bias] = f.addresses(8);
    const setting = (name: keyof typeof depthwise.at) => f.local("i32", i32.load(settings, 4 * depthwise.at[name]));
    const word = (name: keyof typeof phaseAt) => f.local("i32", i32.load(phase, 4 * phaseAt[name]));
    const table = f.local("i32", i32.add(setting("tables"), word("offsets")));
    const activation = setting("activation");
    const sourceStep = setting("sourceRow");
    const outStep = setting("outRow");
    const alone = word("alone");
    const shared = word("shared");
    const groups = word("groups");
    const distance = setting("pairDistance");
    f.bump(weights, word("weights"));
    const start = f.local("v128");
    f.if(bias, () => f.set(start, v128.load32Splat(bias)));

    const first = f.locals("v128", vectors);
    const second = f.locals("v128", pairs ? vectors : 0);
    const [pixels, factor, other] = f.locals("v128", 3) as [Local<"v128">, Local<"v128">, Local<"v128">];
    const [at, tap, end, one, two, group] = f.locals("i32", 6) as unknown as Locals6;
    const lead = f.local("i32");

    /** Taps up to `bytes` further in the table, for the rows that have them. */
    const taps = (bytes: I32, forFirst: boolean, forSecond: boolean) => {
      f.set(end, i32.add(tap, bytes));
      f.while(
        () => i32.ltU(tap, end),
        () => {
          f.set(at, i32.add(lead, i32.load(tap)));
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

    /** All sums of one row or of a pair: the segments once for every source channel and tap in depth. */
    const sums = (segments: () => void) => {
      for (const sum of [...first, ...second]) f.set(sum, start);
      f.set(tap, table);
      f.set(one, weights);
      f.set(two, weights);
      f.set(group, groups);
      f.while(
        () => group,
        () => {
          segments();
          f.bump(group, -1);
        },
      );
    };

    const single = () => {
      f.set(lead, source);
      const whole = f.local("i32", i32.add(alone, shared));
      sums(() => {
        taps(whole, true, false);
        f.bump(tap, alone);
      });
      activate(f, activation, first);
      storeRow(f, out, first, last);
    };

    const row = f.local("i32");
    const inBlock = f.local("i32");
    f.while(
      () => i32.ltU(row, rows),
      () => {
        if (pairs) {
          f.if(
            i32.ltU(i32.add(row, distance), rows),
            () => {
              f.set(lead, i32.add(source, i32.load(settings, 4 * depthwise.at.leadSource)));
              sums(() => {
                taps(alone, true, false);
                taps(shared, true, true);
                taps(alone, false, true);
              });
              activate(f, activation, [...first, ...second]);
              f.set(at, i32.add(out, i32.load(settings, 4 * depthwise.at.leadOut)));
              storeRow(f, at, first, last);
              f.set(at, i32.add(out, i32.load(settings, 4 * depthwise.at.trailOut)));
              storeRow(f, at, second, last);
            },
            single,
          );
        } else single();
        f.bump(row, 1);
        f.bump(source, sourceStep);
        f.bump(out, outStep);
        if (pairs) {
          f.bump(inBlock, 1);
          f.if(i32.eq(inBlock, distance), () => {
            f.set(inBlock, i32.const(0));
            f.bump(row, distance);
            f.bump(source, i32.mul(distance, sourceStep));
            f.bump(out, i32.mul(distance, outStep));
          });
        }
      },
    );
  });
}

type Locals6 = readonly [Local<"i32">, Local<"i32">, Local<"i32">, Local<"i32">, Local<"i32">, Local<"i32">];

/** Stores vectors, the last one only as far as there are columns. */
function storeRow(f: FunctionBuilder, out: I32, row: readonly Local<"v128">[], columns: I32): void {
  const last = row.length - 1;
  for (let v = 0; v < last; v++) f.storeV128(out, row[v]!, 16 * v);
  const vector = row[last]!;
  f.switch(i32.sub(columns, i32.const(1)), [
    () => f.storeLane32(out, vector, 0, 16 * last),
    () => f.storeLane64(out, vector, 0, 16 * last),
    () => {
      f.storeLane64(out, vector, 0, 16 * last);
      f.storeLane32(out, vector, 2, 16 * last + 8);
    },
    () => f.storeV128(out, vector, 16 * last),
  ]);
}
