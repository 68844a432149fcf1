// A pickle machine that can build data and call nothing but what its caller lists.
//
// The machine is ours because a checkpoint is untrusted: the libraries for it (pickleparser 0.2.1, jpickle) let a file call and
// construct whatever it names, write its keys onto plain objects (`__proto__` included), read integers of at most eight bytes
// (PyTorch's own magic number has ten), and do not say where a pickle ends, which the old format of five pickles in a row needs.
// Here opcodes, globals and keys are lists of what may be; all else is refused by name, nothing recurses, and what is made is paid for.
import { heapOf } from "../bytes/heap-budget.ts";

/** A name that a pickle imports: it can be called, or stand for something in a persistent id. */
export class PickleGlobal {
  readonly name: string;
  /** What calling it gives; absent for what is only named. */
  readonly call: ((args: readonly unknown[]) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}

/** What the machine asks of its caller; each answer may be an error that it throws. */
export interface PickleHost {
  /** The value of a global, or undefined for one that is not allowed. */
  readonly global: (name: string) => unknown;
  /** The object that a persistent id stands for. */
  readonly persistent: (id: unknown) => unknown;
  /** Whether a value is for calls and persistent ids alone, and may not become part of the result. */
  readonly isPart: (value: unknown) => boolean;
  /** Makes the error: where, what must hold there, what stands there. */
  readonly refuse: (where: string, rule: string, value: unknown, code?: string) => Error;
  /** Pays for bytes of heap that are about to be taken. */
  readonly spend: (bytes: number) => void;
  /** Offers others a turn. */
  readonly pause: () => Promise<void>;
}

/** A key of a dict. */
export type PickleKey = string | number | bigint | boolean | null;

const refused: Readonly<Record<number, string>> = {
  70: "FLOAT",
  73: "INT",
  76: "LONG",
  80: "PERSID",
  83: "STRING",
  86: "UNICODE",
  103: "GET",
  105: "INST",
  108: "LIST",
  100: "DICT",
  111: "OBJ",
  112: "PUT",
  129: "NEWOBJ",
  130: "EXT1",
  131: "EXT2",
  132: "EXT4",
  139: "LONG4",
  143: "EMPTY_SET",
  144: "ADDITEMS",
  145: "FROZENSET",
  146: "NEWOBJ_EX",
  150: "BYTEARRAY8",
  151: "NEXT_BUFFER",
  152: "READONLY_BUFFER",
};

const newestProtocol = 5;
/** Longest name of a module or of what is in it. */
const mostLine = 1024;
/** How far beyond what is there a value may be put into the memo; PyTorch counts up. */
const mostGap = 4096;
/** Opcodes between two offers of a turn. */
const stretch = 4096;
/**
 * Whole numbers below this are keys like any text. Of others, a dict's hash has no secret: a file can hold as many as it likes that
 * all share one, and each is then compared with all before it. A checkpoint has few of them.
 */
const plainKeys = 2 ** 20;
const mostOtherKeys = 4096;

/**
 * Runs the pickle that begins at `start`.
 *
 * @returns its value, and the byte after it
 */
export async function unpickle(
  bytes: Uint8Array,
  start: number,
  host: PickleHost,
): Promise<{ value: unknown; end: number }> {
  return new Machine(bytes, start, host).run();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #host: PickleHost;
  /** By number; undefined where nothing was put. */
  readonly #memo: unknown[] = [];
  #memoized = 0;
  /** Tuples that hold what may not become part of the result. */
  readonly #forCalls = new WeakSet<object>();
  readonly #stack: unknown[] = [];
  /** Places in the stack where a mark is; what is below the last one cannot be taken. */
  readonly #marks: number[] = [];
  /** How high stack and marks together have been. */
  #highest = 0;
  #otherKeys = 0;
  #at: number;
  #opcodeAt: number;

  constructor(bytes: Uint8Array, start: number, host: PickleHost) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#host = host;
    this.#at = start;
    this.#opcodeAt = start;
  }

