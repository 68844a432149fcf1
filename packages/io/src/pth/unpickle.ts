// A pickle machine that can build data and call nothing but what its caller lists.
//
// The machine is ours because a checkpoint is untrusted: the libraries for it (pickleparser 0.2.1, jpickle) let a file call and
// construct whatever it names, write its keys onto plain objects (`__proto__` included), read integers of at most eight bytes
// (PyTorch's own magic number has ten), and do not say where a pickle ends, which the old format of five pickles in a row needs.
// Here opcodes, globals and keys are lists of what may be; all else is refused by name, nothing recurses, and what is made is paid for.
import { PickleContainers } from "./pickle-containers.ts";
import { PickleGlobal, type PickleHost } from "./pickle-host.ts";
import { PickleMemo } from "./pickle-memo.ts";
import { PickleReader } from "./pickle-reader.ts";
import { PickleStack } from "./pickle-stack.ts";

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
/** Opcodes between two offers of a turn. */
const stretch = 4096;

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

class Machine {
  readonly #host: PickleHost;
  readonly #reader: PickleReader;
  readonly #stack: PickleStack;
  readonly #memo: PickleMemo;
  readonly #containers: PickleContainers;
  #opcodeAt: number;
  readonly #refuse = (rule: string, value: unknown, code?: string): Error =>
    this.#host.refuse(`pickle, at byte ${this.#opcodeAt},`, rule, value, code);

  constructor(bytes: Uint8Array, start: number, host: PickleHost) {
    const terms = { isPart: host.isPart, spend: host.spend, refuse: this.#refuse };
    this.#host = host;
    this.#reader = new PickleReader(bytes, start, terms);
    this.#stack = new PickleStack(terms);
    this.#memo = new PickleMemo(terms);
    this.#containers = new PickleContainers(terms);
    this.#opcodeAt = start;
  }

  async run(): Promise<{ value: unknown; end: number }> {
    for (let opcodes = 1; ; opcodes++) {
      if (opcodes % stretch === 0) await this.#host.pause();
      this.#opcodeAt = this.#reader.at;
      const opcode = this.#reader.byte();
      if (opcode === 0x2e) {
        const value = this.#containers.part(this.#stack.pop());
        if (!this.#stack.isEmpty) throw this.#refuse("end with one value", "more");
        return { value, end: this.#reader.at };
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
    const reader = this.#reader;
    const stack = this.#stack;
    switch (opcode) {
      case 0x80: {
        const protocol = reader.byte();
        if (protocol > newestProtocol) throw this.#refuse(`have a protocol up to ${newestProtocol}`, protocol);
        break;
      }
      case 0x95: // FRAME: says how much could be read at once
        reader.skip(8);
        break;
      case 0x28: // MARK
        stack.mark();
        break;
      case 0x30: // POP
        stack.pop();
        break;
      case 0x31: // POP_MARK
        stack.popMark();
        break;
      case 0x32: // DUP
        stack.push(stack.top());
        break;

      case 0x71: // BINPUT
        this.#memo.put(reader.byte(), stack.top());
        break;
      case 0x72: // LONG_BINPUT
        this.#memo.put(reader.uint32(), stack.top());
        break;
      case 0x94: // MEMOIZE
        this.#memo.add(stack.top());
        break;
      case 0x68: // BINGET
        stack.push(this.#memo.get(reader.byte()));
        break;
      case 0x6a: // LONG_BINGET
        stack.push(this.#memo.get(reader.uint32()));
        break;

      case 0x4e: // NONE
        stack.push(null);
        break;
      case 0x88: // NEWTRUE
        stack.push(true);
        break;
      case 0x89: // NEWFALSE
        stack.push(false);
        break;
      case 0x4a: // BININT
        stack.push(reader.int32());
        break;
      case 0x4b: // BININT1
        stack.push(reader.byte());
        break;
      case 0x4d: // BININT2
        stack.push(reader.uint16());
        break;
      case 0x8a: // LONG1
        stack.push(reader.long(reader.byte()));
        break;
      case 0x47: // BINFLOAT
        stack.push(reader.float64());
        break;

      case 0x55: // SHORT_BINSTRING: a str of Python 2
        stack.push(reader.text(reader.byte()));
        break;
      case 0x54: // BINSTRING
        stack.push(reader.text(reader.uint32()));
        break;
      case 0x8c: // SHORT_BINUNICODE
        stack.push(reader.text(reader.byte()));
        break;
      case 0x58: // BINUNICODE
        stack.push(reader.text(reader.uint32()));
        break;
      case 0x8d: // BINUNICODE8
        stack.push(reader.text(reader.uint64()));
        break;
      case 0x43: // SHORT_BINBYTES
        stack.push(reader.data(reader.byte()));
        break;
      case 0x42: // BINBYTES
        stack.push(reader.data(reader.uint32()));
        break;
      case 0x8e: // BINBYTES8
        stack.push(reader.data(reader.uint64()));
        break;

      case 0x29: // EMPTY_TUPLE
        stack.push(this.#containers.tuple([]));
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        stack.push(this.#containers.tuple(stack.popMany(opcode - 0x84)));
        break;
      case 0x74: // TUPLE
        stack.push(this.#containers.tuple(stack.popMark()));
        break;
      case 0x5d: // EMPTY_LIST
        stack.push(this.#containers.list());
        break;
      case 0x61: // APPEND
        this.#extend([stack.pop()]);
        break;
      case 0x65: // APPENDS
        this.#extend(stack.popMark());
        break;
      case 0x7d: // EMPTY_DICT
        stack.push(this.#containers.dict());
        break;
      case 0x73: // SETITEM
        this.#update(stack.popMany(2));
        break;
      case 0x75: // SETITEMS
        this.#update(stack.popMark());
        break;

      case 0x63: // GLOBAL
        this.#global(`${reader.line()}.${reader.line()}`);
        break;
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = stack.popMany(2);
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
        stack.push(this.#host.persistent(stack.pop()));
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

  #extend(items: readonly unknown[]): void {
    this.#containers.extend(this.#stack.top(), items);
  }

  #update(items: readonly unknown[]): void {
    this.#containers.update(this.#stack.top(), items);
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
    this.#stack.push(value);
  }

  #call(): void {
    const [callee, args] = this.#stack.popMany(2);
    if (!(callee instanceof PickleGlobal) || callee.call === undefined || !Array.isArray(args)) {
      throw this.#refuse("call what may be called", callee instanceof PickleGlobal ? callee.name : callee);
    }
    this.#stack.push(callee.call(args));
  }

  /** Attributes of a dict, such as a state dict's `_metadata`: read, and left out. */
  #build(): void {
    const state = this.#stack.pop();
    const built = this.#stack.top();
    if (built instanceof Map && state instanceof Map) return;
    throw this.#refuse("set attributes of a dict alone", built);
  }
}
