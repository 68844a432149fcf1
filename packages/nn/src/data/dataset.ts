// Examples by number.
import { stack, Tensor, ToeplitzError, tensor } from "@toeplitz/tensor";
import { argumentError, checkTensor } from "@toeplitz/tensor/extend";

/** Examples by number; one that has to be fetched comes as a promise, and is then iterated over with `for await`. */
export interface Dataset<T> {
  readonly length: number;
  /** The example of this number, from 0. */
  at(index: number): T | Promise<T>;
}

/**
 * Rows of tensors of one length: example `i` is the list of their rows number `i`.
 *
 * @throws ToeplitzError for tensors of different lengths.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset
 */
export class TensorDataset implements Dataset<Tensor[]> {
  readonly tensors: readonly Tensor[];

  constructor(...tensors: Tensor[]) {
    for (const x of tensors) checkTensor("TensorDataset", "tensors", x);
    if (tensors.length === 0 || tensors.some((x) => x.ndim === 0 || x.shape[0] !== tensors[0]?.shape[0])) {
      const sentence = "Size mismatch between tensors";
      throw new ToeplitzError(sentence, { code: "shape", api: "TensorDataset", argument: "tensors" });
    }
    this.tensors = tensors;
  }

  get length(): number {
    return (this.tensors[0] as Tensor).shape[0] as number;
  }

  /** The rows number `index`, as views. */
  at(index: number): Tensor[] {
    return this.tensors.map((x) => x.select(0, index));
  }
}

/** What examples of a kind make together. */
export type Batch<T> = T extends Tensor
  ? Tensor
  : T extends number | bigint | boolean
    ? Tensor
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: Batch<T[K]> }
      : T extends object
        ? { -readonly [K in keyof T]: Batch<T[K]> }
        : T[];

/**
 * Examples as one: tensors are stacked, numbers become a tensor (whole ones int64, others float64, as in PyTorch), lists and objects are
 * joined entry by entry; of anything else, such as strings, there is a list.
 *
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.default_collate
 */
export function defaultCollate<T>(examples: readonly T[]): Batch<T> {
  if (!Array.isArray(examples)) throw argumentError("defaultCollate", "examples", "be a list", examples);
  return collate(examples) as Batch<T>;
}

/** A list may hold itself. */
const mostNested = 64;

/** @internal {@link defaultCollate}, whose type somebody else knows. */
export function collate(examples: readonly unknown[], depth = 0): unknown {
  if (depth > mostNested) {
    throw argumentError("defaultCollate", "examples", `be nested at most ${mostNested} deep`, examples);
  }
  const [first] = examples;
  if (first instanceof Tensor) return stack(examples as Tensor[]);
  if (typeof first === "number") {
    const whole = examples.every(Number.isInteger);
    return tensor(examples as number[], { dtype: whole ? "int64" : "float64" });
  }
  if (typeof first === "boolean" || typeof first === "bigint") return tensor(examples as boolean[]);
  if (Array.isArray(first)) {
    const lists = examples as unknown[][];
    if (lists.some((list) => !Array.isArray(list) || list.length !== first.length)) {
      const sentence = "each element in list of batch should be of equal size";
      throw new ToeplitzError(sentence, { code: "shape", api: "defaultCollate", argument: "examples" });
    }
    return first.map((_, i) =>
      collate(
        lists.map((list) => list[i]),
        depth + 1,
      ),
    );
  }
  if (typeof first === "object" && first !== null) {
    const records = examples as Record<string, unknown>[];
    if (records.some((record) => typeof record !== "object" || record === null)) {
      throw argumentError("defaultCollate", "examples", "be objects where the first is one", examples);
    }
    return Object.fromEntries(
      Object.keys(first).map((key) => [
        key,
        collate(
          records.map((record) => record[key]),
          depth + 1,
        ),
      ]),
    );
  }
  if (examples.length === 0) throw argumentError("defaultCollate", "examples", "not be empty", examples);
  return [...examples];
}
