// unfold and fold as differentiable ops: each is the other's derivative.
import { contiguous, type Tensor, zeros } from "@toeplitz/tensor";
import { defineOp, launch, type Op } from "@toeplitz/tensor/extend";
import { type ConvGeometry, volume, wideShape } from "../geometry/conv-geometry.ts";
import { foldColumns, unfoldColumns } from "../kernels/columns.ts";

/** Shape of the columns of a geometry: [N, C * kernel, positions]. */
function columnsShape(g: ConvGeometry): number[] {
  return [g.batch, g.groups * g.widePerGroup * volume(g.kernel), volume(g.narrow)];
}

/** [N, C, H, W] -> [N, C * kh * kw, L]. */
export const unfoldOp: Op<[Tensor], ConvGeometry> = defineOp<[Tensor], ConvGeometry>({
  name: "Im2ColBackward0",
  forward({ inputs: [x], options: geometry }) {
    const columns = zeros(columnsShape(geometry), { dtype: x.dtype });
    if (columns.numel() > 0) launch(unfoldColumns, { x: contiguous(x), columns }, geometry);
    return columns;
  },
  backward: ({ grads, options }) => [foldOp([grads], options)],
});

/** [N, C * kh * kw, L] -> [N, C, H, W]. */
export const foldOp: Op<[Tensor], ConvGeometry> = defineOp<[Tensor], ConvGeometry>({
  name: "Col2ImBackward0",
  forward({ inputs: [columns], options: geometry }) {
    const x = zeros(wideShape(geometry), { dtype: columns.dtype });
    if (x.numel() > 0) launch(foldColumns, { columns: contiguous(columns), x }, geometry);
    return x;
  },
  backward: ({ grads, options }) => [unfoldOp([grads], options)],
});
