// Hashes that were links once: torn, doubled, spliced, with characters in them that nobody types. Whatever they are, what holds of every reading.
import { expect } from "vitest";
import { hashOf, readLink, views } from "../src/state/link.ts";
import { dice, type Roll, randomLink } from "./random-links.ts";

const odd = [
  ..."0123456789x_.-+eE&=?#/%",
  "99999",
  "1e39",
  "1e999",
  "-0",
  "NaN",
  "%00",
  "%F0%9F",
  "\u0000",
  "\ud800",
  "٣",
  "__proto__",
  "constructor",
  "&v=2",
  "&x=",
];

/** One to four changes of a hash; `other` is what pieces of another come from. */
export function mutated(hash: string, other: string, roll: Roll): string {
  let text = hash;
  for (let changes = 1 + roll(3); changes > 0; changes--) {
    const at = roll(text.length);
    const to = Math.min(text.length, at + roll(12));
    const piece = text.slice(at, to);
    const from = roll(other.length);
    const put = [
      "",
      odd[roll(odd.length - 1)]!,
      piece + piece,
      piece.toUpperCase(),
      String(Number.parseInt(piece, 10) + roll(2000) - 1000),
      other.slice(from, from + roll(40)),
    ][roll(5)]!;
    text = text.slice(0, at) + put + text.slice(to);
  }
  return text;
}

/** Links of all views, of each as many; a case takes long to draw, so that few are among them. */
export function drawnHash(seed: number): string {
  const few = seed % 20 === 0;
  const wanted = views.filter((view) => (view === "arithmetic" || view === "matrix") === few);
  return hashOf(randomLink(wanted[Math.floor(seed / (few ? 20 : 1)) % wanted.length]!, dice(seed)));
}

/** Expects that a hash is read, and that what the page writes in its place is read as the same, without a fault. */
export function expectReading(hash: string): void {
  const { link, faults } = readLink(hash);
  const written = hashOf(link);
  const again = readLink(written);
  const told = JSON.stringify(hash);
  if (again.faults.length > 0 || hashOf(again.link) !== written) {
    expect(again.faults, told).toEqual([]);
    expect(hashOf(again.link), told).toBe(written);
  }
  if (faults.length > 0) return;
  // What is neither refused nor written again has said nothing: it was the default.
  const [path, search = ""] = hash.split("?", 2);
  const [given, kept] = [new URLSearchParams(search), new URLSearchParams(written.split("?")[1])];
  for (const name of new Set(given.keys())) {
    if (kept.has(name) || name === "size") continue;
    const without = new URLSearchParams(search);
    without.delete(name);
    expect(hashOf(readLink(`${path}?${without}`).link), `${told} without ${name}`).toBe(written);
  }
}
