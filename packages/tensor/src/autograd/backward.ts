// backward() and grad(): what callers give is checked, the engine runs, and gradients are stored or returned.

import { checkAlive, checkTensor } from "../check-tensor.ts";
import { ones } from "../creation/filled.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { add } from "../ops/arithmetic.ts";
import { to as convert } from "../ops/convert.ts";
import { checkOptions } from "../options.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type Root, run } from "./engine.ts";
import { isGradEnabled, withGrad } from "./mode.ts";

/** Options of {@link backward}. */
export interface BackwardOptions {
  /** Keep what the operations saved, so that backward can run again. Defaults to `createGraph`. */
  retainGraph?: boolean;
  /** Record backward itself, for derivatives of derivatives. */
  createGraph?: boolean;
  /** Accumulate into these leaves alone. */
  inputs?: Tensor | readonly Tensor[];
}

/** Options of {@link grad}. */
export interface GradOptions {
  /** One gradient per output; may be left out (or null) for outputs of one element. */
  gradOutputs?: Tensor | readonly (Tensor | null)[] | null;
  retainGraph?: boolean;
  createGraph?: boolean;
  /** Give null for inputs that the outputs do not depend on, instead of throwing. */
  allowUnused?: boolean;
}

/**
 * Computes the gradients of `x` and adds them to `grad` of every leaf that it depends on.
 *
 * @param gradient of x's shape; may be left out where x has one element
 * @throws ToeplitzError with PyTorch's sentences: no grad, no scalar, second time without `retainGraph`, saved tensor modified.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
 */
export function backward(x: Tensor, gradient?: Tensor | null, options: BackwardOptions = {}): void {
  checkOptions("backward", options, ["retainGraph", "createGraph", "inputs"]);
  const createGraph = options.createGraph ?? false;
  const only = options.inputs === undefined ? null : new Set(tensorsOf("backward", "inputs", options.inputs));
  if (only !== null && only.size === 0) {
    throw new ToeplitzError("'inputs' argument to backward() cannot be empty.", {
      code: "autograd",
      api: "backward",
      argument: "inputs",
    });
  }
  const roots = [rootOf("backward", x, gradient ?? null, 0)];
  for (const input of only ?? []) {
    if (input.gradFn !== null) input.retainGrad();
  }
  const { found, own } = run(roots, { retainGraph: options.retainGraph ?? createGraph, createGraph, wanted: only });
  // Before any has taken its gradient on.
  for (const { grad } of found.keys()) if (grad !== null) checkAlive("backward", "grad", grad);
  for (const [tensor, gradient] of found) accumulate(tensor, gradient, createGraph, own.has(tensor));
}

/**
 * The gradients of `outputs` with respect to `inputs`; nothing is accumulated.
 *
 * @returns one gradient per input, of the input's shape; null only where `allowUnused`
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions & { allowUnused: true },
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  checkOptions("grad", options, ["gradOutputs", "retainGraph", "createGraph", "allowUnused"]);
  const from = tensorsOf("grad", "outputs", outputs);
  const to = tensorsOf("grad", "inputs", inputs);
  if (to.length === 0) {
    throw new ToeplitzError("grad requires non-empty inputs.", { code: "autograd", api: "grad", argument: "inputs" });
  }
  const given =
    options.gradOutputs === undefined || options.gradOutputs === null
      ? []
      : options.gradOutputs instanceof Tensor
        ? [options.gradOutputs]
        : options.gradOutputs;
  if (given.length !== 0 && given.length !== from.length) {
    throw new ToeplitzError(`got ${from.length} tensors and ${given.length} gradients`, {
      code: "autograd",
      api: "grad",
      argument: "gradOutputs",
      value: given.length,
      rule: `have one entry per output (${from.length})`,
    });
  }
  for (const input of to) {
    if (input.requiresGrad) continue;
    throw new ToeplitzError("One of the differentiated Tensors does not require grad", {
      code: "autograd",
      api: "grad",
      argument: "inputs",
    });
  }
  const createGraph = options.createGraph ?? false;
  const roots = from.map((output, i) => rootOf("grad", output, given[i] ?? null, i));
  const { found } = run(roots, { retainGraph: options.retainGraph ?? createGraph, createGraph, wanted: new Set(to) });
  return to.map((input) => {
    const gradient = found.get(input) ?? null;
    if (gradient === null && options.allowUnused !== true) {
      throw new ToeplitzError(
        "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.",
        {
          code: "autograd",
          api: "grad",
          argument: "inputs",
          hint: "in TypeScript: grad(outputs, inputs, { allowUnused: true })",
        },
      );
    }
    return gradient;
  });
}

/** One tensor or a list of tensors as a list. */
function tensorsOf(api: string, argument: string, value: unknown): readonly Tensor[] {
  if (value instanceof Tensor) return [value];
  if (!Array.isArray(value)) throw argumentError(api, argument, "be a tensor or a list of tensors", value);
  for (let i = 0; i < value.length; i++) checkTensor(api, `${argument}[${i}]`, value[i]);
  return value;
}

function rootOf(api: string, output: Tensor, gradient: Tensor | null, index: number): Root {
  checkTensor(api, "outputs", output);
  const edge = output.edge;
  if (edge === null) {
    throw new ToeplitzError(`element ${index} of tensors does not require grad and does not have a grad_fn`, {
      code: "autograd",
      api,
      argument: api === "grad" ? "outputs" : "x",
      value: output,
      rule: "require gradients, or come from what does",
    });
  }
  if (gradient === null) {
    if (output.numel() !== 1) {
      throw new ToeplitzError("grad can be implicitly created only for scalar outputs", {
        code: "autograd",
        api,
        argument: "gradient",
        value: output.shape,
      });
    }
    return { edge, gradient: ones(output.shape, { dtype: output.dtype }) };
  }
  checkTensor(api, "gradient", gradient);
  if (!sameShape(gradient.shape, output.shape)) {
    throw new ToeplitzError(
      `Mismatch in shape: grad_output[${index}] has a shape of torch.Size([${gradient.shape.join(", ")}]) and output[${index}] has a shape of torch.Size([${output.shape.join(", ")}]).`,
      { code: "autograd", api, argument: "gradient", value: gradient.shape },
    );
  }
  return { edge, gradient: convert(gradient, output.dtype) };
}

function accumulate(tensor: Tensor, gradient: Tensor, createGraph: boolean, own: boolean): void {
  if (!tensor.isLeaf) return; // retainGrad has stored it on the way
  withGrad(createGraph && isGradEnabled(), () => {
    if (tensor.grad !== null) tensor.grad = add(tensor.grad, gradient);
    // A copy, because the same tensor may have arrived at two leaves, and users write into grad.
    else
      tensor.grad = createGraph ? gradient : own && isWhole(gradient) ? gradient.detach() : gradient.detach().clone();
  });
}

/** Whether a gradient is all of its storage, in order. */
function isWhole(gradient: Tensor): boolean {
  return gradient.isContiguous() && gradient.numel() === gradient.storage.length;
}
