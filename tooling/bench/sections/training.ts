// Steps of training beside PyTorch's: the same pictures in the same order, the same first weights, one thread each.
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Options } from "../options.ts";
import type { Runtime } from "../protocol/child.ts";
import { type Lines, startLines } from "../protocol/json-lines.ts";
import type { Results, TrainingResult } from "../results.ts";
import { dataset, type Steps, stepsPerEpoch, writeTask } from "../training/task.ts";

const at = (file: string) => fileURLToPath(new URL(`../training/${file}`, import.meta.url));

/** Steps before the clock starts, in which the losses must be the same. */
const first = 10;
/** By how much the losses of the first steps may differ, relative to PyTorch's. */
const tolerance = 1e-4;

export async function training(
  options: Options,
  runtime: Runtime,
  versions: Results["versions"],
): Promise<TrainingResult | undefined> {
  if (!existsSync(dataset)) {
    console.log(`training: there is no ${dataset}; Debian's package dataset-fashion-mnist has it`);
    return undefined;
  }
  const condition = runtime.fromSource ? ["--conditions=@toeplitz/source"] : [];
  const settings = JSON.stringify({ ...options.ours, threads: 1, peers: "" });
  const trainers: Record<Trainer, Lines> = {
    ours: startLines(runtime.node, [...condition, at("ours.ts"), settings]),
    pytorch: startLines(options.python, [at("pytorch.py")]),
  };
  const task = await writeTask();
  try {
    for (const trainer of Object.values(trainers)) {
      Object.assign(versions, await trainer.ask("versions"));
      await trainer.ask("prepare", task);
    }
    return await rounds(trainers, options.whole);
  } catch (error) {
    // Without PyTorch, or with losses that differ, there is nothing to compare; the rest of a run is.
    console.log(`training: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    for (const trainer of Object.values(trainers)) await trainer.close();
    rmSync(task.folder, { recursive: true });
  }
}

type Trainer = keyof TrainingResult["ms"];

async function rounds(trainers: Readonly<Record<Trainer, Lines>>, whole: boolean): Promise<TrainingResult> {
  const losses: Record<Trainer, number[]> = { ours: [], pytorch: [] };
  const ms: Record<Trainer, number[]> = { ours: [], pytorch: [] };
  const steps = async (name: Trainer, from: number, count: number) => {
    const taken = (await trainers[name].ask("steps", from, count)) as Steps;
    losses[name].push(...taken.losses);
    return taken.ms / count;
  };
  for (const name of names) await steps(name, 0, first);
  const early = apart(losses.ours, losses.pytorch);
  if (!(early <= tolerance)) {
    throw new Error(`WRONG: losses of the first ${first} steps differ by ${early.toExponential(1)}`);
  }
  const all = whole ? stepsPerEpoch - first : 60;
  const turns = whole ? 16 : 6;
  for (let turn = 0; turn < turns; turn++) {
    const from = first + Math.round((all * turn) / turns);
    const count = first + Math.round((all * (turn + 1)) / turns) - from;
    for (const name of turn % 2 === 0 ? names : names.toReversed()) ms[name].push(await steps(name, from, count));
    console.log(
      `steps ${from} to ${from + count - 1}: ${names.map((name) => `${name} ${ms[name].at(-1)!.toFixed(1)} ms`).join(", ")}`,
    );
  }
  const remarks = (await trainers.ours.ask("remarks")) as string[];
  return {
    steps: all,
    ms,
    losses: { first: early, last: apart(losses.ours.slice(-10), losses.pytorch.slice(-10)) },
    remarks,
  };
}

const names = ["ours", "pytorch"] as const;

/** The largest difference, relative to the second. */
function apart(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((loss, i) => Math.abs(loss - b[i]!) / Math.abs(b[i]!)));
}
