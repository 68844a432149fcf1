// The only place where a function becomes differentiable.
import { isFloating } from "../dtype.ts";
import type { Tensor, Untraced } from "../tensor.ts";
import { isGradEnabled, withGrad } from "./mode.ts";
import { Node } from "./node.ts";

/** Tensors that an op works on; null stands for an optional one that is absent. */
export type Inputs = readonly (Tensor | null)[];

/** What `forward` gets. */
export interface ForwardContext<I extends Inputs, O> {
  readonly inputs: I;
  readonly options: O;
  /** Which inputs will want a gradient; all false when nothing is recorded. */
  readonly needs: readonly boolean[];
  /**
   * Keeps a tensor (an input, an output, an index, a mask) for backward, with its version.
   *
   * @param needed whether backward will read it; else its place stays empty, and the tensor may change. Default true
   */
  save(tensor: Tensor, needed?: boolean): void;
}

/** What `backward` gets. Everything that it does, it does with ops, so second derivatives follow. */
export interface BackwardContext<O, G> {
  /** Gradients of the outputs, of their shapes: one, or a list with null where none came. */
  readonly grads: G;
  /** What `forward` saved, in that order; undefined where it was not needed. */
  readonly saved: readonly (Tensor | undefined)[];
  readonly options: O;
  /** Which inputs want a gradient; the others may be null. */
  readonly needs: readonly boolean[];
}

/** A differentiable function in the making. */
export interface OpDefinition<I extends Inputs, O, R extends Tensor | readonly Tensor[]> {
  /** PyTorch's name of the recorded operation, as `grad_fn` prints it: `AddBackward0`. May depend on the options. */
  readonly name: string | ((options: O) => string);
  /** Computes the result with kernels or as a view. Arguments have been checked; nothing in here is recorded. */
  forward(context: ForwardContext<I, O>): R;
  /**
   * Whether `backward` keeps neither the gradients that it gets nor those that it returns: their memory is given back then as soon as
   * they have been used. Default false.
   */
  readonly letsGo?: boolean;
  /** One gradient per input, of the input's shape, or null. */
  backward(
    context: BackwardContext<O, R extends Tensor ? Tensor : readonly (Tensor | null)[]>,
  ): readonly (Tensor | null)[];
}

/** A recorded function of tensors and options. Ops that are their own derivative's derivative name this type. */
export type Op<I extends Inputs, O = undefined, R extends Tensor | readonly Tensor[] = Tensor> = (
  inputs: I,
  options: O,
) => R;

const nothing: readonly boolean[] = [];

/** Makes an op: a function of tensors and options whose every use is recorded when a gradient may be wanted. */
export function defineOp<I extends Inputs, O = undefined, R extends Tensor | readonly Tensor[] = Tensor>(
  definition: OpDefinition<I, O, R>,
): Op<I, O, R> {
  return (inputs, options) => {
    const recording = isGradEnabled() && inputs.some((input) => input?.requiresGrad === true);
    if (!recording) {
      const plain = withGrad(false, () => definition.forward({ inputs, options, needs: nothing, save: ignore }));
      return fresh(plain, inputs);
    }

    const needs = inputs.map((input) => input?.requiresGrad === true);
    const saved: (Tensor | undefined)[] = [];
    const save = (tensor: Tensor, needed = true) => void saved.push(needed ? tensor : undefined);
    const result = fresh(
      withGrad(false, () => definition.forward({ inputs, options, needs, save })),
      inputs,
    );
    const outputs = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
    if (!outputs.some((output) => isFloating(output.dtype))) return result;

    const name = typeof definition.name === "string" ? definition.name : definition.name(options);
    const single = !Array.isArray(result);
    const node = new Node(
      name,
      inputs.map((input) => input?.edge ?? null),
      outputs,
      saved,
      (grads, kept) => {
        type G = R extends Tensor ? Tensor : readonly (Tensor | null)[];
        return definition.backward({ grads: (single ? grads[0] : grads) as G, saved: kept, options, needs });
      },
      definition.letsGo,
    );
    for (let i = 0; i < outputs.length; i++) {
      if (isFloating(outputs[i]!.dtype)) outputs[i]!.record(node, i);
    }
    return result;
  };
}

/**
 * Versions count what happens to a result after it is made; a view's storage has a history of its own. An input that forward
 * gave back as it came becomes a view of itself: it keeps its own place on the tape.
 */
function fresh<R extends Tensor | readonly Tensor[]>(result: R, inputs: Inputs): R {
  // A view of what may not be written to may not be written to either.
  const ofSource = ({ storage }: Tensor): Untraced | null => {
    const untraced = inputs.find((input) => input?.storage === storage)?.viewOf?.untraced ?? null;
    return untraced && { ...untraced, output: 0 };
  };
  const own = (output: Tensor): Tensor => {
    if (inputs.includes(output)) return output.alias([...output.shape], output.strides);
    if (output.viewOf === null) output.storage.version = 0;
    else output.viewOf.untraced = isGradEnabled() ? ofSource(output) : { reason: "made in noGrad", output: 0 };
    return output;
  };
  return (Array.isArray(result) ? result.map(own) : own(result as Tensor)) as R;
}

function ignore(): void {}
