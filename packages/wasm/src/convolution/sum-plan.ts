// A convolution in one direction, ready to run: which way is cheapest, and what it needs.
import type { Activation, ConvGeometry } from "@toeplitz/conv/kernels";
import type { Storage } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { fillPlanes } from "../kernels/fill-planes.ts";
import { packWeights } from "../kernels/pack-weights.ts";
import { stage } from "../kernels/stage.ts";
import { activations } from "../kernels/tile.ts";
import { type Direction, type GatherSum, gatherSum, type Phase, volume } from "./gather-sum.ts";
import { paddingIsHarmless } from "./harmless-padding.ts";
import { planPanels } from "./panel-phase.ts";
import type { PhasePlan } from "./phase-plan.ts";
import type { ConvolutionPlan, SumOperands } from "./plan.ts";
import { planRows, rowsApply } from "./row-phase.ts";
import { type Source, sourceOf } from "./staging.ts";
import { Tables } from "./tables.ts";

/** Bytes of staged source that one pass over the images may take. */
const stagedBytes = 32 * 1024 * 1024;

/** A phase, how it is computed, and where its offsets and weights begin. */
interface Part {
  readonly plan: PhasePlan;
  /** Byte offset of the table with the weight's element for each step, and of the packed weights. */
  readonly weightSteps: number;
  readonly packed: number;
}

export class SumPlan implements ConvolutionPlan {
  readonly #sum: GatherSum;
  readonly #source: Source;
  readonly #parts: readonly Part[];
  readonly #tables: Storage;
  readonly #layout: string;
  readonly #weightBytes: number;
  readonly #fills: boolean;
  /** Images that are staged at a time. */
  readonly #images: number;
  /** Estimated cycles of one image on one thread. */
  readonly cycles: number;

  /** Elements of the source. */
  get sourceLength(): number {
    const sum = this.#sum;
    return sum.batch * sum.groups * sum.sources * volume(sum.sourceSize);
  }

