// A module: functions over one imported memory.
import { type Bytes, block, name, unsigned } from "./encoding.ts";
import type { ValueType } from "./expression.ts";
import { FunctionBuilder, type FunctionReference, typeCodes } from "./function-builder.ts";
import { sealed } from "./seal.ts";

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The largest memory that 32 bits address, in pages of 64 KiB. */
const maximumPages = 65536;

interface Function {
  readonly name: string;
  readonly exported: boolean;
  readonly type: number;
  readonly builder: FunctionBuilder;
}

/** Collects functions and writes them as one module that imports `env.memory`. */
export class ModuleBuilder {
  readonly #functions: Function[] = [];
  readonly #types: string[] = [];
  readonly #typeBytes: Bytes[] = [];

  /**
   * Adds a function. Those that are exported are called from JavaScript by their name; all names show up in profiles.
   *
   * @param define writes the body
   */
  function(
    settings: {
      readonly name: string;
      readonly params: readonly ValueType[];
      readonly result?: ValueType;
      readonly exported?: boolean;
    },
    define: (f: FunctionBuilder) => void,
  ): FunctionReference {
    const { params, result = null, exported = false } = settings;
    const builder = new FunctionBuilder(params);
    this.#functions.push({ name: settings.name, exported, type: this.#typeOf(params, result), builder });
    const reference = { index: this.#functions.length - 1, params, result };
    define(builder);
    return reference;
  }

  /** The module's bytes. The memory is the first import: shared-memory.ts, which changes its flags, counts on that. */
  encode(): Uint8Array<ArrayBuffer> {
    const out: Bytes = [...header];
    section(out, 1, this.#typeBytes);
    const memory: Bytes = [];
    name(memory, "env");
    name(memory, "memory");
    memory.push(2, 1);
    unsigned(memory, 1);
    unsigned(memory, maximumPages);
    section(out, 2, [memory]);
    section(
      out,
      3,
      this.#functions.map(({ type }) => number(type)),
    );
    const exports = this.#functions.flatMap((f, index) => {
      if (!f.exported) return [];
      const entry: Bytes = [];
      name(entry, f.name);
      entry.push(0);
      unsigned(entry, index);
      return [entry];
    });
    section(out, 7, exports);
    section(
      out,
      10,
      this.#functions.map(({ builder }) => builder.encode()),
    );
    return sealed(out);
  }

  #typeOf(params: readonly ValueType[], result: ValueType | null): number {
    const key = `${params}>${result}`;
    const known = this.#types.indexOf(key);
    if (known >= 0) return known;
    const bytes: Bytes = [0x60];
    block(
      bytes,
      params.map((type) => typeCodes[type]),
    );
    block(bytes, result === null ? [] : [typeCodes[result]]);
    this.#typeBytes.push(bytes);
    return this.#types.push(key) - 1;
  }
}

function section(out: Bytes, id: number, entries: readonly Bytes[]): void {
  const content: Bytes = [];
  unsigned(content, entries.length);
  for (const entry of entries) for (const byte of entry) content.push(byte);
  out.push(id);
  block(out, content);
}

function number(value: number): Bytes {
  const out: Bytes = [];
  unsigned(out, value);
  return out;
}
