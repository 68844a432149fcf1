// Runs readers on inputs by number, and counts what became of them.
import { getHeapStatistics } from "node:v8";
import type { LoadOptions, Source } from "../../src/index.ts";
import { randomNumbers } from "../mutate.ts";
import { pick, type Random } from "./draw.ts";
import { Fault, type Outcome, outcomeOf } from "./outcome.ts";
import type { Reader } from "./readers.ts";

/** Which inputs: number `from` up to the one before `to`; the same number is the same input, always. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One input that a reader has not stood. */
export interface Failure {
  readonly input: number;
  readonly reader: string;
  readonly kind: string;
  readonly fault: string;
}

/** How often a reader has met a kind of change. */
export interface Count {
  accepted: number;
  refused: number;
}

export interface Tally {
  readonly failures: Failure[];
  readonly counts: Map<string, Map<string, Count>>;
  /** Sentences of refusals, without the values in them. */
  readonly rules: Set<string>;
  /** The most of a load: milliseconds, bytes of elements, bytes of heap. */
  slowest: number;
  mostElements: number;
  mostHeap: number;
}

/** More inputs than this are not reported one by one. */
const mostFailures = 20;
/** Milliseconds of a load, whatever its file, of one of megabytes once it is inflated, and for a byte of it. */
const freeMilliseconds = 1000;
const longMilliseconds = 5000;
const millisecondsPerByte = 0.001;
/** Bytes that a load may take whatever its file: of elements, and of heap, where errors have their stacks. */
const freeElements = 64 * 2 ** 10;
const freeHeap = 2 ** 20;
/** Bytes of heap for a byte of a file, and for a file whose members may be deflated. */
const heapPerByte = 64;
const heapInflated = 2 ** 24;
/** What grows to megabytes leaves its smaller selves behind, which count until they are collected: lists double, and what inflates too. */
const leftOver = { heap: 2, elements: 4 };

/** How to run. */
export interface FuzzOptions {
  /** Gives the readers their files of megabytes in place of the others. */
  readonly long?: boolean;
  /** Options of every load. */
  readonly load?: LoadOptions;
  /** What else must hold of a value that was accepted; throws what it finds. */
  readonly check?: (value: unknown) => void;
  /** Called before each input. */
  readonly begin?: (input: number, reader: string, kind: string) => void;
}

/** Gives the readers a stretch of inputs. */
export async function fuzz(
  readers: readonly Reader[],
  { from, to }: Stretch,
  { long = false, load = {}, check = () => {}, begin = () => {} }: FuzzOptions = {},
): Promise<Tally> {
  const tally: Tally = { failures: [], counts: new Map(), rules: new Set(), slowest: 0, mostElements: 0, mostHeap: 0 };
  const good = new Map<Reader, string>();
  for (const reader of readers) good.set(reader, (await outcomeOf(reader.load(reader.good, load))).text);
  for (let input = from; input < to; input++) {
    const random = randomNumbers(Math.imul(input + 1, 0x9e3779b1));
    const reader = readers[input % readers.length]!;
    const kinds = long ? reader.long : reader.kinds;
    const kind = pick(random, Object.keys(kinds));
    begin(input, reader.name, kind);
    try {
      const file = kinds[kind]!(random);
      const outcome = await measured(reader, file, long, load, tally);
      count(tally, reader.name, kind, outcome);
      const [source, title] =
        reader.streams && random(2) === 0 ? [streamOf(file, random), "a Response"] : [new Blob([file]), "a Blob"];
      const otherwise = await outcomeOf(reader.load(source, load));
      if (otherwise.text !== outcome.text) {
        throw new Fault(`from ${title}: ${otherwise.text.slice(0, 300)}, else ${outcome.text.slice(0, 300)}`);
      }
      if (reader.streams && random(8) === 0) await checkStrangeBody(reader, file, random);
      const again = await outcomeOf(reader.load(reader.good, load));
      if (again.text !== good.get(reader)) throw new Fault(`a good file afterwards: ${again.text.slice(0, 300)}`);
      if ("polluted" in {}) throw new Fault("wrote onto Object.prototype");
      if (outcome.accepted) check(outcome.value);
    } catch (error) {
      const fault = error instanceof Fault ? error.message : `not by the reader: ${String(error)}`;
      tally.failures.push({ input, reader: reader.name, kind, fault });
      if (tally.failures.length >= mostFailures) break;
    }
  }
  return tally;
}

