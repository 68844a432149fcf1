// The body of one function: statements in the order in which they are written.
import { type Bytes, block, unsigned } from "./encoding.ts";
import { type Expr, type F32, type F64, type I32, i32, type V128, type ValueType } from "./expression.ts";

export const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** A parameter or variable: an expression that reads it. */
export interface Local<T extends ValueType> extends Expr<T> {
  readonly index: number;
}

/** A function of the module that is being built. */
export interface FunctionReference {
  readonly index: number;
  readonly params: readonly ValueType[];
  readonly result: ValueType | null;
}

/** By position, so that a list of known length can be taken apart without asking whether they are there. */
type Listed<T extends ValueType> = Local<T>[] & Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9, Local<T>>;

const noResult = 0x40;

/** Where a {@link FunctionBuilder.block} can be left. */
export interface Label {
  readonly depth: number;
}

/** Writes one function. Instructions reach the machine in this order: engines do not schedule vector code. */
export class FunctionBuilder {
  readonly #code: Bytes = [];
  readonly #params: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  #depth = 0;

  constructor(params: readonly ValueType[]) {
    this.#params = params;
  }

  /** The parameter at this position. */
  param<T extends ValueType>(index: number, type: T): Local<T> {
    if (this.#params[index] !== type) throw new Error(`parameter ${index} is ${this.#params[index]}, not ${type}`);
    return local(index, type);
  }

  /** The first parameters, all addresses or numbers. */
  addresses(count: number): Listed<"i32"> {
    return Array.from({ length: count }, (_, index) => this.param(index, "i32")) as never;
  }

  /** A new variable: zero, or the value that it begins with. */
  local<T extends ValueType>(type: T, value?: Expr<T>): Local<T> {
    this.#locals.push(type);
    const made = local(this.#params.length + this.#locals.length - 1, type);
    if (value !== undefined) this.set(made, value);
    return made;
  }

  locals<T extends ValueType>(type: T, count: number): Listed<T> {
    return Array.from({ length: count }, () => this.local(type)) as Listed<T>;
  }

  set<T extends ValueType>(target: Local<T>, value: Expr<T>): void {
    value.emit(this.#code);
    this.#code.push(0x21);
    unsigned(this.#code, target.index);
  }

  /** Sets each target to what `finish` makes of its `first`. All firsts are computed before, and wait on the stack. */
  setTogether<T extends ValueType>(
    parts: readonly {
      readonly target: Local<T>;
      readonly first: Expr<T>;
      readonly finish: (first: Expr<T>) => Expr<T>;
    }[],
  ): void {
    for (const { first } of parts.toReversed()) first.emit(this.#code);
    for (const { target, first, finish } of parts) this.set(target, finish({ type: first.type, emit: () => {} }));
  }

  /** target += amount. */
  bump(target: Local<"i32">, amount: I32 | number): void {
    this.set(target, i32.add(target, typeof amount === "number" ? i32.const(amount) : amount));
  }

  storeI32(address: I32, value: I32, offset = 0): void {
    this.#store([0x36], 2, address, value, offset);
  }
  storeI8(address: I32, value: I32, offset = 0): void {
    this.#store([0x3a], 0, address, value, offset);
  }
  storeF32(address: I32, value: F32, offset = 0): void {
    this.#store([0x38], 2, address, value, offset);
  }
  storeF64(address: I32, value: F64, offset = 0): void {
    this.#store([0x39], 3, address, value, offset);
  }
  storeV128(address: I32, value: V128, offset = 0): void {
    this.#store([0xfd, 11], 4, address, value, offset);
  }
  /** One 32-bit lane to memory. */
  storeLane32(address: I32, value: V128, lane: number, offset = 0): void {
    this.#store([0xfd, 90], 2, address, value, offset);
    this.#code.push(lane);
  }
  /** Two adjacent 32-bit lanes (the lower or the upper half) to memory. */
  storeLane64(address: I32, value: V128, half: 0 | 1, offset = 0): void {
    this.#store([0xfd, 91], 3, address, value, offset);
    this.#code.push(half);
  }

  memoryCopy(to: I32, from: I32, bytes: I32): void {
    for (const operand of [to, from, bytes]) operand.emit(this.#code);
    this.#code.push(0xfc, 10, 0, 0);
  }

  /** Fills bytes with the low byte of `value`. */
  memoryFill(to: I32, value: I32, bytes: I32): void {
    for (const operand of [to, value, bytes]) operand.emit(this.#code);
    this.#code.push(0xfc, 11, 0);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    condition.emit(this.#code);
    this.#enter(0x04);
    then();
    if (otherwise !== undefined) {
      this.#code.push(0x05);
      otherwise();
    }
    this.#leave();
  }

  /** Runs the body, then again as long as the condition holds: at least once. */
  doWhile(body: () => void, condition: () => I32): void {
    this.#enter(0x03);
    body();
    condition().emit(this.#code);
    this.#code.push(0x0d, 0);
    this.#leave();
  }

  while(condition: () => I32, body: () => void): void {
    this.if(condition(), () => this.doWhile(body, condition));
  }

  /** Counts a variable from `start` to `end` (not reached), in steps of one. */
  for(counter: Local<"i32">, start: I32, end: I32, body: () => void): void {
    this.set(counter, start);
    this.while(
      () => i32.ltU(counter, end),
      () => {
        body();
        this.bump(counter, 1);
      },
    );
  }

  block(body: (label: Label) => void): void {
    this.#enter(0x02);
    body({ depth: this.#depth });
    this.#leave();
  }

  break(label: Label, condition?: I32): void {
    condition?.emit(this.#code);
    this.#code.push(condition === undefined ? 0x0c : 0x0d);
    unsigned(this.#code, this.#depth - label.depth);
  }

  /** Runs the case of that number; larger numbers run the last one. */
  switch(value: I32, cases: readonly (() => void)[]): void {
    this.block((end) => {
      for (let i = 0; i < cases.length; i++) this.#enter(0x02);
      value.emit(this.#code);
      this.#code.push(0x0e);
      unsigned(this.#code, cases.length - 1);
      for (let i = 0; i < cases.length; i++) unsigned(this.#code, i);
      for (const body of cases) {
        this.#leave();
        body();
        this.break(end);
      }
    });
  }

  call(target: FunctionReference, args: readonly Expr<ValueType>[]): void {
    callTo(target, args).emit(this.#code);
  }

  callFor<T extends ValueType>(target: FunctionReference, type: T, args: readonly Expr<ValueType>[]): Expr<T> {
    if (target.result !== type) throw new Error(`the function gives ${target.result}, not ${type}`);
    return { type, emit: (out) => callTo(target, args).emit(out) };
  }

  return(value?: Expr<ValueType>): void {
    value?.emit(this.#code);
    this.#code.push(0x0f);
  }

  /** The value that the function ends with. */
  result(value: Expr<ValueType>): void {
    value.emit(this.#code);
  }

  /** The code entry of the module. */
  encode(): Bytes {
    const body: Bytes = [];
    const runs: [ValueType, number][] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.[0] === type) last[1] += 1;
      else runs.push([type, 1]);
    }
    unsigned(body, runs.length);
    for (const [type, count] of runs) {
      unsigned(body, count);
      body.push(typeCodes[type]);
    }
    for (const byte of this.#code) body.push(byte);
    body.push(0x0b);
    const entry: Bytes = [];
    block(entry, body);
    return entry;
  }

  #store(code: readonly number[], align: number, address: I32, value: Expr<ValueType>, offset: number): void {
    address.emit(this.#code);
    value.emit(this.#code);
    this.#code.push(...code, align);
    unsigned(this.#code, offset);
  }

  #enter(code: number): void {
    this.#code.push(code, noResult);
    this.#depth += 1;
  }

  #leave(): void {
    this.#code.push(0x0b);
    this.#depth -= 1;
  }
}

function local<T extends ValueType>(index: number, type: T): Local<T> {
  return {
    index,
    type,
    emit(out) {
      out.push(0x20);
      unsigned(out, index);
    },
  };
}

function callTo(target: FunctionReference, args: readonly Expr<ValueType>[]): { emit(out: Bytes): void } {
  const given = args.map((arg) => arg.type).join();
  if (given !== target.params.join()) throw new Error(`the function takes (${target.params}), got (${given})`);
  return {
    emit(out) {
      for (const arg of args) arg.emit(out);
      out.push(0x10);
      unsigned(out, target.index);
    },
  };
}
