// Runs configurations on everything that computes, and compares each result with the definition.
import type { Tensor } from "@toeplitz/tensor";
import { type JobListener, watchJobs } from "../../src/index.ts";
import { hash } from "../../src/rows/fill.ts";
import { called } from "../../src/rows/index.ts";
import { levels, resetServed, served } from "../backends.ts";
import { library } from "../library.ts";
import { type Config, drawConfig, type Layout } from "./config.ts";
import { type Data, Definition, type Gradients, lengths } from "./definition.ts";
import { type Counts, noteCall } from "./served.ts";

type Backend = Parameters<typeof library.setBackend>[0];

/** The portable kernels and the accelerator's levels, each of which must give the definition's numbers. */
const everyGround = (): Record<string, Backend> => ({
  portable: null,
  ...Object.fromEntries(levels.map((level) => [level, library.wasm({ level })])),
});

/** What a stretch of configurations has given. Plain data: it travels between processes. */
export interface Tally {
  cases: number;
  /** Arrays that were compared, and those of them whose tiles round: they have to be nearer to the whole number than 1/8. */
  arrays: number;
  rounded: number;
  /** Calls of the three kernels, by ground, that the accelerator and the portable kernels have served. */
  readonly accelerated: Counts;
  readonly portable: Counts;
  /** Algorithms and tails, by ground. */
  readonly served: Record<string, Counts>;
  /** At most so many as anybody reads. */
  readonly mismatches: string[];
  wrong: number;
}

export function emptyTally(): Tally {
  return { cases: 0, arrays: 0, rounded: 0, accelerated: {}, portable: {}, served: {}, mismatches: [], wrong: 0 };
}

/** Adds what another one has counted. */
export function addTally(to: Tally, from: Tally): void {
  to.cases += from.cases;
  to.arrays += from.arrays;
  to.rounded += from.rounded;
  to.wrong += from.wrong;
  to.mismatches.push(...from.mismatches.slice(0, mostMismatches - to.mismatches.length));
  addCounts(to.accelerated, from.accelerated);
  addCounts(to.portable, from.portable);
  for (const [ground, counts] of Object.entries(from.served)) addCounts((to.served[ground] ??= {}), counts);
}

function addCounts(to: Counts, from: Counts): void {
  for (const [name, count] of Object.entries(from)) to[name] = (to[name] ?? 0) + count;
}

const mostMismatches = 50;

/** Configurations that are computed on one ground before the next: changing it empties the memory. */
const batch = 50;

/** How near a result has to be to the whole number that it is, where tiles with points at fractions round. */
const nearness = 1 / 8;

/** Runs stretches of configurations. One of a process: it watches the modules from here on. */
export class Runner {
  readonly #grounds: Readonly<Record<string, Backend>>;
  #counts: Counts = {};
  #rounds = new Set<string>();

