// Makes pickles and checkpoints by hand, right ones and wrong ones.
import { zipOf } from "./zip-files.ts";

const ascii = (text: string) => Array.from(text, (c) => c.charCodeAt(0));
const four = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >>> 24) & 255];

/** Opcodes by name, as far as the tests need them. */
export const op = {
  proto: (version = 2) => [0x80, version],
  global: (module: string, name: string) => [0x63, ...ascii(`${module}\n${name}\n`)],
  text: (text: string) => [0x58, ...four(new TextEncoder().encode(text).length), ...new TextEncoder().encode(text)],
  int: (n: number) => [0x4a, ...four(n)],
  float: (n: number) => {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setFloat64(0, n);
    return [0x47, ...new Uint8Array(bytes.buffer)];
  },
  mark: [0x28],
  tuple: [0x74],
  emptyTuple: [0x29],
  emptyList: [0x5d],
  emptyDict: [0x7d],
  append: [0x61],
  setItem: [0x73],
  setItems: [0x75],
  reduce: [0x52],
  build: [0x62],
  persistent: [0x51],
  no: [0x89],
  yes: [0x88],
  none: [0x4e],
  stop: [0x2e],
};

/** A tuple of whole numbers. */
export const numbers = (...values: number[]) => [...op.mark, ...values.flatMap(op.int), ...op.tuple];

const orderedDict = [...op.global("collections", "OrderedDict"), ...op.emptyTuple, ...op.reduce];

/** A storage, by its persistent id. */
export function storage(type = "FloatStorage", key: number[] = op.text("0"), size = 4): number[] {
  const id = [...op.text("storage"), ...op.global("torch", type), ...key, ...op.text("cpu"), ...op.int(size)];
  return [...op.mark, ...id, ...op.tuple, ...op.persistent];
}

/** Parts of a tensor, each as opcodes; what is not given is right for four numbers. */
export interface TensorParts {
  storage?: number[];
  offset?: number[];
  size?: number[];
  stride?: number[];
  grad?: number[];
  hooks?: number[];
}

/** A tensor. */
export function tensorOf(parts: TensorParts = {}): number[] {
  const { offset = op.int(0), size = numbers(4), stride = numbers(1), grad = op.no, hooks = orderedDict } = parts;
  const args = [...(parts.storage ?? storage()), ...offset, ...size, ...stride, ...grad, ...hooks];
  return [...op.global("torch._utils", "_rebuild_tensor_v2"), ...op.mark, ...args, ...op.tuple, ...op.reduce];
}

/** A pickle of this value. */
export const pickleOf = (...value: number[]) => Uint8Array.from([...op.proto(), ...value, ...op.stop]);

/** A checkpoint with this pickle, and members of its folder. */
export function checkpointOf(
  pickle: Uint8Array,
  members: Readonly<Record<string, Uint8Array>> = {},
  { root = "archive", version = "3\n" }: { root?: string; version?: string } = {},
): Uint8Array<ArrayBuffer> {
  const all = {
    "data.pkl": pickle,
    "data/0": new Uint8Array(16),
    version: new TextEncoder().encode(version),
    ...members,
  };
  return zipOf(Object.entries(all).map(([name, content]) => ({ name: `${root}/${name}`, content })));
}