  async run(): Promise<{ value: unknown; end: number }> {
    for (let opcodes = 1; ; opcodes++) {
      if (opcodes % stretch === 0) await this.#host.pause();
      this.#opcodeAt = this.#at;
      const opcode = this.#byte();
      if (opcode === 0x2e) {
        const value = this.#part(this.#pop());
        if (this.#stack.length > 0 || this.#marks.length > 0) throw this.#refuse("end with one value", "more");
        return { value, end: this.#at };
      }
      try {
        this.#step(opcode);
      } catch (cause) {
        // A list or a dict has an end of its own, which only a raised limit reaches.
        if (!(cause instanceof RangeError)) throw cause;
        throw this.#refuse("make no more than a list or a dict can hold", cause.message, "limit");
      }
    }
  }

  #step(opcode: number): void {
    switch (opcode) {
      case 0x80: {
        const protocol = this.#byte();
        if (protocol > newestProtocol) throw this.#refuse(`have a protocol up to ${newestProtocol}`, protocol);
        break;
      }
      case 0x95: // FRAME: says how much could be read at once
        this.#skip(8);
        break;
      case 0x28: // MARK
        this.#marks.push(this.#stack.length);
        this.#payForHeight();
        break;
      case 0x30: // POP
        this.#pop();
        break;
      case 0x31: // POP_MARK
        this.#popMark();
        break;
      case 0x32: // DUP
        this.#push(this.#top());
        break;

      case 0x71: // BINPUT
        this.#memoize(this.#byte());
        break;
      case 0x72: // LONG_BINPUT
        this.#memoize(this.#uint32());
        break;
      case 0x94: // MEMOIZE
        this.#memoize(this.#memoized);
        break;
      case 0x68: // BINGET
        this.#push(this.#remembered(this.#byte()));
        break;
      case 0x6a: // LONG_BINGET
        this.#push(this.#remembered(this.#uint32()));
        break;

      case 0x4e: // NONE
        this.#push(null);
        break;
      case 0x88: // NEWTRUE
        this.#push(true);
        break;
      case 0x89: // NEWFALSE
        this.#push(false);
        break;
      case 0x4a: // BININT
        this.#push(this.#view.getInt32(this.#skip(4), true));
        break;
      case 0x4b: // BININT1
        this.#push(this.#byte());
        break;
      case 0x4d: // BININT2
        this.#push(this.#view.getUint16(this.#skip(2), true));
        break;
      case 0x8a: // LONG1
        this.#long(this.#byte());
        break;
      case 0x47: // BINFLOAT
        this.#create(heapOf.number, this.#view.getFloat64(this.#skip(8), false));
        break;

      case 0x55: // SHORT_BINSTRING: a str of Python 2
        this.#text(this.#byte());
        break;
      case 0x54: // BINSTRING
        this.#text(this.#uint32());
        break;
      case 0x8c: // SHORT_BINUNICODE
        this.#text(this.#byte());
        break;
      case 0x58: // BINUNICODE
        this.#text(this.#uint32());
        break;
      case 0x8d: // BINUNICODE8
        this.#text(this.#uint64());
        break;
      case 0x43: // SHORT_BINBYTES
        this.#data(this.#byte());
        break;
      case 0x42: // BINBYTES
        this.#data(this.#uint32());
        break;
      case 0x8e: // BINBYTES8
        this.#data(this.#uint64());
        break;

      case 0x29: // EMPTY_TUPLE
        this.#tuple([]);
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.#tuple(this.#popMany(opcode - 0x84));
        break;
      case 0x74: // TUPLE
        this.#tuple(this.#popMark());
        break;
      case 0x5d: // EMPTY_LIST
        this.#create(heapOf.list, []);
        break;
      case 0x61: // APPEND
        this.#extend([this.#pop()]);
        break;
      case 0x65: // APPENDS
        this.#extend(this.#popMark());
        break;
      case 0x7d: // EMPTY_DICT
        this.#create(heapOf.dict, new Map());
        break;
      case 0x73: // SETITEM
        this.#update(this.#popMany(2));
        break;
      case 0x75: // SETITEMS
        this.#update(this.#popMark());
        break;

      case 0x63: // GLOBAL
        this.#global(`${this.#line()}.${this.#line()}`);
        break;
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#popMany(2);
        if (typeof module !== "string" || typeof name !== "string")
          throw this.#refuse("import by strings", [module, name]);
        this.#global(`${module}.${name}`);
        break;
      }
      case 0x52: // REDUCE
        this.#call();
        break;
      case 0x62: // BUILD
        this.#build();
        break;
      case 0x51: // BINPERSID
        this.#push(this.#host.persistent(this.#pop()));
        break;
      default: {
        const code = `0x${opcode.toString(16).padStart(2, "0")}`;
        throw this.#refuse(
          "have an opcode that a file of tensors needs",
          `${refused[opcode] ?? "an unknown one"} (${code})`,
        );
      }
    }
  }

  #refuse(rule: string, value: unknown, code?: string): Error {
    return this.#host.refuse(`pickle, at byte ${this.#opcodeAt},`, rule, value, code);
  }

  #push(value: unknown): void {
    this.#stack.push(value);
    this.#payForHeight();
  }

  #payForHeight(): void {
    const height = this.#stack.length + this.#marks.length;
    if (height <= this.#highest) return;
    this.#highest = height;
    this.#host.spend(heapOf.slot);
  }

  /** Pushes something that was not there before. */
  #create(bytes: number, value: unknown): void {
    this.#host.spend(bytes);
    this.#push(value);
  }

  /** The values that can be taken: those above the last mark. */
  #present(): number {
    return this.#stack.length - (this.#marks.at(-1) ?? 0);
  }

  #top(): unknown {
    if (this.#present() === 0) throw this.#refuse("have a value to take", "an empty stack");
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    this.#top();
    return this.#stack.pop();
  }

  #popMany(count: number): unknown[] {
    const present = this.#present();
    if (present < count) throw this.#refuse(`have ${count} values to take`, `${present}`);
    return this.#stack.splice(-count);
  }

  #popMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#refuse("have a mark to go back to", "none");
    return this.#stack.splice(mark);
  }

  #memoize(key: number): void {
    const value = this.#top();
    const missing = key + 1 - this.#memo.length;
    if (missing > mostGap) throw this.#refuse(`be put into the memo at most ${mostGap} places beyond others`, key);
    if (missing > 0) this.#host.spend(missing * heapOf.slot);
    // Without holes, which would make a dict of the list.
    while (this.#memo.length <= key) this.#memo.push(undefined);
    if (this.#memo[key] === undefined) this.#memoized += 1;
    this.#memo[key] = value;
  }

  #remembered(key: number): unknown {
    const value = this.#memo[key];
    if (value === undefined) throw this.#refuse("take what was put into the memo", key);
    return value;
  }

  /** Goes on by `length` bytes, and says where they begin. */
  #skip(length: number): number {
    const begin = this.#at;
    if (length > this.#bytes.length - begin)
      throw this.#refuse(`have ${length} more bytes`, this.#bytes.length - begin);
    this.#at = begin + length;
    return begin;
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)]!;
  }

  #uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  /** An integer in two's complement: a bigint where a number would not be exact. */
  #long(length: number): void {
    const begin = this.#skip(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[begin + i]!);
    value = BigInt.asIntN(8 * length, value);
    const number = Number(value);
    this.#create(heapOf.text(length), Number.isSafeInteger(number) ? number : value);
  }

  #data(length: number): void {
    const begin = this.#skip(length);
    this.#host.spend(heapOf.bytes + length);
    this.#push(this.#bytes.slice(begin, begin + length));
  }

  #text(length: number): void {
    const begin = this.#skip(length);
    this.#host.spend(heapOf.text(length));
    this.#push(this.#decoded(begin, length));
  }

  #decoded(begin: number, length: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(begin, begin + length));
    } catch {
      throw this.#refuse("have text in UTF-8", "other bytes");
    }
  }

  #line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + mostLine + 1).indexOf(0x0a);
    if (length < 0) throw this.#refuse(`have the end of a line of at most ${mostLine} bytes`, "none");
    return this.#decoded(this.#skip(length + 1), length);
  }

  #tuple(items: unknown[]): void {
    this.#host.spend(heapOf.row(items.length));
    if (!items.every((item) => this.#isPart(item))) this.#forCalls.add(items);
    this.#push(items);
  }

  #isPart(value: unknown): boolean {
    return this.#host.isPart(value) && !(Array.isArray(value) && this.#forCalls.has(value));
  }

  /** The value, as something that may become part of the result. */
  #part(value: unknown): unknown {
    if (this.#isPart(value)) return value;
    throw this.#refuse("hold data", value instanceof PickleGlobal ? value.name : "what is meant for a call");
  }

  #extend(items: readonly unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#refuse("add to a list", list);
    this.#host.spend(heapOf.slot * items.length);
    for (const item of items) list.push(this.#part(item));
  }

  #update(items: readonly unknown[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.#refuse("set items of a dict", dict);
    if (items.length % 2 !== 0) throw this.#refuse("have a value for every key", `${items.length} items`);
    this.#host.spend(heapOf.item * (items.length / 2));
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      const plain = typeof key !== "number" || (Number.isInteger(key) && Math.abs(key) < plainKeys);
      if (typeof key === "bigint" || !plain) this.#otherKeys += 1;
      if (this.#otherKeys > mostOtherKeys) {
        const rule = `have at most ${mostOtherKeys} keys that are neither text nor whole numbers below ${plainKeys}`;
        throw this.#refuse(rule, key, "limit");
      }
      if (key !== null && typeof key === "object") throw this.#refuse("have strings or numbers as keys", key);
      if (dict.has(key)) throw this.#refuse("have no duplicate key", key);
      dict.set(key, this.#part(items[i + 1]));
    }
  }

  #global(name: string): void {
    const value = this.#host.global(name);
    if (value === undefined) {
      throw this.#refuse(
        "need no other code",
        `Unsupported global: GLOBAL ${name} was not an allowed global by default`,
        "global",
      );
    }
    this.#push(value);
  }

  #call(): void {
    const [callee, args] = this.#popMany(2);
    if (!(callee instanceof PickleGlobal) || callee.call === undefined || !Array.isArray(args)) {
      throw this.#refuse("call what may be called", callee instanceof PickleGlobal ? callee.name : callee);
    }
    this.#push(callee.call(args));
  }

  /** Attributes of a dict, such as a state dict's `_metadata`: read, and left out. */
  #build(): void {
    const state = this.#pop();
    const built = this.#top();
    if (built instanceof Map && state instanceof Map) return;
    throw this.#refuse("set attributes of a dict alone", built);
  }
}