  constructor(engine: Engine, geometry: ConvGeometry, direction: Direction) {
    const sum = gatherSum(geometry, direction);
    const chosen = choose(sum, engine);
    this.#sum = sum;
    this.#source = chosen.source;
    this.cycles = chosen.cycles;
    const { tables } = chosen;
    let packed = 0;
    this.#parts = chosen.plans.map((plan, index) => {
      const part = { plan, weightSteps: tables.add(weightSteps(sum, sum.phases[index]!)), packed };
      packed += 4 * sum.groups * sum.outputs * plan.steps;
      return part;
    });
    this.#fills = sum.phases.reduce((outputs, { count }) => outputs + volume(count), 0) < volume(sum.outSize);
    this.#tables = tables.storage();
    this.#weightBytes = packed;
    this.#layout = `${direction} ${engine.tile.rows} ${layoutOf(geometry)} ${sum.phases.map(({ origin }) => origin).join(" ")}`;
    const imageBytes = sum.groups * sum.sources * chosen.source.planeBytes;
    this.#images = chosen.source.staged
      ? Math.max(1, Math.min(sum.batch, Math.floor(stagedBytes / imageBytes)))
      : sum.batch;
  }

  run(engine: Engine, operands: SumOperands, activation: Activation): boolean {
    const { memory, threads } = engine;
    const sum = this.#sum;
    const source = this.#source;
    let perThread = 0;
    for (const { plan } of this.#parts) perThread = Math.max(perThread, plan.scratchBytes);
    perThread = (perThread + 63) & ~63;
    const imageBytes = sum.groups * sum.sources * source.planeBytes;
    memory.start();
    const from = memory.read(operands.source);
    const weight = memory.read(operands.weight);
    const bias = memory.readOptional(operands.bias);
    const out = memory.all(operands.out);
    const tables = memory.read({ storage: this.#tables, offset: 0 });
    const layout = operands.weight.offset === 0 ? this.#layout : `${this.#layout} at ${operands.weight.offset}`;
    const packed = memory.derived(operands.weight.storage, layout, this.#weightBytes);
    const staged = source.staged ? memory.scratch(this.#images * imageBytes) : -1;
    const scratch = perThread > 0 ? memory.scratch(perThread * threads) : -1;
    if (!memory.commit()) return false;

    const table = memory.address(tables);
    const packedAt = memory.address(packed);
    const addresses = { weight: memory.address(weight), bias: memory.address(bias) };
    if (source.staged && !paddingIsHarmless(engine, operands, addresses)) return false;
    if (!memory.isFresh(packed)) {
      this.#pack(engine, addresses.weight, packedAt, table);
      memory.computed(packed);
    }
    const biasAt = addresses.bias;
    let outAt = memory.address(out);
    const outBytes = 4 * sum.groups * sum.outputs * volume(sum.outSize);
    const code = activations[activation];
    if (this.#fills) fill(engine, sum, outAt, biasAt, code);
    const scratchAt = scratch < 0 ? 0 : memory.address(scratch);
    let sourceAt = memory.address(from);
    const rawBytes = 4 * sum.groups * sum.sources * volume(sum.sourceSize);
    for (let image = 0; image < sum.batch; image += this.#images) {
      const images = Math.min(this.#images, sum.batch - image);
      let readAt = sourceAt;
      if (source.staged) {
        readAt = memory.address(staged);
        this.#stage(engine, sourceAt, readAt, images);
      }
      for (const part of this.#parts) {
        const settings = part.plan.place({
          weight: packedAt + part.packed,
          bias: biasAt,
          source: readAt,
          out: outAt,
          tables: table,
          activation: code,
        });
        engine.run(part.plan.job, settings, part.plan.units(images, threads), scratchAt, perThread);
      }
      sourceAt += images * rawBytes;
      outAt += images * outBytes;
    }
    return true;
  }

  #pack(engine: Engine, weight: number, packed: number, tables: number): void {
    const sum = this.#sum;
    const { at } = packWeights;
    const settings = new Int32Array(packWeights.fields.length);
    for (const part of this.#parts) {
      const { blocks, steps } = part.plan;
      settings[at.weight] = weight;
      settings[at.packed] = packed + part.packed;
      settings[at.steps] = tables + part.weightSteps;
      settings[at.stepCount] = steps;
      settings[at.outDistance] = 4 * sum.weightOutput;
      settings[at.groupDistance] = 4 * sum.weightGroup;
      settings[at.blocks] = blocks.count;
      settings[at.tall] = blocks.tall;
      settings[at.rows] = blocks.rows;
      settings[at.packedGroup] = 4 * sum.outputs * steps;
      engine.run(packWeights, settings, sum.groups * blocks.count);
    }
  }

  #stage(engine: Engine, from: number, to: number, images: number): void {
    const sum = this.#sum;
    const { padding, size, runs } = this.#source;
    const { at } = stage;
    const settings = new Int32Array(stage.fields.length);
    settings[at.x] = from;
    settings[at.y] = to;
    [settings[at.sourceD], settings[at.sourceH], settings[at.sourceW]] = sum.sourceSize;
    [settings[at.padD], settings[at.padH], settings[at.padW]] = padding;
    [settings[at.depth], settings[at.height], settings[at.width]] = size;
    settings[at.phases] = runs;
    engine.run(stage, settings, images * sum.groups * sum.sources * size[0] * size[1]);
  }
}

/** Everything of a geometry that the packed weights depend on, besides the direction, the tile and the phases. */
function layoutOf(g: ConvGeometry): string {
  return `${g.groups} ${g.narrowPerGroup} ${g.widePerGroup} ${g.kernel} ${g.stride} ${g.dilation} ${g.padding}`;
}

interface Choice {
  readonly source: Source;
  readonly tables: Tables;
  /** In the order of the phases. */
  readonly plans: readonly PhasePlan[];
  readonly cycles: number;
}

function choose(sum: GatherSum, engine: Engine): Choice {
  const panels = planned(sum, 1, engine, planPanels);
  if (!sum.phases.every(rowsApply)) return panels;
  const rows = planned(sum, sum.phases[0]?.step[2] ?? 1, engine, planRows);
  return rows.cycles < panels.cycles ? rows : panels;
}

function planned(sum: GatherSum, runs: number, engine: Engine, plan: typeof planPanels): Choice {
  const source = sourceOf(sum, runs);
  const tables = new Tables();
  const plans = sum.phases.map((phase) => plan(sum, phase, source, engine.tile, tables));
  const staging = source.staged ? (sum.groups * sum.sources * source.planeBytes) / 8 : 0;
  return { source, tables, plans, cycles: plans.reduce((cycles, p) => cycles + p.cycles, staging) };
}

/** Byte offset of the weight's element for each step of a phase, from the first output of the group. */
function weightSteps(sum: GatherSum, { taps }: Phase): Int32Array {
  const offsets = new Int32Array(sum.sources * taps.length);
  let at = 0;
  for (let channel = 0; channel < sum.sources; channel++) {
    for (const { element } of taps) offsets[at++] = 4 * (channel * sum.weightSource + element);
  }
  return offsets;
}

/** Some outputs get no term: all begin as their bias. */
function fill(engine: Engine, sum: GatherSum, out: number, bias: number, activation: number): void {
  const channels = sum.groups * sum.outputs;
  const settings = Int32Array.of(out, volume(sum.outSize), bias, channels, activation);
  engine.run(fillPlanes, settings, sum.batch * channels);
}
