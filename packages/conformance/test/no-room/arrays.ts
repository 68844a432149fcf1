// Arrays of JavaScript that cannot be had while the library works, and the files that ask for arrays.
import { vi } from "vitest";

const kinds = [
  "ArrayBuffer",
  "Uint8Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

/** The array of this number fails, counted from 0. */
type Fails = (number: number) => boolean;

let fails: Fails | null = null;
let made = 0;
/** Files that asked for an array, if somebody wants to know. */
let askers: Set<string> | null = null;

function asked(length: number): void {
  if (fails === null || length === 0) return;
  if (askers !== null) noteAsker(askers);
  if (fails(made++)) throw new RangeError("Array buffer allocation failed");
}

/** The file of the library that is nearest to the call, but for those that only make arrays for others. */
function noteAsker(files: Set<string>): void {
  for (const line of (new Error().stack ?? "").split("\n")) {
    const file = /packages\/((?!conformance)[\w-]+\/src\/[\w/.-]+\.ts)/.exec(line)?.[1];
    if (file === undefined) continue;
    files.add(file);
    if (file !== "tensor/src/dtype.ts" && file !== "wasm/src/memory/byte-copies.ts") return;
  }
}

function lengthOf(of: unknown): number {
  if (typeof of === "number") return of;
  // A view over bytes that there are.
  if (of instanceof ArrayBuffer || of instanceof SharedArrayBuffer) return 0;
  return (of as { readonly length?: number } | undefined)?.length ?? 0;
}

/** Stands in for all that makes arrays. It has to be called before the modules under test are loaded, which keep the constructors. */
export function watchArrays(): void {
  for (const kind of kinds) {
    const watched = new Proxy(globalThis[kind] as new (...args: unknown[]) => object, {
      construct(target, args, newTarget) {
        asked(lengthOf(args[0]));
        return Reflect.construct(target, args, newTarget);
      },
    });
    vi.stubGlobal(kind, watched);
  }
  const anyArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
  const { slice, map } = anyArray;
  vi.spyOn(anyArray, "slice").mockImplementation(function (this: Uint8Array, ...args) {
    asked(this.length);
    return slice.apply(this, args);
  });
  vi.spyOn(anyArray, "map").mockImplementation(function (this: Uint8Array, ...args) {
    asked(this.length);
    return map.apply(this, args);
  });
  const { slice: sliceOfBuffer } = ArrayBuffer.prototype;
  vi.spyOn(ArrayBuffer.prototype, "slice").mockImplementation(function (this: ArrayBuffer, ...args) {
    asked(this.byteLength);
    return sliceOfBuffer.apply(this, args);
  });
}

/** Runs something while such arrays fail: how many it asked for, and what came of it. */
export function whileFailing<T>(which: Fails, run: () => T, files: Set<string> | null = null) {
  [fails, made, askers] = [which, 0, files];
  try {
    return { result: run(), error: null };
  } catch (error) {
    return { result: null, error };
  } finally {
    [fails, askers] = [null, null];
  }
}

/** How many arrays were asked for in the last {@link whileFailing}. */
export const arraysAsked = (): number => made;
