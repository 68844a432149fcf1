// The engine's own peak: the fastest of all tiles, on operands that stay in the first-level cache.
import { type Mix, type Tile, tileModule } from "./tile.ts";

const shapes: readonly (readonly [number, number])[] = [
  [4, 2],
  [5, 2],
  [6, 2],
  [3, 3],
  [4, 3],
  [2, 4],
  [4, 4],
  [5, 4],
  [6, 4],
];
const tiles: readonly Tile[] = shapes.flatMap(([rows, vectors]) =>
  [1, 2].flatMap((unroll) => [false, true].map((paired) => ({ rows, vectors, unroll, paired }))),
);
const k = 256;

type RunTile = (a: number, b: number, c: number, k: number, repeats: number) => void;

const compiled = new Map<string, RunTile | null>();

function compile(tile: Tile, mix: Mix): RunTile | null {
  const key = `${JSON.stringify(tile)} ${mix}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const bytes = tileModule(tile, mix);
  let run: RunTile | null = null;
  if (WebAssembly.validate(bytes)) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    new Float32Array((exports.memory as WebAssembly.Memory).buffer).fill(2 ** -20);
    run = exports.run as RunTile;
    // Many short calls: the engine optimises what is called often.
    for (let call = 0; call < 500; call++) speed(run, tile, 4);
  }
  compiled.set(key, run);
  return run;
}

/** GFLOP/s of one call. */
function speed(run: RunTile, { rows, vectors }: Tile, repeats: number): number {
  const b = rows * k * 4;
  const start = performance.now();
  run(0, b, b + vectors * k * 16, k, repeats);
  return (2 * rows * vectors * 4 * k * repeats) / (performance.now() - start) / 1e6;
}

/** The best tile, or the speed of one tile now; null where the engine lacks the instruction. */
export function peak(mix: Mix, only?: Tile): { tile: Tile; gflops: number } | null {
  let best: { tile: Tile; gflops: number } | null = null;
  for (const tile of only === undefined ? tiles : [only]) {
    const run = compile(tile, mix);
    if (run === null) return null;
    for (let i = 0; i < 5; i++) {
      const gflops = speed(run, tile, 20000);
      if (best === null || gflops > best.gflops) best = { tile, gflops };
    }
  }
  return best;
}
