// In which order the tiles of a row are transformed, four at a time.
import { i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { bytesOf } from "./winograd-job.ts";

/**
 * Tiles of a row lie in lines. Without dilation the row is one line, whose tiles are `outputs` columns apart. With dilation a line
 * is one tile column of all phases, which are one column apart: there vectors need no shuffling.
 *
 * The last four tiles of a line overlap those before, so that no lane is idle. In lines of fewer than four the lanes beyond belong
 * to the next line, which overwrites them, or to nobody.
 */
export interface Lines {
  readonly dilated: Local<"i32">;
  /** Number of lines. */
  readonly lines: Local<"i32">;
  /** Of one line. */
  readonly tiles: Local<"i32">;
  /** Distance of lines in a row of the source. */
  readonly lineBytes: Local<"i32">;
}

export function linesOf(f: FunctionBuilder, dilation: Local<"i32">, width: Local<"i32">, outputs: number): Lines {
  const dilated = f.local("i32", i32.gtU(dilation, i32.const(1)));
  return {
    dilated,
    lines: f.local("i32", i32.select(dilated, width, i32.const(1))),
    tiles: f.local("i32", i32.select(dilated, dilation, width)),
    lineBytes: f.local("i32", bytesOf(i32.mul(dilation, i32.const(outputs)))),
  };
}

/** Byte offset of the last four tiles of a line. */
export function lastFour(tiles: Local<"i32">) {
  return bytesOf(i32.select(i32.gtU(tiles, i32.const(4)), i32.sub(tiles, i32.const(4)), i32.const(0)));
}
