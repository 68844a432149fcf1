// What comes again in bytes, over any distance: gzip looks back 32 KiB only. Runs when the package is built.

/** Bytes from `at` on that are the same as those `distance` before them. */
export interface Repeat {
  readonly at: number;
  readonly length: number;
  readonly distance: number;
}

/** Shortest repeat that is worth its description, and shortest at the distance of the one before. */
const least = 12;
const leastAgain = 4;
/** Bytes that places are looked up by, and most places that are looked at. */
const keyLength = 4;
const mostPlaces = 4096;

/** Repeats in their order, none over another, none longer than `most`. */
export function repeatsOf(bytes: Uint8Array, most: number): Repeat[] {
  const places = new Map<number, number[]>();
  const key = (at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  const sameFrom = (at: number, distance: number) => {
    const end = Math.min(bytes.length, at + most);
    let to = at;
    while (to < end && bytes[to] === bytes[to - distance]) to += 1;
    return to - at;
  };
  const longest = (at: number) => {
    let found: Repeat = { at, length: 0, distance: 0 };
    if (at + keyLength > bytes.length) return found;
    for (const place of places.get(key(at))?.slice(-mostPlaces).reverse() ?? []) {
      const length = sameFrom(at, at - place);
      if (length > found.length) found = { at, length, distance: at - place };
    }
    return found;
  };

  const repeats: Repeat[] = [];
  let distance = 0;
  for (let at = 0; at < bytes.length; ) {
    const again = { at, length: distance === 0 ? 0 : sameFrom(at, distance), distance };
    const other = longest(at);
    const taken = other.length >= least && other.length > again.length + keyLength ? other : again;
    const repeated = taken.length >= leastAgain;
    if (repeated) {
      repeats.push(taken);
      distance = taken.distance;
    }
    for (const end = at + (repeated ? taken.length : 1); at < end; at++) {
      if (at + keyLength > bytes.length) continue;
      const here = places.get(key(at));
      if (here === undefined) places.set(key(at), [at]);
      else here.push(at);
    }
  }
  return repeats;
}
