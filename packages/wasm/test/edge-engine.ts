// An engine whose operands end where the memory ends, that splits jobs in every way, and sees writes to where nothing belongs.
import { type Operand, type Override, Storage, type TypedArray } from "@toeplitz/tensor/extend";
import { fuse } from "../src/assembler/fuse.ts";
import { ModuleBuilder } from "../src/assembler/module-builder.ts";
import type { Engine, Level } from "../src/engine/engine.ts";
import type { Job } from "../src/kernels/job.ts";
import type { Family } from "../src/kernels/modules.ts";
import type { Placement } from "../src/memory/placement.ts";

type Exported = (settings: number, from: number, to: number, scratch: number) => void;

const page = 65536;
const settingsAt = 1024;
const poison = 0xa5;

interface Slot {
  readonly storage: Storage | null;
  readonly offset: number;
  readonly bytes: number;
  readonly writes: boolean;
  readonly keeps: boolean;
  address: number;
}

/** The bytes of elements. */
export function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

export class EdgeEngine implements Engine, Placement {
  readonly level: Level;
  readonly threads = 2;
  readonly fused: boolean;
  readonly tile: { readonly rows: number; readonly vectors: number };
  readonly memory: Placement = this;
  readonly results = 2048;
  /** Which slot ends with the memory, counted around. */
  edge = 0;
  /** Whether units run one by one, backwards. */
  splits = false;
  /** Bytes of what was written, by storage. */
  readonly #results = new Map<Storage, Uint8Array>();
  readonly #memory: WebAssembly.Memory;
  readonly #jobs: Record<string, Exported>;
  #slots: Slot[] = [];

  constructor(level: Level, families: readonly Family[], pages = 24, fused = false) {
    this.level = level;
    this.fused = fused;
    this.tile = fused ? { rows: 6, vectors: 2 } : { rows: 4, vectors: 2 };
    const m = new ModuleBuilder();
    for (const emit of families) emit(m);
    const bytes = fused ? fuse(m.encode()) : m.encode();
    if (!WebAssembly.validate(bytes)) new WebAssembly.Module(bytes); // throws, and says where
    this.#memory = new WebAssembly.Memory({ initial: pages, maximum: page });
    this.#jobs = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: this.#memory } })
      .exports as never;
  }

