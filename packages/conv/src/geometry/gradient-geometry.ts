// Geometries of torch.nn.grad's functions: the caller says which size the gradient has.
import { checkOptions } from "@toeplitz/tensor/extend";
import { asTwoAxes } from "./backend-checks.ts";
import type { SpatialRank } from "./conv-geometry.ts";
import { type ConvPlan, type ConvSettings, convGeometry } from "./conv-plan.ts";
import { readPerAxis, readSizes, type Sized } from "./read-options.ts";
import { refusal } from "./refusal.ts";

/** The options of `conv2dInput`, `conv2dWeight` and their kin. */
export type ConvGradOptions = {
  readonly stride?: ConvSettings["stride"];
  readonly padding?: number | readonly number[];
  readonly dilation?: ConvSettings["dilation"];
  readonly groups?: number;
};

/**
 * Geometry of `convNdInput`: the gradient with respect to an input of `inputSize`.
 *
 * `inputSize [N, C, ...]`, `weight [O, C/groups, ...kernel]`, `gradOutput [N, O, ...]`. Run the wide kernel with it.
 *
 * @throws ToeplitzError as the convolution would, and where gradOutput is not what that convolution gives.
 */
export function convInputGeometry(
  api: string,
  rank: SpatialRank,
  inputSize: unknown,
  weight: Sized,
  gradOutput: Sized,
  options?: unknown,
): ConvPlan {
  const shape = readSizes(api, "inputSize", inputSize, rank + 2);
  return gradientGeometry(api, rank, { shape, dtype: gradOutput.dtype }, weight, gradOutput, options);
}

/**
 * Geometry of `convNdWeight`: the gradient with respect to a weight of `weightSize`.
 *
 * `input [N, C, ...]`, `weightSize [O, C/groups, ...kernel]`, `gradOutput [N, O, ...]`. Run the weight kernel with it.
 *
 * @throws ToeplitzError as the convolution would, and where gradOutput is not what that convolution gives.
 */
export function convWeightGeometry(
  api: string,
  rank: SpatialRank,
  input: Sized,
  weightSize: unknown,
  gradOutput: Sized,
  options?: unknown,
): ConvPlan {
  const shape = readSizes(api, "weightSize", weightSize, rank + 2);
  return gradientGeometry(api, rank, input, { shape, dtype: gradOutput.dtype }, gradOutput, options);
}

function gradientGeometry(
  api: string,
  rank: SpatialRank,
  input: Sized,
  weight: Sized,
  gradOutput: Sized,
  options: unknown,
): ConvPlan {
  checkOptions(api, options, ["stride", "padding", "dilation", "groups"]);
  // Words are no padding here, as in PyTorch: the gradient's size says everything.
  readPerAxis(api, "padding", (options as ConvGradOptions | undefined)?.padding, rank, 0);
  if (input.shape.length !== gradOutput.shape.length) {
    throw refusal(
      api,
      "Expected input and grad_output to have the same number of dimensions, but got: " +
        `${input.shape.length} and ${gradOutput.shape.length}`,
      {
        code: "shape",
        argument: "gradOutput",
        value: gradOutput.shape,
        rule: `have ${input.shape.length} axes`,
      },
    );
  }
  const plan = convGeometry({ api, rank, transposed: false, input, weight, options });
  if (plan.unbatched) {
    const axes = rank + 2;
    throw refusal(
      api,
      `Expected ${axes}-dimensional input for ${axes}-dimensional weight [${weight.shape.join(", ")}], but got ` +
        `${axes - 1}-dimensional input of size [${input.shape.join(", ")}] instead`,
      { code: "shape", argument: "input", value: input.shape, rule: `have ${axes} axes` },
    );
  }
  const expected = spelled(plan.outputShape);
  const got = spelled(gradOutput.shape);
  for (const axis of [1, ...expected.keys()]) {
    if (expected[axis] === got[axis]) continue;
    throw refusal(
      api,
      `Expected a tensor of dimension ${expected.length} and tensor.size[${axis}] == ${expected[axis]} but got: ` +
        `dimension ${expected.length} and tensor.size[${axis}] = ${got[axis]}`,
      {
        code: "shape",
        argument: "gradOutput",
        value: gradOutput.shape,
        rule: `have shape [${plan.outputShape.join(", ")}]`,
        legal: [plan.outputShape],
      },
    );
  }
  return plan;
}

/** With the extra axis that PyTorch's messages show for one spatial axis. */
function spelled(shape: readonly number[]): number[] {
  return [...shape.slice(0, 2), ...asTwoAxes(shape.slice(2), 1)];
}
