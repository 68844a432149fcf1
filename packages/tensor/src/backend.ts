// The switch: typed kernel tokens with a portable routine each, and a backend as a plain list of overrides.
import { allocate, type DType, type TypedArray } from "./dtype.ts";
import { argumentError } from "./errors.ts";
import { type BackendMemory, Storage } from "./storage.ts";

/** What a kernel gets of a tensor. Shapes and strides travel in the kernel's parameters. */
export interface Operand {
  readonly storage: Storage;
  /** First element, in elements. */
  readonly offset: number;
}

/**
 * What a kernel does with an operand: `read` it, overwrite `all` of it or a `part` of it so that the rest survives, or `change`
 * elements by what they were, which cannot be done twice; `read?` and `change?` for one that may be absent. An output may be an input
 * only element for element (same storage, offset and strides).
 */
export type Access = "read" | "read?" | "all" | "part" | "change" | "change?";

type Operands = Record<string, Access>;
type Given<O extends Operands, T> = {
  readonly [K in keyof O]: O[K] extends "read?" | "change?" ? T | null : T;
};

/** A numeric routine with a name, typed by its operands and parameters. */
export interface Kernel<O extends Operands = Operands, P = unknown> {
  readonly name: string;
  readonly operands: O;
  /**
   * The portable routine: plain loops. Every array begins at its operand's offset. It never throws and never validates;
   * whoever launches a kernel has done that.
   */
  run(arrays: Given<O, TypedArray>, params: P): void;
}

/** One entry of a backend: a faster routine for a kernel. */
export interface Override {
  readonly kernel: Kernel<Operands, unknown>;
  /** Whether `run` is to be asked at all; without it, it always is. */
  supports?(operands: Record<string, Operand | null>, params: unknown): boolean;
  /** Runs, or returns false when its memory does not hold the operands: the portable routine takes over. */
  run(operands: Record<string, Operand | null>, params: unknown): boolean;
}

/** A plug-in that serves some kernels faster. Everything that it does not list runs portably. */
export interface Backend {
  readonly name: string;
  readonly overrides: readonly Override[];
  readonly memory?: BackendMemory;
  /** More for {@link status}: what is on, what is off, and why. `backend` in it says who really serves. */
  status?(): Readonly<Record<string, unknown>>;
}

/** Makes a kernel token. */
export function defineKernel<const O extends Operands, P>(kernel: {
  name: string;
  operands: O;
  run(arrays: Given<O, TypedArray>, params: P): void;
}): Kernel<O, P> {
  return kernel;
}

/** Makes a typed entry of a backend's list. */
export function override<O extends Operands, P>(
  kernel: Kernel<O, P>,
  routine: {
    supports?(operands: Given<O, Operand>, params: P): boolean;
    run(operands: Given<O, Operand>, params: P): boolean;
  },
): Override {
  return { kernel, ...routine } as unknown as Override;
}

let active: Backend | null = null;
let table: Map<unknown, Override> = new Map();
const served = new Map<string, Map<string, number>>();

function isBackend(value: unknown): value is Backend {
  if (typeof value !== "object" || value === null) return false;
  const { name, overrides } = value as Partial<Backend>;
  return (
    typeof name === "string" &&
    Array.isArray(overrides) &&
    overrides.every((entry) => typeof entry?.run === "function" && typeof entry.kernel === "object")
  );
}

/** Switches the accelerator; `null` is pure TypeScript. The old backend's memory comes home first. */
export function setBackend(backend: Backend | null): void {
  if (backend !== null && !isBackend(backend)) {
    throw argumentError("setBackend", "backend", "be a backend or null", backend);
  }
  active?.memory?.flush();
  active = backend;
  table = new Map(backend?.overrides.map((entry) => [entry.kernel, entry]));
}

/** The backend that {@link setBackend} was given last; null while everything runs portably. */
export function activeBackend(): Backend | null {
  return active;
}

/** What is active, and why. */
export function status(): { readonly backend: string } & Readonly<Record<string, unknown>> {
  return { backend: active?.name ?? "portable", ...active?.status?.() };
}

/** How often each backend served each kernel since the last {@link resetServed}: kernel name, then backend name. */
export function servedBy(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return served;
}

/** Sets the counters of {@link servedBy} to zero. */
export function resetServed(): void {
  served.clear();
}

/** A storage of a copy of the data: one copy, into the active backend's memory if that takes it. */
export function storageOf(dtype: DType, data: TypedArray): Storage {
  const storage = new Storage(dtype, data.length);
  if (active?.memory?.adopt?.(storage, data)) return storage;
  // Not `slice`, which would ask a subclass for an array.
  const home = allocate(dtype, data.length);
  home.set(data as never);
  return new Storage(dtype, data.length, home);
}

/** Runs a kernel on whatever serves it. */
export function launch<O extends Operands, P>(kernel: Kernel<O, P>, operands: Given<O, Operand>, params: P): void {
  const entry = table.get(kernel);
  const accelerated =
    entry !== undefined && (entry.supports?.(operands, params) ?? true) && entry.run(operands, params);
  if (!accelerated) runPortably(kernel, operands, params);
  count(kernel.name, accelerated ? (active as Backend).name : "portable");
}

function runPortably<O extends Operands, P>(kernel: Kernel<O, P>, operands: Given<O, Operand>, params: P): void {
  const arrays: Record<string, TypedArray | null> = {};
  // Reads come first: an output that is an input too must be home before it is asked for as garbage.
  for (const writing of [false, true]) {
    for (const name of Object.keys(kernel.operands)) {
      const access = kernel.operands[name] as Access;
      const reads = access === "read" || access === "read?";
      if (reads === writing) continue;
      const operand = operands[name] as Operand | null;
      if (operand === null) {
        arrays[name] = null;
        continue;
      }
      const { storage, offset } = operand;
      const array = reads ? storage.read() : storage.write(access === "all" ? "all" : "part");
      arrays[name] = offset === 0 ? array : array.subarray(offset);
    }
  }
  kernel.run(arrays as Given<O, TypedArray>, params);
}

function count(kernel: string, backend: string): void {
  let row = served.get(kernel);
  if (row === undefined) served.set(kernel, (row = new Map()));
  row.set(backend, (row.get(backend) ?? 0) + 1);
}
