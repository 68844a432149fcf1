// What Node.js is asked for, caught on the way: workers as they are made, and how many threads the machine runs.
import os from "node:os";
import workers from "node:worker_threads";
import { vi } from "vitest";

/** A worker, and the words that it shares with its caller. */
export interface CaughtWorker {
  readonly worker: workers.Worker;
  control: Int32Array;
}

/** From here on, until mocks are restored, every new worker is put into the list. */
export function catchWorkers(): CaughtWorker[] {
  const caught: CaughtWorker[] = [];
  const Original = workers.Worker;
  class Catching extends Original {
    readonly #entry: CaughtWorker = { worker: this, control: new Int32Array(0) };

    constructor(...args: ConstructorParameters<typeof Original>) {
      super(...args);
      caught.push(this.#entry);
    }

    override postMessage(message: { control: Int32Array }): void {
      this.#entry.control = message.control;
      super.postMessage(message);
    }
  }
  vi.spyOn(workers, "Worker").mockImplementation(Catching);
  return caught;
}

/** Lets the machine seem to run so many threads at a time. */
export function pretendProcessors(count: number): void {
  vi.spyOn(os, "availableParallelism").mockReturnValue(count);
}
