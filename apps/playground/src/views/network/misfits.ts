// Where weights differ from what a network expects, name by name.
import type { Misfit } from "./network-messages.ts";

type Shapes = Iterable<readonly [name: string, tensor: { readonly shape: readonly number[] }]>;

/** Wrong shapes first, then what is missing, then what the network has no place for. */
export function misfitsOf(expected: Shapes, came: Shapes): Misfit[] {
  const wanted = new Map(Array.from(expected, ([name, { shape }]) => [name, shape]));
  const given = new Map(Array.from(came, ([name, { shape }]) => [name, shape]));
  const all = [...new Set([...wanted.keys(), ...given.keys()])].map((name) => ({
    name,
    expected: wanted.get(name) ?? null,
    came: given.get(name) ?? null,
  }));
  const rank = ({ expected, came }: Misfit) => (expected === null ? 2 : came === null ? 1 : 0);
  return all
    .filter(({ expected, came }) => expected?.join() !== came?.join() || expected === null || came === null)
    .sort((a, b) => rank(a) - rank(b));
}
