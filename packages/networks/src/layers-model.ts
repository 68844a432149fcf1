// Weights of a TensorFlow.js layers model, for a module whose layers have the same names.
import { type Tensor, ToeplitzError, tensor } from "@toeplitz/tensor";

/** The part of a `model.json` that tells where weights lie in the bytes of its one shard. */
export interface LayersModel {
  readonly weightsManifest: readonly {
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  }[];
}

const ours: Readonly<Record<string, string>> = { kernel: "weight", bias: "bias" };

/**
 * `F_0/kernel [kh, kw, C, O]` -> `F_0.weight [O, C, kh, kw]`, `F_0/bias` -> `F_0.bias`.
 *
 * @throws ToeplitzError if the bytes are too few or too many, or a weight is not a kernel or bias of float32.
 */
export function loadLayersModel({ weightsManifest }: LayersModel, bytes: ArrayBuffer): Map<string, Tensor> {
  const refuse = (what: string) => new ToeplitzError(what, { code: "file", api: "loadLayersModel" });
  const state = new Map<string, Tensor>();
  let offset = 0;
  for (const { name, shape, dtype } of weightsManifest.flatMap(({ weights }) => weights)) {
    const [layer, kind = ""] = name.split("/");
    const member = ours[kind];
    if (member === undefined || dtype !== "float32")
      throw refuse(`${name} of type ${dtype} is no kernel or bias of float32`);
    const length = shape.reduce((product, size) => product * size, 1);
    if (offset + 4 * length > bytes.byteLength) throw refuse(`${name} ends beyond the ${bytes.byteLength} bytes`);
    const values = tensor(new Float32Array(bytes, offset, length), { shape: [...shape] });
    state.set(`${layer}.${member}`, shape.length === 4 ? values.permute([3, 2, 0, 1]).contiguous() : values);
    offset += 4 * length;
  }
  if (offset !== bytes.byteLength) throw refuse(`${bytes.byteLength - offset} bytes belong to no weight`);
  return state;
}
