// The files that the tests save: real NumPy and PyTorch have opened exactly these bytes.
import { arange, type Tensor, tensor } from "@toeplitz/tensor";
import { saveNpy, saveNpz, savePth, saveSafetensors } from "../src/index.ts";
import { describeArray, describeTensor, hexOf } from "./described.ts";

const special = [0, -0, 1.5, -2.25, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 6e-8, 65504, 1e30, 2049];

/** Every element type, numbers at their ends, no elements, no axes, a view, names of every kind. */
export function tensorsToSave(): Map<string, Tensor> {
  return new Map([
    ["float32", tensor(special)],
    ["float64", tensor(special, { dtype: "float64" })],
    ["int32", tensor([-(2 ** 31), 0, 2 ** 31 - 1], { dtype: "int32" })],
    ["int64", tensor([-(2n ** 63n), 0n, 2n ** 63n - 1n])],
    ["uint8", tensor([0, 255], { dtype: "uint8" })],
    ["bool", tensor([[true, false, true]])],
    ["scalar", tensor(3.5)],
    ["empty", arange(0).reshape([0, 3])],
    ["layers.0.größe", arange(24).reshape([2, 3, 4])],
    ["__proto__", tensor([1, 2])],
  ]);
}

/** Views that share one storage. */
export function sharedTensors(): Map<string, Tensor> {
  const base = arange(12);
  const square = base.reshape([3, 4]);
  return new Map([
    ["whole", square],
    ["transposed", square.t()],
    ["part", base.narrow(0, 2, 4)],
    ["stretched", base.narrow(0, 0, 1).expand([4])],
  ]);
}

/** Bytes by file name, and what a reader must find in each. */
export async function ourFiles() {
  const tensors = tensorsToSave();
  const shared = sharedTensors();
  const files = new Map<string, { bytes: Uint8Array; expected: Record<string, unknown> }>();
  const described = (given: ReadonlyMap<string, Tensor>, describe: (x: Tensor) => unknown) =>
    Object.fromEntries([...given].map(([name, x]) => [name, describe(x)]));
  const floats = new Map([...tensors].filter(([, x]) => x.dtype === "float32"));
  files.set("all.safetensors", { bytes: await saveSafetensors(tensors), expected: described(tensors, describeArray) });
  files.set("all.npz", { bytes: await saveNpz(tensors), expected: described(tensors, describeArray) });
  files.set("deflated.npz", {
    bytes: await saveNpz(tensors, { compress: true }),
    expected: described(tensors, describeArray),
  });
  for (const [name, x] of tensors) {
    if (name.startsWith("_") || name.includes(".")) continue;
    files.set(`${name}.npy`, { bytes: await saveNpy(x), expected: { "": describeArray(x) } });
  }
  files.set("all.pth", { bytes: await savePth(tensors), expected: described(tensors, describeArray) });
  const storages = new Map();
  files.set("shared.pth", {
    bytes: await savePth(shared),
    expected: described(shared, (x) => describeTensor(x, storages)),
  });
  // Of float32, rounded by PyTorch itself; of float64 PyTorch rounds twice, where this library rounds once.
  for (const half of ["float16", "bfloat16"] as const) {
    const expected = described(floats, (x) => ({ dtype: "float32", shape: [...x.shape], half, from: hexOf(x) }));
    files.set(`${half}.pth`, { bytes: await savePth(floats, { half }), expected });
    const bytes = await saveSafetensors(floats, { half, metadata: { format: "pt" } });
    files.set(`${half}.safetensors`, { bytes, expected });
  }
  const array = tensor(special);
  const rounded = { dtype: "float32", shape: [special.length], half: "float16", from: hexOf(array) };
  files.set("half.npy", { bytes: await saveNpy(array, { half: "float16" }), expected: { "": rounded } });
  return files;
}
