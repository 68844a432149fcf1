// A pickle machine that can build data and call nothing but what its caller lists.
//
// The machine is ours because a checkpoint is untrusted: the libraries for it (pickleparser 0.2.1, jpickle) let a file call and
// construct whatever it names, write its keys onto plain objects (`__proto__` included), read integers of at most eight bytes
// (PyTorch's own magic number has ten), and do not say where a pickle ends, which the old format of five pickles in a row needs.
// Here opcodes, globals and keys are lists of what may be; all else is refused by name, and nothing recurses.

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
/** Most containers and results of calls: one opcode makes a dict, which takes two hundred times its room. */
const mostObjects = 2 ** 20;

/**
 * Runs the pickle that begins at `start`.
 *
 * @returns its value, and the byte after it
 */
export function unpickle(bytes: Uint8Array, start: number, host: PickleHost): { value: unknown; end: number } {
  return new Machine(bytes, start, host).run();
}

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #host: PickleHost;
  readonly #memo = new Map<number, unknown>();
  /** Tuples that hold what may not become part of the result. */
  readonly #forCalls = new WeakSet<object>();
  #stack: unknown[] = [];
  readonly #marked: unknown[][] = [];
  #at: number;
  #opcodeAt: number;
  #objects = 0;

  constructor(bytes: Uint8Array, start: number, host: PickleHost) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#host = host;
    this.#at = start;
    this.#opcodeAt = start;
  }

  run(): { value: unknown; end: number } {
    for (;;) {
      this.#opcodeAt = this.#at;
      const opcode = this.#byte();
      if (opcode === 0x2e) {
        const value = this.#part(this.#pop());
        if (this.#stack.length > 0 || this.#marked.length > 0) throw this.#refuse("end with one value", "more");
        return { value, end: this.#at };
      }
      this.#step(opcode);
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
        this.#marked.push(this.#stack);
        this.#stack = [];
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
        this.#memoize(this.#memo.size);
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
        this.#push(this.#long(this.#byte()));
        break;
      case 0x47: // BINFLOAT
        this.#push(this.#view.getFloat64(this.#skip(8), false));
        break;

      case 0x55: // SHORT_BINSTRING: a str of Python 2
        this.#push(this.#text(this.#byte()));
        break;
      case 0x54: // BINSTRING
        this.#push(this.#text(this.#uint32()));
        break;
      case 0x8c: // SHORT_BINUNICODE
        this.#push(this.#text(this.#byte()));
        break;
      case 0x58: // BINUNICODE
        this.#push(this.#text(this.#uint32()));
        break;
      case 0x8d: // BINUNICODE8
        this.#push(this.#text(this.#uint64()));
        break;
      case 0x43: // SHORT_BINBYTES
        this.#push(this.#data(this.#byte()));
        break;
      case 0x42: // BINBYTES
        this.#push(this.#data(this.#uint32()));
        break;
      case 0x8e: // BINBYTES8
        this.#push(this.#data(this.#uint64()));
        break;

      case 0x29: // EMPTY_TUPLE
        this.#create([]);
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
        this.#create([]);
        break;
      case 0x61: // APPEND
        this.#extend([this.#pop()]);
        break;
      case 0x65: // APPENDS
        this.#extend(this.#popMark());
        break;
      case 0x7d: // EMPTY_DICT
        this.#create(new Map());
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
  }

  /** Pushes an object that was not there before. */
  #create(value: unknown): void {
    this.#objects += 1;
    if (this.#objects > mostObjects) throw this.#refuse(`make at most ${mostObjects} objects`, "more", "limit");
    this.#push(value);
  }

  #top(): unknown {
    if (this.#stack.length === 0) throw this.#refuse("have a value to take", "an empty stack");
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    this.#top();
    return this.#stack.pop();
  }

  #popMany(count: number): unknown[] {
    if (this.#stack.length < count) throw this.#refuse(`have ${count} values to take`, `${this.#stack.length}`);
    return this.#stack.splice(-count);
  }

  #popMark(): unknown[] {
    const items = this.#stack;
    const below = this.#marked.pop();
    if (below === undefined) throw this.#refuse("have a mark to go back to", "none");
    this.#stack = below;
    return items;
  }

  #memoize(key: number): void {
    this.#memo.set(key, this.#top());
  }

  #remembered(key: number): unknown {
    if (!this.#memo.has(key)) throw this.#refuse("take what was put into the memo", key);
    return this.#memo.get(key);
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
  #long(length: number): number | bigint {
    const begin = this.#skip(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[begin + i]!);
    value = BigInt.asIntN(8 * length, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  #data(length: number): Uint8Array {
    const begin = this.#skip(length);
    return this.#bytes.slice(begin, begin + length);
  }

  #text(length: number): string {
    const begin = this.#skip(length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        this.#bytes.subarray(begin, begin + length),
      );
    } catch {
      throw this.#refuse("have text in UTF-8", "other bytes");
    }
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#refuse("have the end of a line", "none");
    const text = this.#text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  #tuple(items: unknown[]): void {
    if (!items.every((item) => this.#isPart(item))) this.#forCalls.add(items);
    this.#create(items);
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
    for (const item of items) list.push(this.#part(item));
  }

  #update(items: readonly unknown[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.#refuse("set items of a dict", dict);
    if (items.length % 2 !== 0) throw this.#refuse("have a value for every key", `${items.length} items`);
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
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
    this.#create(callee.call(args));
  }

  /** Attributes of a dict, such as a state dict's `_metadata`: read, and left out. */
  #build(): void {
    const state = this.#pop();
    const built = this.#top();
    if (built instanceof Map && state instanceof Map) return;
    throw this.#refuse("set attributes of a dict alone", built);
  }
}