  get words(): Int32Array {
    return new Int32Array(this.#memory.buffer);
  }

  get floats(): Float32Array {
    return new Float32Array(this.#memory.buffer);
  }

  start(): void {
    this.#slots = [];
  }
  read(operand: Operand): number {
    return this.#slot(operand, false, true);
  }
  readOptional(operand: Operand | null): number {
    return operand === null ? this.#push({ storage: null, bytes: 0 }) : this.read(operand);
  }
  all(operand: Operand): number {
    return this.#slot(operand, true, false);
  }
  part(operand: Operand): number {
    return this.#slot(operand, true, true);
  }
  scratch(bytes: number): number {
    return this.#push({ storage: null, bytes, writes: true });
  }
  /** Nothing is remembered: it is computed each time. */
  derived(_storage: Storage, _layout: string, bytes: number): number {
    return this.scratch(bytes);
  }
  isFresh(): boolean {
    return false;
  }
  computed(): void {}

  commit(): boolean {
    const memory = new Uint8Array(this.#memory.buffer);
    memory.fill(poison);
    let top = 4096;
    this.#slots.forEach((slot, i) => {
      const earlier = this.#slots.slice(0, i).find(({ storage }) => storage !== null && storage === slot.storage);
      if (earlier !== undefined) slot.address = earlier.address;
      else if (i === this.edge % this.#slots.length && slot.bytes > 0) slot.address = memory.length - slot.bytes;
      else if (slot.bytes > 0) {
        slot.address = top;
        top = (top + slot.bytes + 191) & -64;
      }
      if (slot.storage !== null && slot.keeps)
        memory.set(this.#results.get(slot.storage) ?? bytesOf(slot.storage.read()), slot.address);
    });
    if (top > memory.length - page) throw new Error("give the engine more pages");
    return true;
  }

  address(slot: number): number {
    const { address, offset, storage } = this.#slots[slot] as Slot;
    return address + (storage === null ? 0 : (offset * storage.byteLength) / storage.length);
  }

  run(job: Job<string>, settings: Int32Array, units: number, scratch = 0, scratchBytes = 0): void {
    if (settings.byteLength > 3072 || settings.length < job.fields.length)
      throw new Error("settings of another length");
    const memory = new Uint8Array(this.#memory.buffer);
    this.words.set(settings, settingsAt / 4);
    const before = memory.slice();
    const call = this.#jobs[job.name] as Exported;
    if (this.splits) {
      for (let unit = units - 1; unit >= 0; unit--) {
        call(settingsAt, unit, unit + 1, scratch + (scratch === 0 ? 0 : (unit % 2) * scratchBytes));
      }
    } else call(settingsAt, 0, units, scratch);
    before.set(memory.subarray(this.results, this.results + 1024), this.results);
    for (const { storage, address, bytes, writes } of this.#slots) {
      if (!writes) continue;
      if (storage !== null) this.#results.set(storage, memory.slice(address, address + bytes));
      before.set(memory.subarray(address, address + bytes), address);
    }
    if (Buffer.from(memory.buffer).equals(before)) return;
    const wrong = before.findIndex((byte, i) => byte !== memory[i]);
    throw new Error(`byte ${wrong} was written, which belongs to nobody's output`);
  }

  /** What a storage's elements became. */
  result(storage: Storage): TypedArray {
    const home = storage.read();
    const bytes = this.#results.get(storage) as Uint8Array;
    return new (home.constructor as new (buffer: ArrayBufferLike) => TypedArray)(bytes.buffer);
  }

  #slot({ storage, offset }: Operand, writes: boolean, keeps: boolean): number {
    return this.#push({ storage, offset, bytes: storage.byteLength, writes, keeps });
  }

  #push(slot: Partial<Slot>): number {
    const made = { storage: null, offset: 0, bytes: 0, writes: false, keeps: false, address: 0, ...slot };
    return this.#slots.push(made) - 1;
  }
}

/** An operand over elements of its own, with `lead` more before it. */
export function operandOf(array: TypedArray, dtype: Storage["dtype"], offset = 0): Operand {
  return { storage: new Storage(dtype, array.length, array), offset };
}

/** The override for a kernel. */
export function overrideFor(list: readonly Override[], kernel: unknown): Override {
  const found = list.find((entry) => entry.kernel === kernel);
  if (found === undefined) throw new Error("no such override");
  return found;
}

/** The bits of elements; all that are no number look alike. */
export function bitsOf(array: TypedArray): string {
  if (!(array instanceof Float32Array)) return `${Array.from(array as Uint8Array)}`;
  const words = new Uint32Array(array.buffer, array.byteOffset, array.length);
  return Array.from(array, (value, i) => (Number.isNaN(value) ? "nan" : (words[i] as number).toString(16))).join();
}

/** Numbers in [0, 1), the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = (Math.imul(seed + 1, 2654435761) >>> 0) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Float32 of every kind: usual ones, ties, zeros of both signs, infinities, subnormals, and what is no number. */
export function anyFloat(random: () => number): number {
  const kind = random();
  if (kind < 0.5) return Math.fround((random() - 0.5) * 8);
  if (kind < 0.7) return Math.round((random() - 0.5) * 12) / 2;
  if (kind < 0.8) return Math.fround((random() - 0.5) * 10 ** (80 * random() - 42));
  const special = [
    0,
    -0,
    Infinity,
    -Infinity,
    Number.NaN,
    1e-45,
    -1e-45,
    1,
    -1,
    0.5,
    -0.5,
    2.5,
    3.4e38,
    8388608.5,
    -0.2,
  ];
  return special[Math.floor(random() * special.length)] as number;
}
