// Refusing arguments in PyTorch's sentences, and spelling shapes and dtypes as those sentences do.
import { type DType, ToeplitzError } from "@toeplitz/tensor";

/** An error with PyTorch's sentence; `rule` is what must hold, `legal` the nearest values that would do. */
export function refusal(
  api: string,
  sentence: string,
  fields: { code?: string; argument: string; value: unknown; rule: string; legal?: readonly unknown[] },
): ToeplitzError {
  return new ToeplitzError(sentence, { code: "argument", api, ...fields });
}

/** `[1, 3, 28, 28]` */
export function list(numbers: readonly number[]): string {
  return `[${numbers.join(", ")}]`;
}

/** `(3, 3)`, and `(3,)` for one number, as Python prints tuples. */
export function tuple(numbers: readonly number[]): string {
  return numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(", ")})`;
}

/** `4 x 4` */
export function times(numbers: readonly number[]): string {
  return numbers.join(" x ");
}

/** `stride_height: 1 stride_width: 1` for two axes, with `_depth` first for three. */
export function named(what: string, numbers: readonly number[], separator = " "): string {
  const axes = ["depth", "height", "width"].slice(3 - numbers.length);
  return numbers.map((number, i) => `${what}_${axes[i]}: ${number}`).join(separator);
}

/** PyTorch's name of a dtype in C++ (`long int`) and as a scalar type (`Long`). */
export const nameOf: Readonly<Record<DType, { readonly cpp: string; readonly scalar: string }>> = {
  float32: { cpp: "float", scalar: "Float" },
  float64: { cpp: "double", scalar: "Double" },
  int32: { cpp: "int", scalar: "Int" },
  int64: { cpp: "long int", scalar: "Long" },
  uint8: { cpp: "unsigned char", scalar: "Byte" },
  bool: { cpp: "bool", scalar: "Bool" },
};
