// Module suite: a module with a case's weight gives the functional call's bits, forwards and backwards.
import type { Tensor } from "@toeplitz/tensor";
import { type Api, type ConvCase, convLine } from "../rows/index.ts";
import { tensorDifference } from "./compare.ts";
import { callConv, convInputs } from "./conv-call.ts";
import { isFloating, make, upstream } from "./inputs.ts";

/** Modules have floating parameters, and at least one channel on either side. */
export const hasModule = ({ rank, input, weight }: ConvCase): boolean =>
  isFloating(weight.dtype) && !weight.shape.includes(0) && input.shape.at(-rank - 1) !== 0;

/** Checks output and gradients of the module that has a case's options, weight and bias. */
export function checkModule(t: Api, conv: ConvCase): void {
  const { rank, transposed, options } = conv;
  const { x, w, b } = convInputs(t, conv);
  const groups = options.groups ?? 1;
  const [first, second, ...kernelSize] = w.shape as readonly [number, number, ...number[]];
  const [inChannels, outChannels] = transposed ? [first, second * groups] : [second * groups, first];
  const Conv = t.nn[`Conv${transposed ? "Transpose" : ""}${rank}d`] as typeof t.nn.Conv2d;
  const settings = { ...options, bias: b !== null, dtype: x.dtype };
  const module = new Conv(inChannels, outChannels, kernelSize, settings);
  module.loadStateDict({ weight: w, ...(b === null ? {} : { bias: b }) });

  const leaves = { x: leaf(x), w: leaf(w), b: b === null ? null : leaf(b) };
  const expected = callConv(t, conv, leaves);
  const moduleInput = leaf(x);
  const actual = module.forward(moduleInput);
  const sent = make(t, upstream(expected, 0));
  expected.backward(sent);
  actual.backward(sent);

  const pairs: readonly (readonly [string, Tensor | null | undefined, Tensor | null | undefined])[] = [
    ["output", actual, expected],
    ["gradient of the input", moduleInput.grad, leaves.x.grad],
    ["gradient of the weight", module.weight.grad, leaves.w.grad],
    ["gradient of the bias", module.bias?.grad, leaves.b?.grad],
  ];
  for (const [what, a, e] of pairs) {
    const problem = a && e ? tensorDifference(a, e) : a === e ? undefined : "one is missing";
    if (problem === undefined) continue;
    const error = new Error(
      `${conv.id}: ${what}: ${problem}\n  functional  ${convLine(conv)}\n  module      ${module}`,
    );
    error.stack = `Mismatch: ${error.message}`;
    throw error;
  }
}

const leaf = (x: Tensor): Tensor => x.detach().requiresGrad_();
