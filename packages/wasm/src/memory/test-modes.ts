// Ways to make memory hostile, for tests: allocations that fail, views that detach, poison, guards, buffers at the end of memory.

declare const TOEPLITZ_TEST_MODES: boolean | undefined;

/** Whether the modes exist at all: true in source runs; the build of the package defines it false and drops what depends on it. */
export const testable: boolean = typeof TOEPLITZ_TEST_MODES === "undefined" || TOEPLITZ_TEST_MODES;

/** Everything that can be made to go wrong. */
export interface TestModes {
  /** The allocation with this number fails, counted from 0 at {@link setTestModes}. */
  readonly failAt: number | null;
  /** The allocations from this number on fail. */
  readonly failFrom: number | null;
  /** `memory.grow(0)` at every step, which detaches every view of unshared memory. */
  readonly growZero: boolean;
  /** Fresh and freed memory is filled with a pattern, and guards beside every buffer are checked. For heaps made from now on. */
  readonly poison: boolean;
  /** In every request, the buffer of the slot with this number (modulo the number of slots) ends where memory ends. */
  readonly pageEnd: number | null;
}

const off: TestModes = { failAt: null, failFrom: null, growZero: false, poison: false, pageEnd: null };

let modes: TestModes = off;
let count = 0;

/** Switches the named modes on and all others off. */
export function setTestModes(chosen: Partial<TestModes>): void {
  modes = { ...off, ...chosen };
  count = 0;
}

/** What is switched on. */
export function testModes(): TestModes {
  return modes;
}

/** Allocations since {@link setTestModes}, failed ones included. */
export function allocations(): number {
  return count;
}

/** Counts an allocation and says whether it is one that fails. */
export function failsNow(): boolean {
  const number = count++;
  return number === modes.failAt || (modes.failFrom !== null && number >= modes.failFrom);
}

/** Detaches the views of unshared memory, if that is switched on. */
export function shake(memory: WebAssembly.Memory): void {
  if (modes.growZero) memory.grow(0);
}

/** Read as float32 or float64 a NaN in the upper half and a negative number in the lower: XNNPACK's pattern. */
const pattern = 0x7fbf8234b3307c7fn;
const patternBytes = new Uint8Array(new BigUint64Array([pattern]).buffer);

/** Bytes on either side of a buffer that nobody may write. */
export const guardBytes = 64;

/** Fills bytes with the pattern; both ends are multiples of 8. */
export function poison(memory: WebAssembly.Memory, start: number, end: number): void {
  new BigUint64Array(memory.buffer, start, (end - start) / 8).fill(pattern);
}

/** Throws where the pattern does not stand any more. */
export function checkPoison(memory: WebAssembly.Memory, start: number, end: number, whose: string): void {
  const bytes = new Uint8Array(memory.buffer);
  for (let at = start; at < end; at++) {
    if (bytes[at] !== patternBytes[at % 8]) throw new Error(`byte ${at} beside ${whose} was written`);
  }
}
