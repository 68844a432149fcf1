// What a checkpoint may name: the containers, tensors and storages that torch.save writes. A pickle with any other name is refused.
import { isFloating, Tensor } from "@toeplitz/tensor";
import { Storage, show } from "@toeplitz/tensor/extend";
import { elementCount, mostAxes } from "../bytes/element-count.ts";
import { heapOf } from "../bytes/heap-budget.ts";
import type { Input } from "../bytes/input.ts";
import { type ElementTypeName, elementTypes, sizeInMemory } from "../elements/element-type.ts";
import type { PickleKey } from "./dict-keys.ts";
import { PickleGlobal, type PickleHost } from "./pickle-host.ts";

/** What a checkpoint holds: Python's dicts as maps, its lists and tuples as arrays, a `torch.Size` as an array, a dtype as its name. */
export type PthValue =
  | Tensor
  | Map<PickleKey, PthValue>
  | PthValue[]
  | Uint8Array
  | string
  | number
  | bigint
  | boolean
  | null;

/** A storage that the pickle named, and whose elements are read after it. */
export interface NamedStorage {
  readonly key: string;
  readonly as: ElementTypeName;
  readonly storage: Storage;
  /** Bytes that the elements take in the file. */
  readonly bytes: number;
}

/** Class of a storage -> element type. */
export const storageClasses: ReadonlyMap<string, ElementTypeName> = new Map([
  ["torch.FloatStorage", "float32"],
  ["torch.DoubleStorage", "float64"],
  ["torch.HalfStorage", "float16"],
  ["torch.BFloat16Storage", "bfloat16"],
  ["torch.LongStorage", "int64"],
  ["torch.IntStorage", "int32"],
  ["torch.ShortStorage", "int16"],
  ["torch.CharStorage", "int8"],
  ["torch.ByteStorage", "uint8"],
  ["torch.BoolStorage", "bool"],
]);

/** Runs a checkpoint's pickle: tensors come out right away, over storages without elements that {@link storages} lists. */
export class TorchHost implements PickleHost {
  /** By key, in the order of first use. */
  readonly storages: Map<string, NamedStorage> = new Map();
  readonly #input: Input;
  readonly #where: string;
  readonly #globals: ReadonlyMap<string, unknown>;
  #bytes = 0;

  /** @param where begins every place that an error names */
  constructor(input: Input, where: string) {
    this.#input = input;
    this.#where = where;
    const callables: [string, (args: readonly unknown[]) => unknown][] = [
      ["collections.OrderedDict", (args) => this.#orderedDict(args)],
      ["torch.Size", (args) => this.#sizes("torch.Size", args[0])],
      ["torch._utils._rebuild_tensor_v2", (args) => this.#tensor(args)],
      ["torch._utils._rebuild_parameter", (args) => this.#parameter(args)],
    ];
    this.#globals = new Map<string, unknown>([
      ...callables.map(([name, call]) => [name, new PickleGlobal(name, call)] as const),
      ...[...storageClasses.keys()].map((name) => [name, new PickleGlobal(name)] as const),
      // A dtype is kept as its name, `torch.float32`.
      ...Object.keys(elementTypes).map((name) => [`torch.${name}`, `torch.${name}`] as const),
    ]);
  }

  readonly global = (name: string): unknown => this.#globals.get(name);

  readonly isPart = (value: unknown): boolean => !(value instanceof PickleGlobal || value instanceof Storage);

  readonly refuse = (where: string, rule: string, value: unknown, code = "file"): Error => {
    const hint = "a checkpoint of tensors needs none; save the state_dict alone, or as .safetensors";
    return this.#input.refuse(this.#where + where, rule, value, code === "global" ? { code, hint } : { code });
  };

  readonly spend = (bytes: number): void => this.#input.spend(bytes);

  readonly pause = (): Promise<void> => this.#input.pause();

  readonly persistent = (id: unknown): Storage => {
    const fields: readonly unknown[] = Array.isArray(id) ? id : [];
    const [kind, type, key, location, numel, view = null] = fields;
    const as = type instanceof PickleGlobal ? storageClasses.get(type.name) : undefined;
    const whole = kind === "storage" && as !== undefined && typeof key === "string" && typeof location === "string";
    if (!whole || fields.length > 6 || view !== null || !isCount(numel)) {
      throw this.refuse("persistent id", "be ('storage', class, key, location, size)", fields.map(nameOf));
    }
    const known = this.storages.get(key);
    if (known !== undefined) {
      if (known.as === as && known.storage.length === numel) return known.storage;
      throw this.refuse(
        `storage ${show(key)}`,
        `be ${known.storage.length} elements of ${known.as} wherever it is named`,
        [as, numel],
      );
    }
    const count = elementCount([numel, 8]);
    if (count === undefined) throw this.refuse(`storage ${show(key)}`, "not overflow", numel);
    this.#bytes += numel * sizeInMemory(as);
    this.#input.checkLimit(`${this.#where}storages`, this.#bytes);
    this.spend(heapOf.storage + heapOf.item);
    const { dtype, size } = elementTypes[as];
    const storage = new Storage(dtype, numel);
    this.storages.set(key, { key, as, storage, bytes: numel * size });
    return storage;
  };

  #orderedDict(args: readonly unknown[]): Map<unknown, unknown> {
    this.spend(heapOf.dict);
    if (args.length === 0) return new Map();
    throw this.refuse("collections.OrderedDict", "be made empty", args);
  }

  #sizes(where: string, value: unknown): number[] {
    if (Array.isArray(value) && value.length <= mostAxes && value.every(isCount)) {
      this.spend(heapOf.row(value.length));
      return [...value];
    }
    throw this.refuse(where, `be a tuple of at most ${mostAxes} whole numbers`, value);
  }