/** A body of the file in pieces of all sizes, some of them empty. */
function streamOf(file: Uint8Array<ArrayBuffer>, random: Random, strange: readonly unknown[] = []): Source {
  const least = Math.ceil(file.length / 2000);
  const piece = pick(random, [least, least + 6, 65_536, file.length + 1]);
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        const end = random(8) === 0 ? at : at + Math.max(1, piece);
        controller.enqueue(file.subarray(at, end));
        at = end;
        if (at < file.length) return;
        for (const chunk of strange) controller.enqueue(chunk);
        controller.close();
      },
    }),
  );
}

/** A body that brings something else than bytes, at its end, is refused for that. */
async function checkStrangeBody(reader: Reader, file: Uint8Array<ArrayBuffer>, random: Random): Promise<void> {
  const chunk = pick(random, [null, undefined, "abc", 7, {}, [1], true, new Float32Array(2), new ArrayBuffer(4)]);
  const { text } = await outcomeOf(reader.load(streamOf(file, random, [chunk]), {}));
  if (!text.startsWith("read: ")) throw new Fault(`a body with ${String(chunk)}: ${text.slice(0, 300)}`);
}

/** The outcome of a load that keeps its limits of time and memory. What other work takes in between is not seen twice. */
async function measured(
  reader: Reader,
  file: Uint8Array<ArrayBuffer>,
  long: boolean,
  options: LoadOptions,
  tally: Tally,
): Promise<Outcome> {
  const times = long ? leftOver : { heap: 1, elements: 1 };
  const mostHeap = freeHeap + times.heap * (heapPerByte * file.length + (reader.inflating > 0 ? heapInflated : 0));
  const mostElements = freeElements + reader.inflating + times.elements * reader.most * file.length;
  const mostMilliseconds = (long ? longMilliseconds : freeMilliseconds) + millisecondsPerByte * file.length;
  for (let attempt = 1; ; attempt++) {
    const before = getHeapStatistics();
    const started = performance.now();
    const load = reader.load(file, options);
    await load.catch(() => {});
    const milliseconds = performance.now() - started;
    const after = getHeapStatistics();
    // Only now: its words are megabytes too.
    const outcome = await outcomeOf(load);
    const elements = after.external_memory - before.external_memory;
    const heap = after.used_heap_size - before.used_heap_size;
    const excess = [
      ...(elements > mostElements ? [`allocated ${elements} bytes`] : []),
      ...(heap > mostHeap ? [`took ${heap} bytes of heap`] : []),
      ...(milliseconds > mostMilliseconds ? [`took ${milliseconds.toFixed(0)} ms`] : []),
    ];
    if (excess.length > 0 && attempt < 3) continue;
    if (excess.length > 0) throw new Fault(`${excess.join(", ")} for a file of ${file.length} bytes`);
    tally.slowest = Math.max(tally.slowest, milliseconds);
    tally.mostElements = Math.max(tally.mostElements, elements);
    tally.mostHeap = Math.max(tally.mostHeap, heap);
    return outcome;
  }
}

function count({ counts, rules }: Tally, reader: string, kind: string, { accepted, text }: Outcome): void {
  const kinds = counts.get(reader) ?? new Map<string, Count>();
  counts.set(reader, kinds);
  const entry = kinds.get(kind) ?? { accepted: 0, refused: 0 };
  kinds.set(kind, entry);
  if (accepted) entry.accepted += 1;
  else {
    entry.refused += 1;
    rules.add(text.replace(/"(?:[^"\\]|\\.)*"|\d+/g, "_").slice(0, 90));
  }
}

/** The counts as lines of text, and every failure with the number of its input. */
export function report({ counts, rules, failures, slowest, mostElements, mostHeap }: Tally): string {
  const lines: string[] = [];
  for (const [reader, kinds] of counts) {
    const all = [...kinds.values()].reduce((sum, { accepted, refused }) => sum + accepted + refused, 0);
    lines.push(`${reader}: ${all} files (accepted/refused)`);
    const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [kind, { accepted, refused }] of sorted) lines.push(`  ${kind.padEnd(26)} ${accepted}/${refused}`);
  }
  lines.push(
    `${rules.size} different refusals; the most of a load: ${slowest.toFixed(0)} ms, ${mostElements} bytes of elements, ${mostHeap} bytes of heap`,
  );
  for (const { input, reader, kind, fault } of failures)
    lines.push(`FAILED input ${input}, ${reader}, ${kind}: ${fault}`);
  return lines.join("\n");
}
