// The elements of a recipe, by an integer hash; tooling/golden/recipes.py computes the same ones.
import { baseShape, type Recipe, type Value } from "./recipe.ts";

const two = (power: number) => 2 ** power;

/** A well-mixed 32-bit number for element `i`. */
export function hash(i: number, seed: number): number {
  let x = Math.imul(i, 0x9e3779b1) ^ seed;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A seed from a name (FNV-1a). */
export function seedOf(name: string): number {
  let x = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) x = Math.imul(x ^ name.charCodeAt(i), 0x01000193);
  return x >>> 0;
}

/** The elements of the recipe's storage, in its order. */
export function elements(recipe: Recipe): number[] {
  const { dtype, fill, seed, scale } = recipe;
  if (fill === "values") return (recipe.values ?? []).map(spelled);
  const n = baseShape(recipe).reduce((product, size) => product * size, 1);
  const h = Array.from({ length: n }, (_, i) => hash(i, seed));
  const step = dtype === "float32" || dtype === "float64" ? 0.25 : 1;
  const unsigned = dtype === "uint8";
  const each = (value: (h: number, i: number) => number) => h.map((x, i) => value(x, i) * scale);
  switch (fill) {
    case "quarters":
      return each((x) => ((x % 33) - 16) / 4);
    case "integers":
      return each((x) => (x % 19) - (unsigned ? 0 : 9));
    case "nonzero":
      return each((x) => ((x % 16) + 1) * step * (unsigned || (x >>> 20) % 2 === 0 ? 1 : -1));
    case "random":
      return each((x) => (x >>> 8) * two(-23) - 1);
    case "positive":
      return each((x) => ((x >>> 8) + 1) * two(-22));
    case "unit":
      return each((x) => ((x >>> 9) * 2 + 1) * two(-24));
    case "booleans":
      return each((x) => x % 2);
    case "ramp":
      return each((_, i) => i);
    case "magnitudes":
      return each((x) => (1 + (x & 1023) / 1024) * two(((x >>> 10) % 61) - 30) * (x & two(20) ? -1 : 1));
    case "decimals":
      return each((x) => ((x % 200001) - 100000) / 100000);
    case "wide":
      return each((x) => (unsigned ? x % 256 : x - two(31)));
    case "specials":
      return each((x) => specials[x % specials.length]!);
    case "distinct": {
      const order = h.map((_, i) => i).sort((a, b) => h[a]! - h[b]! || a - b);
      const rank = new Array<number>(n);
      for (let r = 0; r < n; r++) rank[order[r]!] = (r - (unsigned ? 0 : Math.floor(n / 2))) * step * scale;
      return rank;
    }
  }
}

const specials: readonly number[] = [Number.NaN, Infinity, -Infinity, -0, 0, 1, -20, 0.5];

function spelled(value: Value): number {
  if (typeof value === "number") return value;
  return { nan: Number.NaN, inf: Infinity, "-inf": -Infinity, "-0": -0 }[value];
}
