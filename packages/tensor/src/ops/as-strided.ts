// A view with any strides, and writing one back: what in-place writing through views differentiates with.
import { defineOp, type Op } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { zeros } from "../creation/filled.ts";
import { copy } from "../kernels/copy.ts";
import { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";

/** Shape, strides and offset of a view, and of the tensor that it views. */
export interface StridedView {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly base: {
    readonly shape: readonly number[];
    readonly strides: readonly number[];
    readonly offset: number;
    readonly length: number;
  };
}

/** A copy of x, of the base's shape, laid out in a storage like the base's. */
function laidOut(x: Tensor, { base }: StridedView): Tensor {
  const y = new Tensor(new Storage(x.dtype, base.length), base.shape, base.strides, base.offset);
  launch(copy, { x, y }, { shape: x.shape, x: x.strides, y: base.strides, from: x.dtype, to: x.dtype });
  return y;
}

/** The view of a tensor that has the base's shape. */
const asStridedOp: Op<[Tensor], StridedView> = defineOp<[Tensor], StridedView>({
  name: "AsStridedBackward0",
  forward: ({ inputs: [x], options }) => laidOut(x, options).alias([...options.shape], options.strides, options.offset),
  backward: ({ grads, options }) => [writeBackOp([zeros(options.base.shape, { dtype: grads.dtype }), grads], options)],
});

/** A tensor of the base's shape with the view's elements replaced. */
const writeBackOp: Op<[Tensor, Tensor], StridedView> = defineOp<[Tensor, Tensor], StridedView>({
  name: "CopySlices",
  forward({ inputs: [x, part], options }) {
    const y = laidOut(x, options);
    launch(
      copy,
      { x: part, y: { storage: y.storage, offset: options.offset } },
      {
        shape: options.shape,
        x: part.strides,
        y: options.strides,
        from: part.dtype,
        to: part.dtype,
      },
    );
    return y;
  },
  backward: ({ grads, options, needs }) => [
    needs[0] ? writeBackOp([grads, zeros(options.shape, { dtype: grads.dtype })], options) : null,
    needs[1] ? asStridedOp([grads], options) : null,
  ],
});

/** @internal How `view` lies in `base`. */
export function stridedView(view: Tensor, base: Tensor): StridedView {
  return {
    shape: view.shape,
    strides: view.strides,
    offset: view.offset,
    base: { shape: base.shape, strides: base.strides, offset: base.offset, length: base.storage.length },
  };
}

export { asStridedOp as asStrided, writeBackOp as writeBack };
