// Ways to make memory hostile, for tests: what there is, and what is switched on.

/** Everything that can be made to go wrong. */
export interface TestModes {
  /** The allocation with this number fails, counted from 0 at {@link setTestModes}. */
  readonly failAt?: number;
  /** The allocations from this number on fail. */
  readonly failFrom?: number;
  /** `memory.grow(0)` at every step, which detaches every view of unshared memory. */
  readonly growZero?: boolean;
  /** Fresh and freed memory is filled with a pattern, and guards beside every buffer are checked. For memory made from now on. */
  readonly poison?: boolean;
  /**
   * In every request, everything is placed anew, and the buffer that is placed after so many others ends where memory ends, as
   * nearly as a start that is a multiple of 16 allows: reading past it traps. For memory made from now on.
   */
  readonly pageEnd?: number;
}

let modes: TestModes | null = null;
let count = 0;

/**
 * Switches the named modes on and all others off; null is the ordinary state. Only memory that is made while it is not null can
 * fail; for that, modes may change at any time.
 */
export function setTestModes(chosen: TestModes | null): void {
  modes = chosen;
  count = 0;
}

/** @internal What is switched on. */
export function testModes(): TestModes | null {
  return modes;
}

/** Allocations since {@link setTestModes}, failed ones included. */
export function allocations(): number {
  return count;
}

/** @internal Counts an allocation and says whether it is one that fails. */
export function failsNow(): boolean {
  const number = count++;
  return number === modes?.failAt || number >= (modes?.failFrom ?? Number.POSITIVE_INFINITY);
}
