// Classes as rows of zeros with a single one.
import { checkTensor } from "../check-tensor.ts";
import { zeros } from "../creation/filled.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { scatter } from "./index-along.ts";
import { unsqueeze } from "./shape-view.ts";

/**
 * A row of zeros with a one at the position that each element names: int64 `[..., classes]`.
 *
 * @param classes how many; by default one more than the largest element
 * @throws ToeplitzError with PyTorch's sentences for another type than int64, and for elements that name no class.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(x: Tensor, options: { numClasses?: number } = {}): Tensor {
  checkTensor("oneHot", "x", x);
  checkOptions("oneHot", options, ["numClasses"]);
  const { numClasses = -1 } = options;
  const fail = (sentence: string, argument: string, value: unknown) => {
    throw new ToeplitzError(sentence, { code: "value", api: "oneHot", argument, value });
  };
  if (!Number.isInteger(numClasses)) throw argumentError("oneHot", "numClasses", "be a whole number", numClasses);
  if (x.dtype !== "int64") fail("one_hot is only applicable to index tensor.", "x", x.dtype);
  const elements = Array.from(x.toTypedArray() as BigInt64Array, Number);
  if (elements.length === 0 && numClasses <= 0) {
    fail("Can not infer total number of classes from empty tensor.", "numClasses", numClasses);
  }
  const [least, largest] = [
    elements.reduce((a, b) => Math.min(a, b), 0),
    elements.reduce((a, b) => Math.max(a, b), -1),
  ];
  if (least < 0) fail("Class values must be non-negative.", "x", least);
  if (numClasses === -1) return oneHotOf(x, largest + 1);
  if (largest >= numClasses) fail("Class values must be smaller than num_classes.", "x", largest);
  return oneHotOf(x, numClasses);
}

const oneHotOf = (x: Tensor, classes: number) =>
  scatter(zeros([...x.shape, classes], { dtype: "int64" }), -1, unsqueeze(x, -1), 1);
