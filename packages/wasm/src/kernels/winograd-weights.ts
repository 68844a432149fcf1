// Weights in Winograd's domain, in the order in which the tiles read them.
import { f32x4, f64x2, i32, v128 } from "../assembler/expression.ts";
import type { FunctionReference } from "../assembler/function-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { type Tiling, tilings } from "./winograd-job.ts";

/**
 * One unit is a block of one group: [product][depth tap][source channel][output of the block]. They are computed in float64 and
 * rounded once. Blocks have `rows` outputs, after the first `tall` one fewer.
 */
export const winogradWeights = defineJob("winograd_weights", [
  "kind",
  /** The element that the first tap of the first output and source channel meets. */
  "weight",
  /** Bytes (maybe negative) to the next group, output, source channel, and tap along each axis. */
  "groupDistance",
  "outDistance",
  "sourceDistance",
  "depthDistance",
  "rowDistance",
  "columnDistance",
  "channels",
  "depthTaps",
  "packed",
  "packedPanel",
  "packedBlock",
  "packedGroup",
  "blocks",
  "tall",
  "rows",
]);

export const emitWinogradWeights: Family = (m) => {
  const transforms = tilings.map((tiling) => emitWeightTransform(m, tiling));
  emitJob(m, winogradWeights, ({ f, p, unit }) => {
    const block = f.local("i32", i32.remU(unit, p.blocks));
    const group = f.local("i32", i32.divU(unit, p.blocks));
    const rows = f.local("i32", i32.sub(p.rows, i32.geU(block, p.tall)));
    const short = i32.select(i32.gtU(block, p.tall), i32.sub(block, p.tall), i32.const(0));
    const output = f.local("i32", i32.sub(i32.mul(block, p.rows), short));
    const from = f.local("i32", i32.add(p.weight, i32.mul(group, p.groupDistance)));
    f.set(from, i32.add(from, i32.mul(output, p.outDistance)));
    const to = f.local("i32", i32.add(p.packed, i32.mul(group, p.packedGroup)));
    f.set(to, i32.add(to, i32.mul(block, p.packedBlock)));
    const tap = f.local("i32");
    const channel = f.local("i32");
    const row = f.local("i32");
    const at = f.local("i32");
    const distance = f.local("i32");
    f.for(tap, i32.const(0), p.depthTaps, () => {
      f.for(channel, i32.const(0), p.channels, () => {
        f.set(at, i32.add(i32.mul(tap, p.depthDistance), i32.mul(channel, p.sourceDistance)));
        f.set(at, i32.add(at, from));
        f.set(row, i32.const(0));
        f.doWhile(
          () => {
            // Two outputs at a time; the last one of an odd number is computed twice and stored once.
            f.set(distance, i32.select(i32.ltU(i32.add(row, i32.const(1)), rows), p.outDistance, i32.const(0)));
            f.switch(
              p.kind,
              transforms.map((transform) => () => {
                f.call(transform, [at, distance, p.rowDistance, p.columnDistance, to, p.packedPanel]);
              }),
            );
            f.set(at, i32.add(i32.add(at, distance), p.outDistance));
            f.set(to, i32.add(to, i32.select(distance, i32.const(8), i32.const(4))));
            f.bump(row, 2);
          },
          () => i32.ltU(row, rows),
        );
      });
    });
  });
};

/** Parameters: taps of an output, distance to the other output (0: none), to the next row and column, target, next product. */
function emitWeightTransform(m: Parameters<Family>[0], { name, rows, columns }: Tiling): FunctionReference {
  return m.function({ name: `winograd_weights_${name}`, params: Array<"i32">(6).fill("i32") }, (f) => {
    const [from, other, nextRow, nextColumn, to, panel] = f.addresses(6);
    const alongHeight = rows.weights(f);
    const alongWidth = columns.weights(f);
    const taps = Array.from({ length: rows.taps }, () => f.locals("v128", columns.taps));
    const lines = Array.from({ length: rows.products }, () => f.locals("v128", columns.taps));
    const at = f.local("i32");
    for (const line of taps) {
      f.set(at, from);
      for (const tap of line) {
        f.set(tap, f64x2.promoteLow(v128.load32Lane(v128.load32Zero(at), 1, i32.add(at, other))));
        f.set(at, i32.add(at, nextColumn));
      }
      f.set(from, i32.add(from, nextRow));
    }
    for (let j = 0; j < columns.taps; j++) {
      alongHeight(
        (index) => taps[index]![j]!,
        (index, value) => f.set(lines[index]![j]!, value),
      );
    }
    const products = f.locals("v128", columns.products);
    for (const line of lines) {
      alongWidth(
        (index) => line[index]!,
        (index, value) => f.set(products[index]!, f32x4.demoteZero(value)),
      );
      for (const product of products) {
        f.if(
          other,
          () => f.storeLane64(to, product, 0),
          () => f.storeLane32(to, product, 0),
        );
        f.set(to, i32.add(to, panel));
      }
    }
  });
}
