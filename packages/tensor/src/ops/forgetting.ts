// What depends on tensors in no way that has a derivative: drawing at random, filling with one value.
import { defineOp } from "../autograd/define-op.ts";
import { zeros } from "../creation/filled.ts";
import type { DType } from "../dtype.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

interface Forgetting {
  readonly name: string;
  readonly make: () => Tensor;
  readonly inputs: readonly { readonly shape: Shape; readonly dtype: DType }[];
}

const forgettingOp = defineOp<readonly Tensor[], Forgetting>({
  name: ({ name }) => name,
  forward: ({ options }) => options.make(),
  backward: ({ options, needs }) =>
    options.inputs.map(({ shape, dtype }, i) => (needs[i] ? zeros(shape, { dtype }) : null)),
});

/** What `make` gives, recorded as made of the inputs under `name`; zeros go back to them. */
export function forgetting(inputs: readonly Tensor[], name: string, make: () => Tensor): Tensor {
  return forgettingOp(inputs, { name, make, inputs: inputs.map(({ shape, dtype }) => ({ shape, dtype })) });
}
