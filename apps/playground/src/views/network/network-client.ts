// The page's side of the worker that runs networks: questions with answers, progress, and a stop.
import { startWorker } from "../../start-worker.ts";
import type { NetworkMessage, NetworkProgress, NetworkRequestName, NetworkRequests } from "./network-messages.ts";
import workerAddress from "./network-worker.ts?worker&url";

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** What a question gets whose worker was stopped. */
export class Stopped extends Error {}

export class NetworkClient {
  #worker: Worker | null = null;
  #waiting: Waiting[] = [];
  readonly #onProgress: (progress: NetworkProgress | null) => void;

  constructor(onProgress: (progress: NetworkProgress | null) => void) {
    this.#onProgress = onProgress;
  }

  /** Asks the worker, and starts it if need be. */
  ask<Name extends NetworkRequestName>(
    name: Name,
    ask: NetworkRequests[Name]["ask"],
  ): Promise<NetworkRequests[Name]["answer"]> {
    const worker = (this.#worker ??= this.#start());
    const answer = new Promise<NetworkRequests[Name]["answer"]>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    worker.postMessage({ name, ask });
    return answer;
  }

  /** Ends all that goes on; the next question begins with a new worker. */
  stop(): void {
    this.#end(new Stopped("stopped"));
  }

  #end(reason: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#onProgress(null);
    for (const { reject } of waiting) reject(reason);
  }

  #start(): Worker {
    const worker = startWorker(workerAddress);
    worker.onmessage = ({ data }: MessageEvent<NetworkMessage>) => {
      if (data.kind === "progress") {
        this.#onProgress(data.progress);
        return;
      }
      const { resolve, reject } = this.#waiting.shift()!;
      this.#onProgress(null);
      if (data.kind === "answer") resolve(data.answer as never);
      else reject(new Error(data.sentence));
    };
    worker.onerror = () => this.#end(new Error("the worker could not be started, or ran out of memory"));
    return worker;
  }
}
