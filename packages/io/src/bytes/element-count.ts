// How many elements a shape from a file has: nothing is multiplied unchecked.

/** Most axes that a file's tensor may have. */
export const mostAxes = 64;

/**
 * The product of the sizes, or undefined where it is beyond what is counted exactly. Axes without elements excuse nothing:
 * [0, 2^63] overflows.
 */
export function elementCount(sizes: readonly (number | bigint)[]): number | undefined {
  let count = 1;
  for (const size of sizes) {
    if (typeof size === "bigint") return undefined;
    count *= Math.max(1, size);
    if (count > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return sizes.includes(0) ? 0 : count;
}
