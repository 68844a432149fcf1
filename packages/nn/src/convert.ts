// Changing the element type of what a module holds.
import { type DType, dtypes, isFloating, noGrad, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import type { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/**
 * Replaces every floating parameter and buffer by one of type `dtype`. What was one tensor under several names stays one.
 *
 * @throws ToeplitzError with PyTorch's sentence for a type that is not floating, and for what was disposed of; then nothing has changed.
 */
export function convert(root: Module, dtype: DType): void {
  checkModuleDType(dtype);
  const converted = new Map<Tensor, Tensor>();
  const convertedOnce = (tensor: Tensor) => {
    const known =
      converted.get(tensor) ?? (tensor instanceof Parameter ? parameterAs(tensor, dtype) : tensor.to(dtype));
    converted.set(tensor, known);
    return known;
  };
  const changes = root
    .modules()
    .flatMap((module) =>
      [...module.ownParameters(), ...module.ownBuffers()]
        .filter(([, tensor]) => isFloating(tensor.dtype) && tensor.dtype !== dtype)
        .map(([name, tensor]) => [module, name, convertedOnce(tensor)] as const),
    );
  for (const [module, name, tensor] of changes) Reflect.set(module, name, tensor);
}

function parameterAs(parameter: Parameter, dtype: DType): Parameter {
  const { grad, requiresGrad } = parameter;
  const result = new Parameter(
    noGrad(() => parameter.to(dtype)),
    { requiresGrad },
  );
  result.grad = grad === null ? null : noGrad(() => grad.to(dtype));
  return result;
}

function checkModuleDType(dtype: DType): void {
  if (!dtypes.includes(dtype)) {
    throw argumentError("Module.to", "dtype", `be one of ${dtypes.join(", ")}`, dtype, {
      code: "dtype",
      legal: dtypes,
    });
  }
  if (isFloating(dtype)) return;
  throw new ToeplitzError(
    `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${dtype}`,
    { code: "dtype", api: "Module.to", argument: "dtype", value: dtype, legal: ["float32", "float64"] },
  );
}
