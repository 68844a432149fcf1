// The tiles of a module: each is emitted once, when the first kernel asks for it.
import { type Expr, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitTile, type Walk } from "./tile.ts";

/** Hands out the tiles of one module. */
export class Tiles {
  readonly #made = new Map<string, FunctionReference>();
  readonly #module: ModuleBuilder;

  private constructor(module: ModuleBuilder) {
    this.#module = module;
  }

  static readonly #of = new WeakMap<ModuleBuilder, Tiles>();

  /** The tiles of this module. */
  static of(module: ModuleBuilder): Tiles {
    let tiles = Tiles.#of.get(module);
    if (tiles === undefined) Tiles.#of.set(module, (tiles = new Tiles(module)));
    return tiles;
  }

  get(walk: Walk, rows: number, vectors: number): FunctionReference {
    const key = `${walk} ${rows} ${vectors}`;
    let tile = this.#made.get(key);
    if (tile === undefined) {
      tile = emitTile(this.#module, walk, rows, vectors);
      this.#made.set(key, tile);
    }
    return tile;
  }
}

/** Calls the tile of so many rows, which are known only at run time: 1 to `most`. */
export function callTile(
  f: FunctionBuilder,
  tiles: Tiles,
  walk: Walk,
  rows: Expr<"i32">,
  most: number,
  vectors: number,
  args: readonly Expr<"i32">[],
): void {
  f.switch(
    i32.sub(rows, i32.const(1)),
    Array.from({ length: most }, (_, r) => () => f.call(tiles.get(walk, r + 1, vectors), args)),
  );
}
