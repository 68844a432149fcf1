// Measures one layer, or one network: agreement, warm-up, and rounds in which the contestants take turns.
import { disagreement, type Fingerprint, layerTolerance, relativeError } from "../agreement.ts";
import { classOf } from "../classes.ts";
import type { Mode } from "../contestants/contestant.ts";
import type { Layer } from "../layer.ts";
import { median } from "../statistics.ts";
import { clockSpeed } from "./clock.ts";
import type { Handle } from "./contestant-handle.ts";
import type { Patience } from "./timing.ts";

export interface Protocol {
  readonly patience: Patience;
  readonly rounds: number;
  /** Samples of a round, of which the median counts. */
  readonly samples: number;
  /** Milliseconds to wait before each turn: threads of the one before may still spin. */
  readonly settle: number;
}

/** Of the clock that pages have, too. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What one contestant did with one layer. */
export interface Figures {
  /** Milliseconds per call, one number per round. */
  readonly ms: Partial<Record<Mode, readonly number[]>>;
  /** Relative L2 distance from the float64 sums. */
  readonly error: Partial<Record<Mode, number>>;
  readonly cannot?: string;
  readonly remarks: readonly string[];
}

export interface LayerRow {
  readonly name: string;
  readonly class: string;
  readonly flops: number;
  readonly figures: Readonly<Record<string, Figures>>;
  /** How far the processor's clock moved meanwhile. */
  readonly drift: number;
}

/** A contestant that can compute the layer, with one of its modes and the calls of a sample. */
interface Turn<T> {
  readonly handle: Handle<T>;
  readonly mode: Mode;
  readonly calls: number;
  readonly samples: number;
  readonly taken: number[];
}

/** The float64 sums that a mode's result must be near, at the first sampled positions. */
export type ReferenceOf = (mode: Mode) => Float64Array;

/** What a row needs to know of a task. */
type Measured = Pick<Layer, "name" | "class" | "flops">;

export async function measure<T extends Measured = Layer>(
  task: T,
  handles: readonly Handle<T>[],
  referenceOf: ReferenceOf,
  protocol: Protocol,
  tolerance = layerTolerance,
): Promise<LayerRow> {
  const before = clockSpeed();
  const figures: Record<string, Figures> = {};
  const first: Partial<Record<Mode, Fingerprint>> = {};
  const turns: Turn<T>[] = [];
  for (const handle of handles) {
    const result = await attempt(handle, task, { referenceOf, first, tolerance });
    if ("cannot" in result) {
      figures[handle.label] = { ms: {}, error: {}, cannot: result.cannot, remarks: [] };
      continue;
    }
    const ms: Partial<Record<Mode, number[]>> = {};
    figures[handle.label] = { ms, error: result.error, remarks: [] };
    for (const mode of result.modes) {
      const { ms: perCall, calls } = await handle.ask.warmUp(mode, protocol.patience);
      const samples = perCall > 25 * protocol.patience.sample ? 1 : protocol.samples;
      turns.push({ handle, mode, calls, samples, taken: (ms[mode] = []) });
    }
  }
  for (let round = 0; round < protocol.rounds; round++) {
    // Every other round goes backwards: what drifts steadily hits all alike.
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      if (protocol.settle > 0) await pause(protocol.settle);
      turn.taken.push(median(await turn.handle.ask.sample(turn.mode, turn.calls, turn.samples)));
    }
  }
  for (const handle of new Set(turns.map((turn) => turn.handle))) {
    figures[handle.label] = { ...figures[handle.label]!, remarks: await handle.ask.remarks() };
    await handle.ask.release();
  }
  const after = clockSpeed();
  return {
    name: task.name,
    class: classOf(task),
    flops: task.flops,
    figures,
    drift: Math.abs(after - before) / Math.max(after, before),
  };
}

type Attempt = { modes: readonly Mode[]; error: Partial<Record<Mode, number>> } | { cannot: string };

interface Check {
  readonly referenceOf: ReferenceOf;
  /** The first result of each kind, which the others must be like. */
  readonly first: Partial<Record<Mode, Fingerprint>>;
  readonly tolerance: number;
}

/** Prepares a task and checks every mode's result; a contestant that fails, or whose result is wrong, is not timed. */
async function attempt<T>(handle: Handle<T>, task: T, { referenceOf, first, tolerance }: Check): Promise<Attempt> {
  try {
    const prepared = await handle.ask.prepare(task);
    if ("cannot" in prepared) return prepared;
    const error: Partial<Record<Mode, number>> = {};
    for (const mode of prepared.modes) {
      const result = await handle.ask.compute(mode);
      // All but gradients give the same elements.
      const what = mode === "call" || mode === "fresh" ? "resident" : mode;
      const reference = referenceOf(mode);
      const problem = disagreement(result, reference, (first[what] ??= result), tolerance);
      if (problem !== null) {
        await handle.ask.release();
        return { cannot: `WRONG in ${mode} mode: ${problem}` };
      }
      error[mode] = relativeError(result.sampled, reference);
    }
    return { modes: prepared.modes, error };
  } catch (error) {
    return { cannot: error instanceof Error ? error.message : String(error) };
  }
}
