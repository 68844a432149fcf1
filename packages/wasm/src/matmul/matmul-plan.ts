// A matrix product, ready to run: one factor is packed as a weight is, the other as pixels are.

import type { Operand, Storage } from "@toeplitz/tensor/extend";
import type { MatmulParams } from "@toeplitz/tensor/kernels";
import { type Blocks, cutIntoBlocks } from "../convolution/blocks.ts";
import { panelCache, rowsStayCached } from "../convolution/cache-lines.ts";
import { dealPanels } from "../convolution/panel-units.ts";
import { Tables } from "../convolution/tables.ts";
import type { Engine } from "../engine/engine.ts";
import { packWeights } from "../kernels/pack-weights.ts";
import { panels, tileBytes } from "../kernels/panels.ts";
import { type BatchAxis, joinedAxes, positionsOf } from "./batch.ts";

export class MatmulPlan {
  readonly #params: MatmulParams;
  readonly #outer: readonly BatchAxis[];
  readonly #inner: BatchAxis;
  readonly #blocks: Blocks;
  readonly #tables: Storage;
  /** Byte offsets of the tables. */
  readonly #rowsOfA: number;
  readonly #steps: number;
  readonly #pixels: number;
  readonly #asItLies: boolean;
  readonly #neighbours: boolean;
  readonly #vectors: number;
  readonly #strips: number;
  readonly #stripsPerUnit: number;
  readonly #scratchBytes: number;

  constructor({ tile }: Engine, params: MatmulParams) {
    const { m, k, n, a, b, batch } = params;
    const lead = batch.length;
    const axes = joinedAxes(batch, a.slice(0, lead), b.slice(0, lead));
    this.#params = params;
    this.#inner = axes.pop() ?? { count: 1, a: 0, b: 0 };
    this.#outer = axes;
    this.#blocks = cutIntoBlocks(m, tile.rows);
    this.#vectors = n <= 4 ? 1 : tile.vectors;
    const width = 4 * this.#vectors;
    const [bRow, bCol] = [b[lead]!, b[lead + 1]!];
    this.#neighbours = bCol === 1 || n === 1;
    // A row of blocks reads b once; packing it pays where it would be read with misses, or is not in order.
    this.#asItLies = this.#neighbours && n >= width && (m <= 2 * tile.rows || rowsStayCached(4 * bRow, k));
    const tables = new Tables();
    const aCol = a[lead + 1]!;
    this.#rowsOfA = tables.add(Int32Array.from({ length: k }, (_, i) => 4 * i * aCol));
    this.#steps = this.#asItLies ? 0 : tables.add(Int32Array.from({ length: k }, (_, i) => 4 * i * bRow));
    this.#pixels = this.#neighbours ? 0 : tables.add(Int32Array.from({ length: n }, (_, i) => 4 * i * bCol));
    this.#tables = tables.storage();
    this.#strips = Math.ceil(n / width);
    const stripBytes = this.#asItLies ? 0 : 4 * k * width;
    this.#stripsPerUnit = Math.max(1, Math.min(this.#strips, this.#asItLies ? 8 : Math.floor(panelCache / stripBytes)));
    this.#scratchBytes = (tileBytes + this.#stripsPerUnit * stripBytes + 63) & ~63;
  }

  /** Runs on these operands; false: the memory does not hold them. */
  run(engine: Engine, operands: { readonly a: Operand; readonly b: Operand; readonly y: Operand }): boolean {
    const { m, k, n } = this.#params;
    const { memory, threads } = engine;
    // A factor that is the same throughout the innermost batch axis is packed once.
    const packs = this.#inner.a === 0 ? 1 : this.#inner.count;
    memory.start();
    const a = memory.read(operands.a);
    const b = memory.read(operands.b);
    const y = memory.all(operands.y);
    const tables = memory.read({ storage: this.#tables, offset: 0 });
    const packed = memory.scratch(4 * packs * m * k);
    const scratch = memory.scratch(this.#scratchBytes * threads);
    if (!memory.commit()) return false;
    const table = memory.address(tables);
    const packedAt = memory.address(packed);
    let out = memory.address(y);
    for (const [aOffset, bOffset] of positionsOf(this.#outer)) {
      this.#pack(engine, memory.address(a) + 4 * aOffset, packedAt, table, packs);
      const settings = this.#settings(memory.address(b) + 4 * bOffset, packedAt, out, table, packs);
      const units = dealPanels(this.#inner.count, this.#strips, this.#stripsPerUnit, this.#blocks.count, threads);
      settings[panels.at.stripsPerUnit] = units.stripsPerUnit;
      settings[panels.at.pixelUnits] = units.pixelUnits;
      settings[panels.at.blockUnits] = units.blockUnits;
      engine.run(panels, settings, units.count, memory.address(scratch), this.#scratchBytes);
      out += 4 * this.#inner.count * m * n;
    }
    return true;
  }

  #pack(engine: Engine, a: number, packed: number, table: number, packs: number): void {
    const { m, k, a: strides, batch } = this.#params;
    const { at } = packWeights;
    const settings = new Int32Array(packWeights.fields.length);
    settings[at.weight] = a;
    settings[at.packed] = packed;
    settings[at.steps] = table + this.#rowsOfA;
    settings[at.stepCount] = k;
    settings[at.outDistance] = 4 * strides[batch.length]!;
    settings[at.groupDistance] = 4 * this.#inner.a;
    settings[at.blocks] = this.#blocks.count;
    settings[at.tall] = this.#blocks.tall;
    settings[at.rows] = this.#blocks.rows;
    settings[at.packedGroup] = 4 * m * k;
    engine.run(packWeights, settings, packs * this.#blocks.count);
  }

  #settings(b: number, packed: number, out: number, table: number, packs: number): Int32Array {
    const { m, k, n, b: strides, batch } = this.#params;
    const { at } = panels;
    const settings = new Int32Array(panels.fields.length);
    settings[at.weight] = packed;
    settings[at.weightGroup] = 4 * m * k;
    settings[at.source] = b;
    settings[at.steps] = this.#asItLies ? 0 : table + this.#steps;
    settings[at.stepCount] = k;
    settings[at.stepDistance] = 4 * strides[batch.length]!;
    settings[at.pixels] = this.#neighbours ? 0 : table + this.#pixels;
    settings[at.pixelCount] = n;
    settings[at.out] = out;
    settings[at.outPlane] = 4 * n;
    settings[at.outputs] = m;
    settings[at.blocks] = this.#blocks.count;
    settings[at.tall] = this.#blocks.tall;
    settings[at.rows] = this.#blocks.rows;
    settings[at.vectors] = this.#vectors;
    // The batch is a run of images where a repeats, and of groups where each has its own.
    const repeats = packs === 1;
    settings[at.groups] = repeats ? 1 : packs;
    settings[at.sourceImage] = repeats ? 4 * this.#inner.b : 0;
    settings[at.sourceGroup] = repeats ? 0 : 4 * this.#inner.b;
    settings[at.outImage] = 4 * m * n;
    return settings;
  }
}
