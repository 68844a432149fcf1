// Pooling of float32, and the way back from averages.
import { avgPool, avgPoolGradient, maxPool, maxPoolPositions, type PoolGeometry } from "@toeplitz/conv/kernels";
import { type Operand, type Override, override } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { divisions, entryWords, pool, poolKinds, poolScratch } from "../kernels/pool.ts";
import { poolGradient } from "../kernels/pool-gradient.ts";

/** What a call needs of a geometry, worked out once. */
interface PoolTables {
  /** Entries of the three axes, one after the other. */
  readonly words: Int32Array;
  readonly steps: readonly [number, number, number];
  /** Outputs along a row whose windows are whole. */
  readonly wholeFirst: number;
  readonly wholeEnd: number;
}

/** Fewer windows than vectors have lanes are done with those that are not whole. */
const lanes = 4;

const tables = new WeakMap<PoolGeometry, PoolTables>();
const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

function bitsOf(value: number): number {
  float[0] = value;
  return floatBits[0]!;
}

const volume = ([d, h, w]: readonly [number, number, number]) => d * h * w;

function tablesOf(g: PoolGeometry): PoolTables {
  let made = tables.get(g);
  if (made === undefined) tables.set(g, (made = makeTables(g)));
  return made;
}

function makeTables(g: PoolGeometry): PoolTables {
  const [, H, W] = g.wide;
  const distances = [4 * H * W, 4 * W, 4] as const;
  const words = new Int32Array(entryWords * (g.narrow[0] + g.narrow[1] + g.narrow[2]));
  let at = 0;
  let [wholeFirst, wholeEnd] = [0, 0];
  for (const axis of [0, 1, 2] as const) {
    for (let o = 0; o < g.narrow[axis]; o++, at += entryWords) {
      const { start, count, size } = windowOf(g, axis, o);
      words[at] = start * distances[axis];
      words[at + 1] = count;
      words[at + 2] = bitsOf(size);
      if (axis < 2 || g.adaptive || count < g.kernel[2]) continue;
      if (wholeEnd === 0) wholeFirst = o;
      wholeEnd = o + 1;
    }
  }
  if (wholeEnd - wholeFirst < lanes) wholeFirst = wholeEnd = 0;
  const steps = distances.map((distance, axis) => (g.adaptive ? distance : distance * g.dilation[axis]!));
  return { words, steps: steps as never, wholeFirst, wholeEnd };
}

/** The elements that exist of output `o`'s window, and how many an average counts. */
function windowOf(g: PoolGeometry, axis: 0 | 1 | 2, o: number) {
  const wide = g.wide[axis];
  if (g.adaptive) {
    const start = Math.floor((o * wide) / g.narrow[axis]);
    const count = Math.ceil(((o + 1) * wide) / g.narrow[axis]) - start;
    return { start, count, size: count };
  }
  const [kernel, padding, dilation] = [g.kernel[axis], g.padding[axis], g.dilation[axis]];
  const origin = o * g.stride[axis] - padding;
  const cut = origin >= 0 ? 0 : Math.ceil(-origin / dilation);
  const end = Math.min(kernel, Math.floor((wide - 1 - origin) / dilation) + 1);
  const count = Math.max(0, end - cut);
  const size = g.countIncludePad ? Math.min(origin + kernel, wide + padding) - origin : count;
  return { start: origin + cut * dilation, count, size };
}

function divisionOf(g: PoolGeometry): number {
  return g.adaptive ? divisions.axes : g.divisor === null ? divisions.size : divisions.given;
}

/** Whether float32 holds the sizes of windows, and 32 bits all places. */
function isServed(operand: Operand, g: PoolGeometry): boolean {
  return operand.storage.dtype === "float32" && g.planes * volume(g.narrow) > 0 && volume(g.wide) < 2 ** 28;
}

/** Pooling. */
export function pooling(engine: Engine): Override[] {
  /** Puts the tables into working memory; the addresses of the three. */
  const placeTables = (at: number, { words }: PoolTables, g: PoolGeometry): [number, number, number] => {
    engine.words.set(words, at / 4);
    const height = at + 4 * entryWords * g.narrow[0];
    return [at, height, height + 4 * entryWords * g.narrow[1]];
  };

  const forward = (kind: number, x: Operand, y: Operand, positions: Operand | null, g: PoolGeometry): boolean => {
    const made = tablesOf(g);
    const { memory } = engine;
    memory.start();
    const slotX = memory.read(x);
    const slotY = memory.all(y);
    const slotPositions = positions === null ? -1 : memory.all(positions);
    const slotTables = memory.scratch(made.words.byteLength);
    const scratch = memory.scratch(poolScratch * engine.threads);
    if (!memory.commit()) return false;
    const settings = Int32Array.of(
      kind,
      memory.address(slotX),
      memory.address(slotY),
      slotPositions < 0 ? 0 : memory.address(slotPositions),
      g.planes,
      4 * volume(g.wide),
      4 * volume(g.narrow),
      ...placeTables(memory.address(slotTables), made, g),
      ...g.narrow,
      ...made.steps,
      made.wholeFirst,
      made.wholeEnd,
      4 * g.stride[2],
      g.kernel[2],
      divisionOf(g),
      bitsOf(g.divisor ?? 1),
    );
    engine.run(pool, settings, Math.ceil(g.planes / lanes), memory.address(scratch), poolScratch);
    return true;
  };

  return [
    override(maxPool, {
      supports: ({ x }, g) => isServed(x, g),
      run: ({ x, y }, g) => forward(poolKinds.max, x, y, null, g),
    }),
    override(maxPoolPositions, {
      supports: ({ x }, g) => isServed(x, g),
      run: ({ x, y, positions }, g) => forward(poolKinds.positions, x, y, positions, g),
    }),
    override(avgPool, {
      supports: ({ x }, g) => isServed(x, g),
      run: ({ x, y }, g) => forward(poolKinds.average, x, y, null, g),
    }),
    override(avgPoolGradient, {
      supports: ({ x }, g) => isServed(x, g),
      run({ y, x }, g) {
        const made = tablesOf(g);
        const { memory } = engine;
        memory.start();
        const slotY = memory.read(y);
        const slotX = memory.all(x);
        const slotTables = memory.scratch(made.words.byteLength);
        if (!memory.commit()) return false;
        const settings = Int32Array.of(
          memory.address(slotX),
          memory.address(slotY),
          4 * volume(g.wide),
          4 * volume(g.narrow),
          ...placeTables(memory.address(slotTables), made, g),
          ...g.narrow,
          made.steps[0],
          made.steps[1],
          divisionOf(g),
          bitsOf(g.divisor ?? 1),
        );
        engine.run(poolGradient, settings, g.planes);
        return true;
      },
    }),
  ];
}
