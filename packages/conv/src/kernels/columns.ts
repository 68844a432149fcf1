// unfold (im2col) and its adjoint fold (col2im) as kernel tokens.
import { defineKernel } from "@toeplitz/tensor";
import type { ConvGeometry } from "../geometry/conv-geometry.ts";

/** Sliding blocks as columns: wide [N, C, ...] -> columns [N, C * kernel, narrow], rows ordered (channel, kd, kh, kw). */
export const unfoldColumns = defineKernel({
  name: "unfold",
  operands: { x: "read", columns: "all" },
  run(_arrays, _geometry: ConvGeometry) {},
});

/** Adds columns back to where they were taken from: columns [N, C * kernel, narrow] -> wide [N, C, ...]. */
export const foldColumns = defineKernel({
  name: "fold",
  operands: { columns: "read", x: "all" },
  run(_arrays, _geometry: ConvGeometry) {},
});
