// What caches keep: a first-level one of 32 KiB, 64 sets of 8 lines of 64 bytes, and a second-level one.

/** Bytes of panels that stay in the second-level cache while all blocks of weights pass over them. */
export const panelCache = 1100 * 1024;

const line = 64;
const sets = 64;
const ways = 8;

/**
 * Whether rows that are `distance` bytes apart, `count` of them, stay in the cache while block after block passes over them.
 * Distances with a large power of two in them hit few sets, and push each other out.
 */
export function rowsStayCached(distance: number, count: number): boolean {
  const spread = Math.max(line, greatestPowerOfTwo(distance));
  const reachable = Math.max(1, Math.floor((line * sets) / spread)) * ways;
  return 2 * count <= reachable;
}

/** The largest power of two that divides the number, up to the size of all sets. */
function greatestPowerOfTwo(value: number): number {
  return value === 0 ? line * sets : Math.min(line * sets, value & -value);
}
