// Reading .safetensors: all of it, or the header first and each tensor when it is asked for.
import { Tensor } from "@toeplitz/tensor";
import { Storage, show } from "@toeplitz/tensor/extend";
import { Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { decodeElements, elementTypes, sizeInMemory } from "../elements/element-type.ts";
import { fileTypes } from "./dtypes.ts";
import { readHeader, type SafetensorsEntry, type SafetensorsHeader } from "./header.ts";

/**
 * A safetensors file whose header has been read and checked, and whose tensors are read one by one.
 *
 * Made by {@link openSafetensors}.
 */
export class SafetensorsFile {
  /** The strings under `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What the header says about each tensor, by name. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly #input: Input;

  /** @internal */
  constructor(input: Input, header: SafetensorsHeader) {
    this.#input = input;
    this.metadata = header.metadata;
    this.entries = header.entries;
  }

  /** The names of the tensors, in the header's order. */
  keys(): string[] {
    return [...this.entries.keys()];
  }

  /**
   * Reads one tensor; nothing else of the file is touched.
   *
   * @throws ToeplitzError for a name that the file does not have, an element type that no tensor has (code `dtype`), more bytes
   * than `maxBytes`, and a file that has changed or cannot be read.
   */
  async get(name: string): Promise<Tensor> {
    const entry = this.entries.get(name);
    if (entry === undefined) {
      throw this.#input.refuse("name", "be a tensor of the file", name, { code: "argument" });
    }
    this.#input.checkLimit(`tensor ${show(name)}`, storedBytes(this.#input, name, entry));
    return readTensor(this.#input, name, entry);
  }

  /** Reads all tensors. */
  async load(): Promise<Map<string, Tensor>> {
    let bytes = 0;
    for (const [name, entry] of this.entries) bytes += storedBytes(this.#input, name, entry);
    this.#input.checkLimit("tensors of the file", bytes);
    const tensors = new Map<string, Tensor>();
    for (const [name, entry] of this.entries) tensors.set(name, await readTensor(this.#input, name, entry));
    return tensors;
  }
}

/** Bytes that the tensor's elements take once they are read. */
function storedBytes(input: Input, name: string, { dtype, begin, end }: SafetensorsEntry): number {
  const { as, bits } = fileTypes.get(dtype)!;
  if (as === undefined) {
    throw input.refuse(`dtype ${dtype} of tensor ${show(name)}`, "be one that is supported here", dtype, {
      code: "dtype",
      hint: "openSafetensors reads the other tensors of the file one by one",
    });
  }
  return ((end - begin) * 8 * sizeInMemory(as)) / bits;
}

async function readTensor(input: Input, name: string, { dtype, shape, begin, end }: SafetensorsEntry): Promise<Tensor> {
  const as = fileTypes.get(dtype)!.as!;
  const elements = decodeElements(input, `tensor ${show(name)}`, as, await input.read(begin, end));
  return new Tensor(new Storage(elementTypes[as].dtype, elements.length, elements), [...shape]);
}

/**
 * Opens a .safetensors file: reads its header and checks that names, shapes and offsets fit the file; tensors are read on demand.
 *
 * A Blob stays where it is: `openSafetensors(file)` in a page, `openSafetensors(await openAsBlob(path))` in Node.js.
 *
 * @throws ToeplitzError with code `file` for anything that breaks the format, naming the tensor or the byte.
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function openSafetensors(source: Source, options: LoadOptions = {}): Promise<SafetensorsFile> {
  const input = await Input.open("openSafetensors", source, options);
  return new SafetensorsFile(input, await readHeader(input));
}

/**
 * The tensors of a .safetensors file, by name, as `module.loadStateDict` takes them.
 *
 * F16 and BF16 become float32; I8, I16 and U16 int32; U32 and U64 int64: without loss, or refused. All else keeps its type.
 *
 * @throws ToeplitzError with code `file` for anything that breaks the format, `dtype` for an element type that no tensor has,
 * `limit` beyond `maxBytes`; then nothing is returned, not even in part.
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function loadSafetensors(source: Source, options: LoadOptions = {}): Promise<Map<string, Tensor>> {
  const input = await Input.open("loadSafetensors", source, options);
  return new SafetensorsFile(input, await readHeader(input)).load();
}
