// The engine: walks the tape from the latest operation to the earliest, in a loop.
import { zeros } from "../creation/filled.ts";
import { titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { add } from "../ops/arithmetic.ts";
import { sameShape, sizes } from "../shape.ts";
import { type GradHook, Tensor } from "../tensor.ts";
import { Custody } from "./custody.ts";
import { withGrad } from "./mode.ts";
import type { Edge, Node, OutputMeta } from "./node.ts";

/** Where a walk begins, and the gradient that it begins with. */
export interface Root {
  readonly edge: Edge;
  readonly gradient: Tensor;
}

/** How a walk goes. */
export interface RunOptions {
  readonly retainGraph: boolean;
  readonly createGraph: boolean;
  /** Where gradients are wanted: these tensors, or (null) every leaf. */
  readonly wanted: ReadonlySet<Tensor> | null;
}

/** What a walk gives. */
export interface Gradients {
  /** By the tensor that wanted it. */
  readonly found: ReadonlyMap<Tensor, Tensor>;
  /** Leaves whose gradient has elements that nobody else has. */
  readonly own: ReadonlySet<Tensor>;
}

/** Gradients that have arrived at a node and wait for their turn. */
type Pending = (Tensor | null)[];

/**
 * Runs backwards from the roots and gives the gradient of every tensor that is wanted.
 *
 * A node is recorded after all that it depends on, so the latest first is a topological order.
 */
export function run(roots: readonly Root[], { retainGraph, createGraph, wanted }: RunOptions): Gradients {
  const found = new Map<Tensor, Tensor>();
  const own = new Set<Tensor>();
  const custody = new Custody();
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
      // It may have been told off since it was recorded.
      if (!edge.leaf.requiresGrad || (wanted !== null && !wanted.has(edge.leaf))) return;
      leafGradients.set(edge.leaf, sum(leafGradients.get(edge.leaf), gradient, custody));
      return;
    }
    if (needed !== null && !needed.has(edge.node) && !slots.has(edge.node)) return;
    let waiting = pending.get(edge.node);
    if (waiting === undefined) {
      pending.set(edge.node, (waiting = []));
      queue.push(edge.node);
    }
    waiting[edge.index] = sum(waiting[edge.index], gradient, custody);
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
        if (!node.letsGo || keeper !== undefined || node.hooks(i) !== undefined) custody.leave(gradient);
        if (keeper !== undefined) keeper.grad = createGraph ? hooked : hooked.detach();
        return hooked;
      });
      for (const { index, tensor } of slots.get(node) ?? []) {
        const gradient = grads[index];
        if (gradient === null || gradient === undefined) continue;
        custody.leave(gradient);
        found.set(tensor, gradient);
      }
      if (needed !== null && !needed.has(node)) continue; // wanted itself, and nothing behind it is
      const before = Custody.now;
      const results = node.run(grads);
      if (!retainGraph) node.release();
      const given = !createGraph && node.letsGo ? results.filter((gradient) => gradient !== null) : [];
      for (const gradient of given) custody.take(gradient, before);
      node.edges.forEach((edge, i) => {
        const gradient = results[i] ?? null;
        if (edge === null || gradient === null) return;
        checkFits(node, i, gradient, edge.node?.outputs[edge.index] ?? (edge.leaf as Tensor));
        deliver(edge, gradient);
      });
      for (const gradient of given) custody.discard(gradient);
      for (const gradient of arrived) if (gradient) custody.use(gradient);
    }
    for (const [leaf, gradient] of leafGradients) {
      const hooked = applyHooks(gradient, leaf.leafHooks);
      if (hooked === gradient && leaf.leafHooks === null && custody.isAlone(gradient)) own.add(leaf);
      found.set(leaf, hooked);
    }
  });
  return { found, own };
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

/** What waits where something has waited already, perhaps. */
function sum(a: Tensor | null | undefined, b: Tensor, custody: Custody): Tensor {
  custody.hold(b);
  if (a === null || a === undefined) return b;
  const before = Custody.now;
  const both = add(a, b);
  if (!both.requiresGrad) custody.take(both, before);
  custody.hold(both);
  for (const part of [a, b]) custody.use(part);
  return both;
}

/** Ops may be anybody's, and those before go by the shapes that they have seen: their kernels would read beyond a smaller gradient. */
function checkFits(node: Node, index: number, gradient: Tensor, { shape, dtype }: OutputMeta): void {
  if (!(gradient instanceof Tensor)) {
    throw argumentError(node.name, `gradient ${index}`, "be a tensor or null", gradient, { code: "autograd" });
  }
  if (!sameShape(gradient.shape, shape)) {
    throw new ToeplitzError(
      `Function ${node.name} returned an invalid gradient at index ${index} - got ${sizes(gradient.shape)} but expected shape compatible with ${sizes(shape)}`,
      { code: "autograd", api: "backward", value: gradient.shape },
    );
  }
  if (gradient.dtype === dtype) return;
  throw argumentError(node.name, `gradient ${index}`, `be ${dtype}`, gradient.dtype, { code: "autograd" });
}

function applyHooks(gradient: Tensor, hooks: ReadonlySet<GradHook> | null | undefined): Tensor {
  let current = gradient;
  for (const hook of hooks ?? []) {
    const replaced = hook(current);
    if (replaced === undefined || replaced === null) continue;
    if (!(replaced instanceof Tensor) || !sameShape(replaced.shape, current.shape)) {
      const rule = `be a tensor of shape ${sizes(current.shape)}`;
      throw argumentError("registerHook", "the hook's result", rule, replaced, { code: "autograd" });
    }
    if (replaced.dtype !== current.dtype) {
      const [was, got] = [current, replaced].map(({ dtype }) => `torch.${titleOf(dtype)}Tensor`);
      throw new ToeplitzError(`hook 'hook' has changed the type of value (was ${was} got ${got})`, {
        code: "autograd",
        api: "registerHook",
        argument: "the hook's result",
        value: replaced.dtype,
      });
    }
    current = replaced;
  }
  return current;
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
