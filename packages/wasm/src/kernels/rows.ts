// Convolution straight from the staged source, row by row: nothing is packed, each step loads where a table says.
import { type I32, i32 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { callTile, Tiles } from "./tiles.ts";

/**
 * Few outputs per group do not repay packing. One unit is `rowsPerUnit` rows of outputs of one image and group.
 * A row is cut evenly into strips of at most `most` vectors; the last one overlaps. Rows must have 4 columns or more.
 */
export const rowsJob = defineJob("rows", [
  "weight",
  "weightGroup",
  "bias",
  "source",
  "sourceImage",
  "sourceGroup",
  /** Address of the byte offset of each step. */
  "steps",
  "stepCount",
  /** Address of pairs: byte offset of each row's first pixel in the source, and in the output plane. */
  "rowOffsets",
  "rowCount",
  "columns",
  "out",
  "outImage",
  "outPlane",
  "outputs",
  "groups",
  "blocks",
  "tall",
  "rows",
  "rowsPerUnit",
  "rowUnits",
  "activation",
]);

/** Vectors of the widest tile of so many rows that stays in registers. */
export function mostVectors(rows: number): number {
  return [0, 6, 4, 3, 2, 2, 2][rows] as number;
}

const word = (value: I32): I32 => i32.shl(value, i32.const(2));

export const emitRows: Family = (m) => {
  const tiles = Tiles.of(m);
  emitJob(m, rowsJob, ({ f, p, unit }) => {
    const rest = f.local("i32", i32.divU(unit, p.rowUnits));
    const group = f.local("i32", i32.remU(rest, p.groups));
    const image = f.local("i32", i32.divU(rest, p.groups));
    const source = f.local("i32", i32.add(p.source, i32.mul(image, p.sourceImage)));
    f.set(source, i32.add(source, i32.mul(group, p.sourceGroup)));
    const outBase = f.local("i32", i32.add(p.out, i32.mul(image, p.outImage)));
    const row = f.local("i32", i32.mul(i32.remU(unit, p.rowUnits), p.rowsPerUnit));
    const end = f.local("i32", i32.add(row, p.rowsPerUnit));
    f.if(i32.gtU(end, p.rowCount), () => f.set(end, p.rowCount));
    const vectorsOfRow = f.local("i32", i32.shrU(i32.add(p.columns, i32.const(3)), i32.const(2)));
    const block = f.local("i32");
    const rows = f.local("i32");
    const most = f.local("i32");
    const output = f.local("i32");
    const weight = f.local("i32");
    const bias = f.local("i32");
    const out = f.local("i32");
    const from = f.local("i32");
    const strips = f.local("i32");
    const left = f.local("i32");
    const vectors = f.local("i32");
    const run = f.local("i32");
    const column = f.local("i32");
    const table = f.local("i32");
    f.while(
      () => i32.ltU(row, end),
      () => {
        f.set(table, i32.add(p.rowOffsets, i32.shl(row, i32.const(3))));
        f.for(block, i32.const(0), p.blocks, () => {
          f.set(rows, i32.sub(p.rows, i32.geU(block, p.tall)));
          const short = i32.select(i32.gtU(block, p.tall), i32.sub(block, p.tall), i32.const(0));
          f.set(output, i32.sub(i32.mul(block, p.rows), short));
          f.set(weight, i32.add(p.weight, i32.mul(group, p.weightGroup)));
          f.set(weight, i32.add(weight, word(i32.mul(output, p.stepCount))));
          f.set(output, i32.add(output, i32.mul(group, p.outputs)));
          f.set(bias, i32.select(p.bias, i32.add(p.bias, word(output)), i32.const(0)));
          f.set(out, i32.add(i32.add(outBase, i32.mul(output, p.outPlane)), i32.load(table, 4)));
          f.set(from, i32.add(source, i32.load(table)));
          f.set(most, i32.const(2));
          f.if(i32.leU(rows, i32.const(3)), () => {
            f.switch(
              i32.sub(rows, i32.const(1)),
              [1, 2, 3].map((r) => () => f.set(most, i32.const(mostVectors(r)))),
            );
          });
          // Rows shorter than the tile take a narrower one, so that the overlap stays within the row.
          f.if(i32.gtU(most, i32.shrU(p.columns, i32.const(2))), () => {
            f.set(most, i32.shrU(p.columns, i32.const(2)));
          });
          f.set(left, vectorsOfRow);
          f.set(strips, i32.divU(i32.add(left, i32.sub(most, i32.const(1))), most));
          f.set(column, i32.const(0));
          f.doWhile(
            () => {
              f.set(vectors, i32.divU(i32.add(left, i32.sub(strips, i32.const(1))), strips));
              // Strips of one width are a run; where the row ends before the last one, that is a run of its own.
              f.set(run, i32.remU(left, strips));
              f.set(run, i32.select(run, run, strips));
              const beyond = i32.add(column, word(i32.mul(vectors, run)));
              f.if(i32.gtU(beyond, p.columns), () => {
                f.bump(run, -1);
                f.if(i32.eqz(run), () => {
                  f.set(run, i32.const(1));
                  f.set(column, i32.sub(p.columns, word(vectors)));
                });
              });
              const args = [
                weight,
                i32.add(from, word(column)),
                p.steps,
                p.stepCount,
                i32.add(out, word(column)),
                p.outPlane,
                bias,
                p.activation,
                run,
                i32.shl(vectors, i32.const(4)),
              ];
              f.switch(
                i32.sub(vectors, i32.const(1)),
                Array.from({ length: 6 }, (_, v) => () => {
                  const tallest = [6, 6, 3, 2, 1, 1][v] as number;
                  callTile(f, tiles, "table", rows, tallest, v + 1, args);
                }),
              );
              f.set(left, i32.sub(left, i32.mul(vectors, run)));
              f.set(column, i32.add(column, word(i32.mul(vectors, run))));
              f.set(strips, i32.sub(strips, run));
            },
            () => strips,
          );
        });
        f.bump(row, 1);
      },
    );
  });
};