  constructor(grounds = everyGround()) {
    const listener: JobListener = (name, settings) => {
      if (noteCall(this.#counts, name, settings)) this.#rounds.add(name);
    };
    watchJobs(listener);
    this.#grounds = grounds;
  }

  /** Configurations `from` to `to - 1` of a seed. */
  run(seed: number, from: number, to: number): Tally {
    const tally = emptyTally();
    for (let start = from; start < to; start += batch) this.#batch(tally, seed, start, Math.min(to, start + batch));
    return tally;
  }

  #batch(tally: Tally, seed: number, from: number, to: number): void {
    const cases = Array.from({ length: to - from }, (_, i) => new Case(drawConfig(seed, from + i)));
    for (const [ground, backend] of Object.entries(this.#grounds)) {
      library.setBackend(backend);
      this.#counts = tally.served[ground] ??= {};
      resetServed();
      for (const each of cases) {
        const problems = this.#compare(tally, each);
        if (problems.length === 0) continue;
        tally.wrong += 1;
        if (tally.mismatches.length < mostMismatches) {
          tally.mismatches.push(`${ground}: ${problems.join("; ")}: ${JSON.stringify(each.config)}`);
        }
      }
      for (const kernel of ["conv_narrow", "conv_wide", "conv_weight"]) {
        const { wasm, portable } = served(kernel);
        tally.accelerated[ground] = (tally.accelerated[ground] ?? 0) + wasm;
        tally.portable[ground] = (tally.portable[ground] ?? 0) + portable;
      }
    }
    library.setBackend(null);
    tally.cases += cases.length;
  }

  #compare(tally: Tally, each: Case): string[] {
    const problems: string[] = [];
    const check = (what: string, actual: Float32Array, expected: Float32Array, rounds: boolean) => {
      tally.arrays += 1;
      if (rounds) tally.rounded += 1;
      const at = rounds ? farFrom(actual, expected) : differs(actual, expected);
      if (at >= 0) problems.push(`${what}[${at}] is ${actual[at]}, not ${expected[at]}`);
    };
    try {
      this.#rounds.clear();
      const { output, back } = each.compute();
      check("output", output, each.output, this.#rounds.size > 0);
      this.#rounds.clear();
      const gradients = back();
      const expected = each.gradientsAt(output);
      check("input's gradient", gradients.input, expected.input, this.#rounds.has("winograd"));
      check("weight's gradient", gradients.weight, expected.weight, this.#rounds.has("weight_winograd_out"));
      if (each.config.bias) check("bias's gradient", gradients.bias, expected.bias, false);
    } catch (error) {
      problems.push(String(error));
    }
    return problems;
  }
}

/** Index of the first element with other bits; -1 if there is none, -2 for another length. */
function differs(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return 0;
  const [a, b] = [bitsOf(actual), bitsOf(expected)];
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

const bitsOf = (x: Float32Array) => new Int32Array(x.buffer, x.byteOffset, x.length);

function farFrom(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return 0;
  return actual.findIndex((value, i) => !(Math.abs(value - expected[i]!) <= nearness));
}

interface Computed {
  readonly output: Float32Array;
  readonly back: () => Gradients;
}

/** A configuration with its data and its answers. */
class Case {
  readonly config: Config;
  readonly output: Float32Array;
  readonly #data: Data;
  readonly #definition: Definition;
  readonly #gradients: Gradients;

  constructor(config: Config) {
    this.config = config;
    const count = lengths(config);
    const fill = (length: number, salt: number) => wholeNumbers(length, hash(config.index, hash(config.seed, salt)));
    this.#data = {
      input: fill(count.input, 1),
      weight: fill(count.weight, 2),
      bias: config.bias ? fill(count.bias, 3) : null,
      gradient: fill(count.output, 4),
    };
    this.#definition = new Definition(config, this.#data);
    this.output = this.#definition.output();
    this.#gradients = this.#definition.gradients(this.output);
  }

  /** The gradients that belong to an output: one that rounds may be on the other side of where an activation bends. */
  gradientsAt(output: Float32Array): Gradients {
    if (this.config.activation === "none" || differs(output, this.output) < 0) return this.#gradients;
    return this.#definition.gradients(output);
  }

  /** The library's results: the output, and the way back. */
  compute(): Computed {
    const t = library;
    const c = this.config;
    const planes = c.batch === 0 ? [] : [c.batch];
    const [from, to] = c.transposed ? (["narrow", "wide"] as const) : (["wide", "narrow"] as const);
    const channels = (side: "narrow" | "wide") => c.groups * c[`${side}PerGroup`];
    const inputShape = [...planes, channels(from), ...c[from]];
    const outputShape = [...planes, channels(to), ...c[to]];
    const weightShape = [channels("narrow"), c.widePerGroup, ...c.kernel];
    const x = laidOut(this.#data.input, inputShape, c.inputLayout).requiresGrad_();
    const w = laidOut(this.#data.weight, weightShape, c.weightLayout).requiresGrad_();
    const b = this.#data.bias === null ? null : t.tensor(this.#data.bias, { requiresGrad: true });
    const options = {
      ...(b === null ? {} : { bias: b }),
      ...{ stride: c.stride, dilation: c.dilation, groups: c.groups, activation: c.activation },
      ...(c.paddingKind === "absent" ? {} : { padding: c.paddingKind === "numbers" ? c.padding : c.paddingKind }),
      ...(c.transposed ? { outputPadding: c.outputPadding } : { paddingMode: c.paddingMode }),
    };
    const y: Tensor = called(t, `conv${c.transposed ? "Transpose" : ""}${c.rank}d`)(x, w, options);
    if (String(y.shape) !== String(outputShape))
      throw new Error(`the output's shape is ${y.shape}, not ${outputShape}`);
    return {
      output: y.toTypedArray() as Float32Array,
      back: () => {
        const sent = t.tensor(this.#data.gradient, { shape: outputShape });
        const found = t.grad(y, b === null ? [x, w] : [x, w, b], { gradOutputs: sent });
        const [input, weight, bias] = found.map((g) => (g as Tensor).toTypedArray() as Float32Array);
        return { input: input!, weight: weight!, bias: bias ?? new Float32Array() };
      },
    };
  }
}

/** From -4 to 4, so that every sum of products is exact in float32, in Winograd's quarters too. */
function wholeNumbers(length: number, seed: number): Float32Array {
  const numbers = new Float32Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[i] = ((state >>> 8) % 9) - 4;
  }
  return numbers;
}

/** A leaf with these elements that lies in memory in that way. */
function laidOut(elements: Float32Array, shape: readonly number[], layout: Layout): Tensor {
  const t = library;
  const plain = t.tensor(elements, { shape: [...shape] });
  switch (layout) {
    case "contiguous":
      return plain;
    case "sliced":
      return t
        .pad(plain, [1, 2])
        .index("...", `1:${1 + shape.at(-1)!}`)
        .detach();
    case "transposed":
      return plain.transpose(0, -1).contiguous().transpose(0, -1).detach();
  }
}
