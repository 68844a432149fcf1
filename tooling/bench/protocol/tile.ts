// A register tile of a matrix product as a WebAssembly module: what the engine can reach with one mix of instructions.

/** Rows times vectors of four columns, and steps per loop body. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
  readonly unroll: number;
  /** Whether products are made two at a time, before their sums; of no meaning where product and sum are one instruction. */
  readonly paired: boolean;
}

/** Whether products and sums are one relaxed instruction or two. */
export type Mix = "fma" | "mul+add";

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
const get = (local: number) => [0x20, ...leb(local)];
const set = (local: number) => [0x21, ...leb(local)];
const simd = (code: number) => [0xfd, ...leb(code)];
/** Small constants only: one byte of signed LEB128 each, or two. */
const constant = (value: number) => [0x41, ...(value < 64 ? [value] : [(value & 127) | 128, value >> 7])];
const access = (code: number, offset: number) => [...simd(code), 0x02, ...leb(offset)];

const i32 = 0x7f;
const v128 = 0x7b;
const load = 0x00;
const loadSplat = 0x09;
const store = 0x0b;
const add = 0xe4;
const mul = 0xe6;
const relaxedMadd = 0x105;

/** Exports `run(a, b, c, k, repeats)` and its `memory` of one page; k must be a multiple of `unroll`. */
export function tileModule({ rows, vectors, unroll, paired }: Tile, mix: Mix): Uint8Array<ArrayBuffer> {
  const [a, b, c, k, repeats, atA, atB, left] = [0, 1, 2, 3, 4, 5, 6, 7];
  const accumulator = (row: number, vector: number) => 8 + row * vectors + vector;
  const column = (vector: number) => 8 + rows * vectors + vector;
  const splat = 8 + rows * vectors + vectors;
  const bump = (local: number, by: number) => [...get(local), ...constant(by), 0x6a, ...set(local)];
  const countDown = (local: number, by: number) => [...get(local), ...constant(by), 0x6b, 0x22, ...leb(local)];

  const body: number[] = [];
  for (let step = 0; step < unroll; step++) {
    for (let v = 0; v < vectors; v++) {
      body.push(...get(atB), ...access(load, (step * vectors + v) * 16), ...set(column(v)));
    }
    for (let r = 0; r < rows; r++) {
      body.push(...get(atA), ...access(loadSplat, (step * rows + r) * 4), ...set(splat));
      const group = paired ? 2 : 1;
      for (let first = 0; first < vectors; first += group) {
        const inGroup = Array.from({ length: Math.min(group, vectors - first) }, (_, i) => first + i);
        for (const v of inGroup) body.push(...get(splat), ...get(column(v)), ...(mix === "fma" ? [] : simd(mul)));
        for (const v of inGroup.toReversed()) {
          body.push(...get(accumulator(r, v)), ...simd(mix === "fma" ? relaxedMadd : add), ...set(accumulator(r, v)));
        }
      }
    }
  }
  body.push(...bump(atA, unroll * rows * 4), ...bump(atB, unroll * vectors * 16));
  const inner = [0x03, 0x40, ...body, ...countDown(left, unroll), 0x0d, 0, 0x0b];
  const restart = [...get(a), ...set(atA), ...get(b), ...set(atB), ...get(k), ...set(left)];
  const outer = [0x03, 0x40, ...restart, ...inner, ...countDown(repeats, 1), 0x0d, 0, 0x0b];
  const stores: number[] = [];
  for (let i = 0; i < rows * vectors; i++) stores.push(...get(c), ...get(8 + i), ...access(store, i * 16));
  const locals = [2, 3, i32, ...leb(rows * vectors + vectors + 1), v128];
  const code = [...locals, ...outer, ...stores, 0x0b];

  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, 3, ...new TextEncoder().encode("run"), 0, 0, 6, ...new TextEncoder().encode("memory"), 2, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}
