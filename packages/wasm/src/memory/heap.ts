// Allocation in WebAssembly memory: two-level segregated fit, its books kept in JavaScript where no kernel can harm them.
import { argumentError } from "@toeplitz/tensor/extend";
import { copyOfBytes } from "./byte-copies.ts";

/** Grain of the books: every size is a multiple, and every address is aligned to it. */
const unit = 64;
const page = 65536;

// A chunk of u units is listed under class 16 * level + step: below 16 units one class per size, above that 16 classes per doubling.
const levels = 24;
const none = -1;

function classOf(units: number): number {
  if (units < 16) return units;
  const log = 31 - Math.clz32(units);
  return (log - 3) * 16 + ((units >>> (log - 4)) & 15);
}

const unitsOf = (bytes: number) => Math.max(1, Math.ceil(bytes / unit));
const lowestBit = (mask: number) => 31 - Math.clz32(mask & -mask);

/** Where a {@link Heap} may allocate. */
export interface HeapOptions {
  readonly memory: WebAssembly.Memory;
  /** First byte that the heap may hand out: everything below belongs to the kernels. */
  readonly base: number;
  /** Most bytes that the memory may have, `base` included. Less, if the memory's own maximum or the host's is less. */
  readonly cap: number;
}

/**
 * Hands out the memory above `base` in pieces, growing it up to `cap`.
 *
 * The chunks, used and free, tile the memory from `base` to its end. A free one is never beside another, and is listed by size; so
 * allocating and freeing take a constant number of steps.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #base: number;
  #cap: number;
  /** End of the chunks, in units. */
  #end: number;
  #used = 0;
  #u8: Uint8Array = new Uint8Array();
  #f32: Float32Array = new Float32Array();
  #i32: Int32Array = new Int32Array();

  // The chunks, a column per property. Starts and sizes are in units; `below` and `above` are the neighbours in memory. A free one
  // has neighbours `left` and `right` in the list of its class; for one in use `right` is the next in its bucket.
  #start = new Int32Array(64);
  #size = new Int32Array(64);
  #below = new Int32Array(64);
  #above = new Int32Array(64);
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  #free = new Uint8Array(64);
  /** Rows of the table without a chunk. */
  readonly #rows: number[] = [];
  #rowsMade = 0;
  /** The chunk that ends where memory ends. */
  #top = none;

  /** First free chunk of every class, and which classes have one: a bit per level, and per level a bit per step. */
  readonly #heads = new Int32Array(levels * 16).fill(none);
  readonly #steps = new Int32Array(levels);
  #levels = 0;
  /** First chunk in use of every bucket of a hash table over their starts. A Map would take longer than all the rest. */
  #buckets = new Int32Array(64).fill(none);

  constructor({ memory, base, cap }: HeapOptions) {
    this.memory = memory;
    // Address 0 says that there is no room.
    this.#base = Math.max(1, Math.ceil(base / unit)) * unit;
    this.#cap = Math.floor(cap / page) * page;
    this.#end = this.#base / unit;
    this.#deriveViews();
    this.#extend();
  }

  /** The whole memory as bytes, right until the memory grows: never keep it. So are its kin. */
  get u8(): Uint8Array {
    if (this.#u8.length === 0) this.#deriveViews();
    return this.#u8;
  }

  get f32(): Float32Array {
    if (this.#f32.length === 0) this.#deriveViews();
    return this.#f32;
  }

  get i32(): Int32Array {
    if (this.#i32.length === 0) this.#deriveViews();
    return this.#i32;
  }

  /** Bytes handed out, rounding included. */
  get used(): number {
    return this.#used * unit;
  }

  /** Bytes that can be handed out at most: less than was asked for once the host has refused to grow the memory that far. */
  get capacity(): number {
    return Math.max(0, this.#cap - this.#base);
  }

  /** Bytes that an allocation of `bytes` takes. */
  footprint(bytes: number): number {
    return unitsOf(bytes) * unit;
  }

  /** Free chunks, and the bytes of the largest: how torn the memory is. */
  fragmentation(): { readonly chunks: number; readonly largest: number } {
    let [chunks, largest] = [0, 0];
    for (const head of this.#heads) {
      for (let chunk = head; chunk !== none; chunk = this.#right[chunk]!) {
        chunks += 1;
        largest = Math.max(largest, this.#size[chunk]! * unit);
      }
    }
    return { chunks, largest };
  }

  /** The address of `bytes` bytes of garbage, a multiple of 64; 0 if they do not fit. */
  alloc(bytes: number): number {
    if (!this.#hasTwoRows()) return 0;
    const units = unitsOf(bytes);
    let chunk = this.#find(units);
    if (chunk === none) {
      if (!this.#grow(units)) return 0;
      chunk = this.#top;
    }
    this.#unlist(chunk);
    const rest = this.#size[chunk]! - units;
    if (rest > 0) this.#list(this.#split(chunk, units));
    this.#used += units;
    this.#enter(chunk);
    return this.#start[chunk]! * unit;
  }

  /** Takes back what {@link alloc} handed out. */
  free(address: number): void {
    let chunk = this.#takeOut(address / unit);
    if (chunk === none) throw argumentError("free", "address", "be in use", address);
    this.#used -= this.#size[chunk]!;
    const above = this.#above[chunk]!;
    if (above !== none && this.#free[above] === 1) {
      this.#unlist(above);
      this.#absorb(chunk, above);
    }
    const below = this.#below[chunk]!;
    if (below !== none && this.#free[below] === 1) {
      this.#unlist(below);
      this.#absorb(below, chunk);
      chunk = below;
    }
    this.#list(chunk);
  }

  /**
   * A copy of `bytes` bytes, in JavaScript: never shared memory.
   *
   * @throws ToeplitzError where the host has no memory for it
   */
  copyOut(address: number, bytes: number): ArrayBuffer {
    return copyOfBytes(this.u8.buffer, address, bytes);
  }

  /** Fills an array with the bytes from this address on. */
  copyInto(address: number, into: Uint8Array): void {
    into.set(this.u8.subarray(address, address + into.length));
  }

  /** A free chunk of at least this size, or none. */
  #find(units: number): number {
    const own = classOf(units);
    // What was freed last is warm, and in a loop of equal sizes it fits exactly.
    const recent = this.#search(own, units, 4);
    if (recent !== none) return recent;
    const roomier = this.#firstIn(own + 1);
    return roomier === none ? this.#search(own, units, Number.POSITIVE_INFINITY) : roomier;
  }

  #search(list: number, units: number, most: number): number {
    let chunk = this.#heads[list]!;
    for (let i = 0; i < most && chunk !== none; i++) {
      if (this.#size[chunk]! >= units) return chunk;
      chunk = this.#right[chunk]!;
    }
    return none;
  }

  /** The first chunk of the first class from `list` on that has one. */
  #firstIn(list: number): number {
    const level = list >>> 4;
    if (level >= levels) return none;
    const here = this.#steps[level]! & (-1 << (list & 15));
    if (here !== 0) return this.#heads[level * 16 + lowestBit(here)]!;
    const above = this.#levels & (-1 << (level + 1));
    if (above === 0) return none;
    const next = lowestBit(above);
    return this.#heads[next * 16 + lowestBit(this.#steps[next]!)]!;
  }

  #list(chunk: number): void {
    const list = classOf(this.#size[chunk]!);
    const head = this.#heads[list]!;
    this.#left[chunk] = none;
    this.#right[chunk] = head;
    if (head !== none) this.#left[head] = chunk;
    this.#heads[list] = chunk;
    this.#free[chunk] = 1;
    this.#steps[list >>> 4]! |= 1 << (list & 15);
    this.#levels |= 1 << (list >>> 4);
  }

  #unlist(chunk: number): void {
    const left = this.#left[chunk]!;
    const right = this.#right[chunk]!;
    if (right !== none) this.#left[right] = left;
    this.#free[chunk] = 0;
    if (left !== none) {
      this.#right[left] = right;
      return;
    }
    const list = classOf(this.#size[chunk]!);
    this.#heads[list] = right;
    if (right !== none) return;
    this.#steps[list >>> 4]! &= ~(1 << (list & 15));
    if (this.#steps[list >>> 4] === 0) this.#levels &= ~(1 << (list >>> 4));
  }

  /** Cuts a chunk after so many units and returns the upper part; neither is listed. */
  #split(chunk: number, units: number): number {
    const upper = this.#row(this.#start[chunk]! + units, this.#size[chunk]! - units, chunk, this.#above[chunk]!);
    this.#size[chunk] = units;
    return upper;
  }

  /** A new chunk between two neighbours. */
  #row(start: number, size: number, below: number, above: number): number {
    const row = this.#rows.pop() ?? this.#rowsMade++;
    this.#start[row] = start;
    this.#size[row] = size;
    this.#below[row] = below;
    this.#above[row] = above;
    this.#free[row] = 0;
    if (below !== none) this.#above[below] = row;
    if (above === none) this.#top = row;
    else this.#below[above] = row;
    return row;
  }

  /** Joins a chunk to the one below it. */
  #absorb(chunk: number, above: number): void {
    this.#size[chunk]! += this.#size[above]!;
    const next = this.#above[above]!;
    this.#above[chunk] = next;
    if (next === none) this.#top = chunk;
    else this.#below[next] = chunk;
    this.#rows.push(above);
  }

  /** Whether there is a row for what memory grows by, and one for what is cut off: as many as an allocation may need. */
  #hasTwoRows(): boolean {
    return this.#rows.length + this.#start.length - this.#rowsMade >= 2 || this.#lengthenTable();
  }

  /** Doubles the table; false, and all is as it was, if JavaScript has no room for that. */
  #lengthenTable(): boolean {
    const length = this.#start.length * 2;
    let columns: Int32Array<ArrayBuffer>[];
    let free: Uint8Array<ArrayBuffer>;
    try {
      columns = Array.from({ length: 7 }, () => new Int32Array(length));
      free = new Uint8Array(length);
    } catch {
      return false;
    }
    const chunks: number[] = [];
    for (const bucket of this.#buckets) for (let c = bucket; c !== none; c = this.#right[c]!) chunks.push(c);
    const longer = <A extends Int32Array | Uint8Array>(column: A, copy: A): A => {
      copy.set(column);
      return copy;
    };
    this.#start = longer(this.#start, columns[0]!);
    this.#size = longer(this.#size, columns[1]!);
    this.#below = longer(this.#below, columns[2]!);
    this.#above = longer(this.#above, columns[3]!);
    this.#left = longer(this.#left, columns[4]!);
    this.#right = longer(this.#right, columns[5]!);
    this.#free = longer(this.#free, free);
    this.#buckets = columns[6]!.fill(none);
    for (const chunk of chunks) this.#enter(chunk);
    return true;
  }

  #bucketOf(start: number): number {
    // As many buckets as rows: both lengths are the same power of two.
    return Math.imul(start, 0x9e3779b1) >>> (Math.clz32(this.#buckets.length) + 1);
  }

  /** Enters a chunk into the hash table. */
  #enter(chunk: number): void {
    const bucket = this.#bucketOf(this.#start[chunk]!);
    this.#right[chunk] = this.#buckets[bucket]!;
    this.#buckets[bucket] = chunk;
  }

  /** Takes the chunk in use that starts here out of the hash table; none if there is none. */
  #takeOut(start: number): number {
    const bucket = this.#bucketOf(start);
    let before = none;
    for (let chunk = this.#buckets[bucket]!; chunk !== none; chunk = this.#right[chunk]!) {
      if (this.#start[chunk] === start) {
        if (before === none) this.#buckets[bucket] = this.#right[chunk]!;
        else this.#right[before] = this.#right[chunk]!;
        return chunk;
      }
      before = chunk;
    }
    return none;
  }

  /** Grows the memory so that the topmost chunk is free and has this many units. */
  #grow(units: number): boolean {
    const top = this.#top;
    const ready = top !== none && this.#free[top] === 1 ? this.#size[top]! : 0;
    const least = Math.ceil(((this.#end + units - ready) * unit) / page) * page;
    if (least > this.#cap) return false;
    const generous = Math.min(this.#cap, Math.max(least, Math.ceil((this.#end * unit * 1.5) / page) * page));
    if (this.#growTo(generous) || (least < generous && this.#growTo(least))) return true;
    // The host has refused: it is not asked for as much again.
    this.#cap = least - page;
    return false;
  }

  #growTo(bytes: number): boolean {
    try {
      this.memory.grow((bytes - this.memory.buffer.byteLength) / page);
    } catch {
      return false;
    }
    this.#deriveViews();
    this.#extend();
    return true;
  }

  /** Makes what the memory has grown by a part of the topmost chunk, which is free afterwards. */
  #extend(): void {
    const end = Math.min(this.memory.buffer.byteLength, this.#cap) / unit;
    const more = end - this.#end;
    if (more <= 0) return;
    let top = this.#top;
    if (top !== none && this.#free[top] === 1) {
      this.#unlist(top);
      this.#size[top]! += more;
    } else {
      top = this.#row(this.#end, more, top, none);
    }
    this.#end = end;
    this.#list(top);
  }

  #deriveViews(): void {
    const { buffer } = this.memory;
    this.#u8 = new Uint8Array(buffer);
    this.#f32 = new Float32Array(buffer);
    this.#i32 = new Int32Array(buffer);
  }
}
