// One recorded operation: what it needs to run backwards, and where its gradients go.

import { type DType, titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import type { GradHook, Tensor } from "../tensor.ts";

/** Where a gradient goes: into an output slot of an earlier operation, or onto a leaf. */
export type Edge =
  | { readonly node: Node; readonly index: number; readonly leaf: null }
  | { readonly node: null; readonly index: number; readonly leaf: Tensor };

/** What backward must know of an output to make zeros for it. */
export interface OutputMeta {
  readonly shape: Shape;
  readonly dtype: DType;
}

interface Saved {
  readonly tensor: Tensor;
  readonly version: number;
  /** Which result of the operation itself it is; -1 for none. */
  readonly output: number;
}

/** Gradients of the inputs from those of the outputs; null where nothing flows. */
export type BackwardFunction = (
  grads: readonly (Tensor | null)[],
  saved: readonly (Tensor | undefined)[],
) => readonly (Tensor | null)[];

let created = 0;

/** A recorded operation. Nodes are numbered as they are made, and a node is made after all that it depends on. */
export class Node {
  /** PyTorch's name of the operation, for example `ConvolutionBackward0`. */
  readonly name: string;
  /** Larger means recorded later. */
  readonly sequence = created++;
  readonly edges: readonly (Edge | null)[];
  readonly outputs: readonly OutputMeta[];
  /** Whether running backwards keeps no gradient. */
  readonly letsGo: boolean;
  readonly #backward: BackwardFunction;
  #saved: readonly (Saved | undefined)[] | null;
  #hooks: (Set<GradHook> | undefined)[] | null = null;
  #retained: (Tensor | undefined)[] | null = null;

  constructor(
    name: string,
    edges: readonly (Edge | null)[],
    outputs: readonly Tensor[],
    saved: readonly (Tensor | undefined)[],
    backward: BackwardFunction,
    letsGo = false,
  ) {
    this.name = name;
    this.letsGo = letsGo;
    this.edges = edges;
    this.outputs = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
    this.#saved = saved.map(
      (tensor) => tensor && { tensor, version: tensor.storage.version, output: outputs.indexOf(tensor) },
    );
    this.#backward = backward;
  }

  /** Runs backwards once. */
  run(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const saved = this.#saved;
    if (saved === null) {
      throw new ToeplitzError(
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.",
        {
          code: "autograd",
          api: "backward",
          argument: "retainGraph",
          value: false,
          hint: "in TypeScript: backward(gradient, { retainGraph: true })",
          legal: [true],
        },
      );
    }
    for (const one of saved) if (one && one.tensor.storage.version !== one.version) throw this.#modified(one);
    return this.#backward(
      grads,
      saved.map((one) => one?.tensor),
    );
  }

  /** PyTorch names an input by the operation that made it as it is now, and a result of this operation by this one. */
  #modified({ tensor, version, output }: Saved): ToeplitzError {
    const [index, maker] = output < 0 ? [tensor.outputIndex, tensor.gradFn] : [output, this];
    const what = `[torch.${titleOf(tensor.dtype)}Tensor [${tensor.shape.join(", ")}]]`;
    const from = maker === null ? "" : `, which is output ${index} of ${maker.name},`;
    return new ToeplitzError(
      `one of the variables needed for gradient computation has been modified by an inplace operation: ${what}${from} is at version ${tensor.storage.version}; expected version ${version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).`,
      {
        code: "autograd",
        api: "backward",
        argument: "x",
        value: tensor,
        hint: "there is no anomaly detection here: look for functions whose names end in _",
      },
    );
  }

  /** Lets go of what was saved. A node that saved nothing can run again. */
  release(): void {
    if (this.#saved?.some((one) => one !== undefined)) this.#saved = null;
  }

  /** @internal The hooks on one output, to be added to. */
  hooksOf(output: number): Set<GradHook> {
    this.#hooks ??= [];
    return (this.#hooks[output] ??= new Set());
  }

  /** @internal Hooks on one output, if any. */
  hooks(output: number): ReadonlySet<GradHook> | undefined {
    return this.#hooks?.[output];
  }

  /** @internal Makes backward store the gradient of one output on `tensor`, or nowhere. */
  retain(output: number, tensor: Tensor | undefined): void {
    this.#retained ??= [];
    this.#retained[output] = tensor;
  }

  /** @internal The tensor that keeps the gradient of one output, if any. */
  retained(output: number): Tensor | undefined {
    return this.#retained?.[output];
  }

  /** The name between brackets, as PyTorch prints a `grad_fn`. */
  toString(): string {
    return `<${this.name}>`;
  }
}