  #tensor(args: readonly unknown[]): Tensor {
    const [storage, offset, size, stride, requiresGrad, hooks] = args;
    if (args.length !== 6 || !(storage instanceof Storage) || !isCount(offset)) {
      throw this.refuse(
        "_rebuild_tensor_v2",
        "get a storage, an offset, sizes, strides, a flag and no hooks",
        args.map(nameOf),
      );
    }
    const shape = this.#sizes("size of a tensor", size);
    const strides = this.#sizes("stride of a tensor", stride);
    if (strides.length !== shape.length)
      throw this.refuse("stride of a tensor", "have as many axes as its size", strides);
    const count = elementCount(shape);
    if (count === undefined) throw this.refuse("size of a tensor", "not overflow", shape);
    // A view may show few elements many times, but whoever copies it needs room for all.
    this.#input.checkLimit(
      `${this.#where}tensor of size ${show(shape)}`,
      count * (storage.byteLength / Math.max(1, storage.length)),
    );
    let last = offset;
    shape.forEach((length, axis) => {
      last += Math.max(0, length - 1) * strides[axis]!;
    });
    if (count > 0 ? last >= storage.length : offset > storage.length) {
      const rule = `lie within its storage of ${storage.length} elements`;
      throw this.refuse(
        "tensor",
        rule,
        `elements ${offset} to ${last}, of size ${show(shape)} and stride ${show(strides)}`,
      );
    }
    this.spend(heapOf.tensor + heapOf.axis * shape.length);
    return this.#withGrad(new Tensor(storage, shape, strides, offset), requiresGrad, hooks);
  }

  #parameter(args: readonly unknown[]): Tensor {
    const [data, requiresGrad, hooks] = args;
    if (args.length !== 3 || !(data instanceof Tensor)) {
      throw this.refuse("_rebuild_parameter", "get a tensor, a flag and no hooks", args.map(nameOf));
    }
    return this.#withGrad(data, requiresGrad, hooks);
  }

  #withGrad(x: Tensor, requiresGrad: unknown, hooks: unknown): Tensor {
    if (typeof requiresGrad !== "boolean" || !(hooks instanceof Map) || hooks.size > 0) {
      throw this.refuse("tensor", "have a flag for its gradient and no hooks", [requiresGrad, hooks]);
    }
    if (!requiresGrad) return x;
    if (!isFloating(x.dtype)) throw this.refuse("tensor that requires a gradient", "be floating", x.dtype);
    return x.requiresGrad_();
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function nameOf(value: unknown): unknown {
  return value instanceof PickleGlobal ? value.name : value;
}
