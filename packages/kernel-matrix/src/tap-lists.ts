// The taps of one sample as three parallel lists: the sparse matrix before anyone multiplies or prints it.

import { type ConvGeometry, countTaps, eachTap } from "@toeplitz/conv";
import { allocate } from "@toeplitz/tensor/extend";

/** Element t says: row `rows[t]`, column `columns[t]` holds weight element `weights[t]`, perhaps among others. */
export interface TapLists {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly weights: Int32Array;
}

/** Lists every tap, rows in order and the taps of a row in the order in which the convolution adds them. */
export function listTaps(geometry: ConvGeometry): TapLists {
  const count = countTaps(geometry);
  const lists = {
    rows: allocate("int32", count),
    columns: allocate("int32", count),
    weights: allocate("int32", count),
  };
  let t = 0;
  eachTap(geometry, (row, column, weight) => {
    lists.rows[t] = row;
    lists.columns[t] = column;
    lists.weights[t] = weight;
    t += 1;
  });
  return lists;
}
