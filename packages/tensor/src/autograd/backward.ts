// Reverse mode: walks the tape from the latest operation to the earliest, in a loop.

import { checkTensor } from "../check-tensor.ts";
import { ones, zeros } from "../creation/filled.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { add } from "../ops/arithmetic.ts";
import { to as convert } from "../ops/convert.ts";
import { checkOptions } from "../options.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { isGradEnabled, withGrad } from "./mode.ts";
import type { Edge, Node } from "./node.ts";

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
  gradOutputs?: Tensor | readonly (Tensor | null)[];
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
  const captured = run(roots, { retainGraph: options.retainGraph ?? createGraph, createGraph, wanted: only });
  for (const [tensor, gradient] of captured) accumulate(tensor, gradient, createGraph);
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
    options.gradOutputs === undefined
      ? []
      : options.gradOutputs instanceof Tensor
        ? [options.gradOutputs]
        : options.gradOutputs;
  if (given.length !== 0 && given.length !== from.length) {
    throw argumentError("grad", "gradOutputs", `have one entry per output (${from.length})`, given.length);
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
  const found = run(roots, { retainGraph: options.retainGraph ?? createGraph, createGraph, wanted: new Set(to) });
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

interface Root {
  readonly edge: Edge;
  readonly gradient: Tensor;
}

function rootOf(api: string, output: Tensor, gradient: Tensor | null, index: number): Root {
  checkTensor(api, "outputs", output);
  const edge = output.edge;
  if (edge === null) {
    throw new ToeplitzError(`element ${index} of tensors does not require grad and does not have a grad_fn`, {
      code: "autograd",
      api,
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

interface RunOptions {
  readonly retainGraph: boolean;
  readonly createGraph: boolean;
  /** Where gradients are wanted: these tensors, or (null) every leaf. */
  readonly wanted: ReadonlySet<Tensor> | null;
}

/** Gradients that have arrived at a node and wait for their turn. */
type Pending = (Tensor | null)[];

function run(roots: readonly Root[], { retainGraph, createGraph, wanted }: RunOptions): Map<Tensor, Tensor> {
  const found = new Map<Tensor, Tensor>();
  const leafGradients = new Map<Tensor, Tensor>();
  const pending = new Map<Node, Pending>();
  const queue = new LatestFirst();
  // Non-leaf inputs of grad() are asked for by the slot of the node that made them.
  const slots = new Map<Node, { index: number; tensor: Tensor }[]>();
  for (const tensor of wanted ?? []) {
    const node = tensor.gradFn;
    if (node === null) continue;
    const list = slots.get(node) ?? [];
    list.push({ index: tensor.outputIndex, tensor });
    slots.set(node, list);
  }
  const needed = wanted === null ? null : nodesLeadingTo(wanted, roots, slots);
  const deliver = (edge: Edge, gradient: Tensor) => {
    if (edge.node === null) {
      if (wanted !== null && !wanted.has(edge.leaf)) return;
      leafGradients.set(edge.leaf, sum(leafGradients.get(edge.leaf), gradient));
      return;
    }
    if (needed !== null && !needed.has(edge.node) && !slots.has(edge.node)) return;
    let waiting = pending.get(edge.node);
    if (waiting === undefined) {
      pending.set(edge.node, (waiting = []));
      queue.push(edge.node);
    }
    waiting[edge.index] = sum(waiting[edge.index], gradient);
  };

  withGrad(createGraph, () => {
    for (const { edge, gradient } of roots) deliver(edge, gradient);
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      const arrived = pending.get(node) as Pending;
      pending.delete(node);
      const grads = node.outputs.map((output, i) => {
        const gradient = arrived[i] ?? null;
        if (gradient === null) return node.outputs.length === 1 ? zeros(output.shape, { dtype: output.dtype }) : null;
        const hooked = applyHooks(gradient, node.hooks(i));
        const keeper = node.retained(i);
        if (keeper !== undefined) keeper.grad = createGraph ? hooked : hooked.detach();
        return hooked;
      });
      for (const { index, tensor } of slots.get(node) ?? []) {
        const gradient = grads[index];
        if (gradient !== null && gradient !== undefined) found.set(tensor, gradient);
      }
      if (needed !== null && !needed.has(node)) continue; // wanted itself, and nothing behind it is
      const results = node.run(grads);
      if (!retainGraph) node.release();
      node.edges.forEach((edge, i) => {
        const gradient = results[i] ?? null;
        if (edge !== null && gradient !== null) deliver(edge, gradient);
      });
    }
    for (const [leaf, gradient] of leafGradients) {
      found.set(leaf, applyHooks(gradient, leaf.leafHooks));
    }
  });
  return found;
}

/** The nodes that must run so that something wanted gets its gradient; the others stay as they are, unreleased. */
function nodesLeadingTo(
  wanted: ReadonlySet<Tensor>,
  roots: readonly Root[],
  slots: ReadonlyMap<Node, unknown>,
): ReadonlySet<Node> {
  const reachable = new Set<Node>();
  const stack = roots.map((root) => root.edge.node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node === null || reachable.has(node)) continue;
    reachable.add(node);
    for (const edge of node.edges) stack.push(edge?.node ?? null);
  }
  const needed = new Set<Node>();
  for (const node of [...reachable].sort((a, b) => a.sequence - b.sequence)) {
    const leads = node.edges.some((edge) => {
      if (edge === null) return false;
      return edge.node === null ? wanted.has(edge.leaf) : needed.has(edge.node) || slots.has(edge.node);
    });
    if (leads) needed.add(node);
  }
  return needed;
}

function sum(a: Tensor | null | undefined, b: Tensor): Tensor {
  return a === null || a === undefined ? b : add(a, b);
}

function applyHooks(
  gradient: Tensor,
  hooks: ReadonlySet<(grad: Tensor) => Tensor | undefined | void> | null | undefined,
): Tensor {
  let current = gradient;
  for (const hook of hooks ?? []) {
    const replaced = hook(current);
    if (replaced === undefined) continue;
    if (!(replaced instanceof Tensor) || !sameShape(replaced.shape, current.shape)) {
      throw argumentError(
        "registerHook",
        "the hook's result",
        `be a tensor of shape [${current.shape.join(", ")}]`,
        replaced,
        { code: "autograd" },
      );
    }
    current = replaced;
  }
  return current;
}

function accumulate(tensor: Tensor, gradient: Tensor, createGraph: boolean): void {
  if (!tensor.isLeaf) return; // retainGrad has stored it on the way
  withGrad(createGraph && isGradEnabled(), () => {
    // A copy, because the same tensor may have arrived at two leaves, and users write into grad.
    const next =
      tensor.grad === null ? (createGraph ? gradient : gradient.detach().clone()) : add(tensor.grad, gradient);
    tensor.grad = next;
  });
}

/** A heap of nodes by sequence: the latest recorded comes out first, and that is a topological order. */
class LatestFirst {
  readonly #heap: Node[] = [];

  push(node: Node): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(node);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.sequence >= node.sequence) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = node;
  }

  pop(): Node | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.sequence > heap[child]!.sequence) child++;
      if (last.sequence >= heap[child]!.sequence) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
