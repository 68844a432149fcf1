// The one training of the page. It outlives the view, so that one can look elsewhere meanwhile.

import type { Curve } from "@toeplitz/figures";
import { startWorker } from "../../start-worker.ts";
import type { Training } from "../../state/training.ts";
import { garmentClassifiers } from "./garment-classifiers.ts";
import workerAddress from "./train-worker.ts?worker&url";
import type { Evaluation, Filters, StepReport, TrainingAnswer, TrainingRequest } from "./training-messages.ts";

export interface TrainingSnapshot {
  readonly state: "loading" | "paused" | "running" | "done" | "broken";
  /** Steps done, and steps in all. */
  readonly step: number;
  readonly steps: number;
  readonly losses: Curve;
  /** Shares of the pictures of each step. */
  readonly shares: Curve;
  /** Shares of the test pictures. */
  readonly tested: Curve;
  readonly last: StepReport | null;
  /** Median of the latest steps, in milliseconds. */
  readonly pace: number | null;
  readonly evaluation: Evaluation | null;
  readonly filters: Filters | null;
  readonly trouble: string;
}

const nothing: TrainingSnapshot = {
  state: "loading",
  step: 0,
  steps: 0,
  losses: [],
  shares: [],
  tested: [],
  last: null,
  pace: null,
  evaluation: null,
  filters: null,
  trouble: "",
};

/** Between two pictures of it, in milliseconds: faster than one reads, slow enough to leave the page free. */
const interval = 90;

/** What decides every number of a training. */
const keyOf = (training: Training) => JSON.stringify({ ...training, until: null, verdicts: null });

class TrainingSession {
  #worker: Worker | null = null;
  #key = "";
  /** What a file of the weights is called. */
  #file = "";
  #snapshot = nothing;
  #next: TrainingSnapshot | null = null;
  #paces: number[] = [];
  #weights: ((bytes: ArrayBuffer | null) => void)[] = [];
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly snapshot = () => this.#snapshot;

  /** Makes the network of these settings, unless it is there. */
  configure(training: Training): void {
    const key = keyOf(training);
    if (key !== this.#key) this.reset(training);
  }

  /** Forgets what was learned. */
  reset(training: Training): void {
    this.#key = keyOf(training);
    this.#file = garmentClassifiers[training.network].file;
    this.#worker?.terminate();
    this.#refuseWeights();
    this.#paces = [];
    this.#show(nothing, true);
    const worker = startWorker(workerAddress);
    worker.onmessage = ({ data }: MessageEvent<TrainingAnswer>) => this.#hear(data);
    worker.onerror = () => this.#hear({ kind: "trouble", sentence: "The worker could not be started." });
    this.#worker = worker;
    this.#tell({ kind: "begin", training });
  }

  /** Trains with these settings, up to and with a step, or to the end. */
  go(training: Training, until: number | null): void {
    this.configure(training);
    this.#tell({ kind: "go", until });
    this.#change({ state: "running" }, true);
  }

  pause(): void {
    this.#tell({ kind: "pause" });
  }

  /** The weights as they are now, as a file of safetensors; null where they were forgotten meanwhile. */
  async weights(): Promise<File | null> {
    const bytes = await new Promise<ArrayBuffer | null>((resolve) => {
      this.#weights.push(resolve);
      this.#tell({ kind: "weights" });
    });
    return bytes === null ? null : new File([bytes], `${this.#file}-step-${this.#current.step}.safetensors`);
  }

  /** The step at which the training of these settings rests, paused or done; null while it runs, and before its first step. */
  restsAt(training: Training): number | null {
    const { state, step } = this.#snapshot;
    const rests = keyOf(training) === this.#key && (state === "paused" || state === "done");
    return rests && step > 0 ? step : null;
  }

  #refuseWeights(): void {
    for (const answer of this.#weights.splice(0)) answer(null);
  }

  #tell(request: TrainingRequest): void {
    this.#worker?.postMessage(request);
  }

  get #current(): TrainingSnapshot {
    return this.#next ?? this.#snapshot;
  }

  #hear(answer: TrainingAnswer): void {
    const { losses, shares, tested, steps, state } = this.#current;
    switch (answer.kind) {
      case "ready":
        this.#change({ steps: answer.steps, state: state === "loading" ? "paused" : state }, true);
        break;
      case "step": {
        const { step, loss, share, milliseconds } = answer.report;
        this.#paces = [...this.#paces.slice(-20), milliseconds];
        this.#change({
          step,
          pace: this.#paces.toSorted((a, b) => a - b)[this.#paces.length >> 1]!,
          last: answer.report,
          losses: [...losses, [step, loss]],
          shares: [...shares, [step, share]],
        });
        break;
      }
      case "evaluation": {
        const { evaluation } = answer;
        this.#change({ evaluation, tested: [...tested, [evaluation.step, evaluation.share]] });
        break;
      }
      case "filters":
        this.#change({ filters: answer.filters });
        break;
      case "paused":
        this.#change({ state: answer.step === steps ? "done" : "paused", step: answer.step }, true);
        break;
      case "weights":
        this.#weights.shift()?.(answer.bytes);
        break;
      case "trouble":
        this.#refuseWeights();
        this.#change({ state: "broken", trouble: answer.sentence }, true);
    }
  }

  #change(change: Partial<TrainingSnapshot>, atOnce = false): void {
    this.#show({ ...this.#current, ...change }, atOnce);
  }

  #show(next: TrainingSnapshot, atOnce: boolean): void {
    const due = this.#next === null;
    this.#next = next;
    if (atOnce) this.#publish();
    else if (due) setTimeout(() => this.#publish(), interval);
  }

  #publish(): void {
    if (this.#next === null) return;
    this.#snapshot = this.#next;
    this.#next = null;
    for (const listener of this.#listeners) listener();
  }
}

export const session: TrainingSession = new TrainingSession();
