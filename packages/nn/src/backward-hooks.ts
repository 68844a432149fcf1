// Functions that see a module's gradients: those that arrive at its outputs, and those that leave at its inputs.
import { isGradEnabled, Tensor, ToeplitzError, zerosLike } from "@toeplitz/tensor";
import { checkTensor, defineOp, sameShape, titleOf } from "@toeplitz/tensor/extend";

/** One gradient for each argument or result of `forward`; null for what is no tensor, or a result through which nothing flows. */
export type Gradients = readonly (Tensor | null)[];

/** Sees the gradients of a module's inputs and outputs; what it returns, if anything, takes the place of the former. */
export type FullBackwardHook<M> = (
  module: M,
  gradInput: Gradients,
  gradOutput: Gradients,
) => Gradients | null | undefined | void;

/** @internal A hook of a known module. */
export type BackwardHook = (gradInput: Gradients, gradOutput: Gradients) => Gradients | null | undefined | void;

/** Tensors as they are, with a place on the tape where their gradients are looked at, and may be replaced. */
const through = defineOp<readonly Tensor[], (grads: Gradients) => Gradients, readonly Tensor[]>({
  name: "BackwardHookFunctionBackward",
  forward: ({ inputs }) => inputs,
  backward: ({ grads, options: look }) => look(grads),
});

/**
 * @internal Puts one call of a module between two places on the tape.
 *
 * @returns what stands for the inputs, and what stands for the output of that call
 */
export function watched(hooks: readonly BackwardHook[]) {
  let gradOutput: Gradients | null = null;
  let inputCount = 0;
  let inputsRecorded = false;

  const lookAtInputs = (grads: Gradients): Gradients => {
    // The gradient of a gradient can come to the inputs past the outputs.
    if (gradOutput === null) return grads;
    let current = grads;
    for (const hook of hooks) {
      const replaced = hook(current, gradOutput) ?? null;
      if (replaced !== null) current = checked(replaced, current);
    }
    gradOutput = null;
    return current;
  };

  const lookAtOutputs = (grads: Gradients): Gradients => {
    gradOutput = grads;
    if (inputsRecorded) return grads;
    const none: Gradients = Array<null>(inputCount).fill(null);
    for (const hook of hooks) {
      const replaced: unknown = hook(none, gradOutput) ?? [];
      if (!Array.isArray(replaced) || replaced.some((gradient) => gradient !== null)) {
        throw refused(
          "Backward hook for Modules where no input requires gradient should always return None or None for all gradients.",
          replaced,
        );
      }
    }
    gradOutput = null;
    return grads;
  };

  return {
    inputs(values: readonly unknown[]): readonly unknown[] {
      inputCount = values.length;
      // Arguments through which nothing flows have zeros, whatever their type.
      const passed = recorded(values, lookAtInputs, (value) => (value instanceof Tensor ? zerosLike(value) : null));
      inputsRecorded = passed !== values;
      return passed;
    },
    output(value: unknown): unknown {
      return Array.isArray(value)
        ? recorded(value, lookAtOutputs, () => null)
        : recorded([value], lookAtOutputs, () => null)[0];
    },
  };
}

/** The values, those that are on the tape through the place where `look` sees gradients; the same list if none is. */
function recorded(
  values: readonly unknown[],
  look: (grads: Gradients) => Gradients,
  missing: (value: unknown) => Tensor | null,
): readonly unknown[] {
  const places = [...values.keys()].filter((i) => values[i] instanceof Tensor && (values[i] as Tensor).requiresGrad);
  if (places.length === 0 || !isGradEnabled()) return values;
  const passed = through(
    places.map((place) => values[place] as Tensor),
    (grads) => {
      const all = look(values.map((value, i) => grads[places.indexOf(i)] ?? missing(value)));
      return places.map((place) => all[place] ?? null);
    },
  );
  return values.map((value, i) => passed[places.indexOf(i)] ?? value);
}

function checked(replaced: Gradients, current: Gradients): Gradients {
  if (!Array.isArray(replaced) || replaced.length !== current.length) {
    const count = Array.isArray(replaced) ? replaced.length : 1;
    throw refused(
      `Backward hook returned an invalid number of grad_input, got ${count}, but expected ${current.length}`,
      replaced,
    );
  }
  for (const [i, gradient] of (replaced as Gradients).entries()) {
    const expected = current[i] ?? null;
    if (gradient === null || expected === null) continue;
    checkTensor("registerFullBackwardHook", "the hook's result", gradient);
    if (!sameShape(gradient.shape, expected.shape)) {
      throw refused("hook 'hook' has changed the size of value", gradient.shape);
    }
    if (gradient.dtype === expected.dtype) continue;
    const [was, got] = [expected, gradient].map(({ dtype }) => `torch.${titleOf(dtype)}Tensor`);
    throw refused(`hook 'hook' has changed the type of value (was ${was} got ${got})`, gradient.dtype);
  }
  return replaced;
}

function refused(sentence: string, value: unknown): ToeplitzError {
  return new ToeplitzError(sentence, {
    code: "autograd",
    api: "registerFullBackwardHook",
    argument: "the hook's result",
    value,
  });
}
