// The threads of one shared memory: the caller, and workers that take units of its jobs.
import { newControl, word } from "./control.ts";
import { type HostWorker, maySleep, startWorker, textOf } from "./host.ts";
import type { WorkerStart } from "./worker-source.ts";

/** A job, as modules export it. */
export type JobFunction = (settings: number, from: number, to: number, scratch: number) => void;

/** What every thread needs to have the same kernels in the same memory. */
export type Shared = Pick<WorkerStart, "memory" | "module" | "jobs">;

/** Milliseconds for workers to start. */
const mostStart = 5000;
/** Milliseconds that the caller waits for workers, at least, once there is nothing left to take. */
const mostWait = 2000;
/** Milliseconds to look for what is about to come, before sleeping: to be woken takes about as long. */
const spin = 0.05;
/** A wait that seems longer than this was no wait: the process, or the whole machine, was asleep. */
const longestSlice = 20;
/** Units are taken in so many pieces per thread: few enough to be cheap, and enough for all to end at about the same time. */
const piecesPerThread = 16;
/** Jobs of fewer milliseconds on one thread are not shared. */
const worthSharing = 0.012;
/** What it costs the caller to wake workers, in milliseconds, before that has been measured: some systems take ten times as long. */
const usualWaking = 0.01;
/** Most jobs whose time is remembered. */
const mostKnown = 4096;

/** Thrown out of a job that a worker has taken a part of and not finished. */
export class WorkerLost extends Error {}

/**
 * Shares jobs out. While one runs, the caller takes units as the workers do; it goes on when nobody is inside of the job any more.
 *
 * A worker that does not come out in time leaves the memory unusable, since it may still write there: the job throws
 * {@link WorkerLost}, and whoever called must leave this memory and compute once more.
 */
export class Team {
  /** Threads that share a job, the caller included. */
  readonly threads: number;
  readonly #control = newControl();
  readonly #sleeps = maySleep();
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #spin: number;
  readonly #workers: (HostWorker | null)[] = [];
  /** Milliseconds that a job with so many units took on one thread, by number and units. */
  readonly #known = new Map<number, number>();
  /** What waking costs, as measured lately. */
  #waking = usualWaking;
  #generation = 0;
  #ready = 0;
  #reason: string | null = null;
  #stopped = false;

  private constructor(threads: number, jobs: readonly string[], crowded: boolean) {
    this.threads = threads;
    this.#numbers = new Map(jobs.map((name, number) => [name, number]));
    // With more threads than processors, who looks for work keeps another from doing it.
    this.#spin = crowded ? 0 : spin;
  }

  /**
   * Starts workers; resolves when all have answered, or to the reason why some have not.
   *
   * @param crowded whether there are more threads than processors
   * @param script of the workers; null for the one that this package carries
   */
  static async start(
    threads: number,
    shared: Shared,
    crowded: boolean,
    script: string | URL | null,
  ): Promise<Team | string> {
    const team = new Team(threads, shared.jobs, crowded);
    const refusal = await team.#startWorkers(shared, script);
    if (refusal === null) return team;
    team.stop();
    return refusal;
  }

  /** Threads that still work, the caller included. */
  get living(): number {
    return 1 + this.#workers.filter((worker) => worker !== null).length;
  }

  /** Why fewer threads work than were started; null if all do. */
  get reason(): string | null {
    return this.#reason;
  }

  /**
   * Does all units of a job whose settings stand in memory.
   *
   * @throws WorkerLost if a worker was lost inside of it
   */
  run(job: string, run: JobFunction, settings: number, units: number, scratch: number, scratchBytes: number): void {
    const control = this.#control;
    const number = this.#numbers.get(job) as number;
    const key = number * 2 ** 32 + units;
    const known = this.#known.get(key);
    if (known !== undefined && known < this.#leastShared()) {
      const begun = performance.now();
      run(settings, 0, units, scratch);
      this.#known.set(key, performance.now() - begun);
      return;
    }
    const chunk = Math.max(1, Math.floor(units / (piecesPerThread * this.threads)));
    control[word.job] = number;
    control[word.units] = units;
    control[word.chunk] = chunk;
    control[word.settings] = settings;
    control[word.scratch] = scratch;
    control[word.scratchBytes] = scratchBytes;
    Atomics.store(control, word.next, 0);
    this.#generation = (this.#generation + 1) | 0;
    Atomics.store(control, word.generation, this.#generation);
    if (Atomics.load(control, word.sleeping) > 0) this.#wake(Math.ceil(units / chunk) - 1);
    const begun = performance.now();
    let taken = 0;
    let own = 0;
    try {
      for (;;) {
        const from = Atomics.add(control, word.next, chunk);
        if (from >= units) break;
        const to = Math.min(from + chunk, units);
        run(settings, from, to, scratch);
        taken += 1;
        own += to - from;
      }
    } finally {
      const spent = performance.now() - begun;
      if (own > 0) this.#remember(key, (spent / own) * units);
      this.#close(taken > 0 ? spent / taken : 0);
    }
  }

  /** Ends the workers. */
  stop(): void {
    this.#stopped = true;
    for (const worker of this.#workers) worker?.stop();
    this.#workers.fill(null);
  }

  #startWorkers(shared: Shared, script: string | URL | null): Promise<string | null> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve("the workers did not start within 5 seconds"), mostStart);
      const settle = (refusal: string | null) => {
        clearTimeout(late);
        resolve(refusal);
      };
      try {
        for (let number = 1; number < this.threads; number++) {
          const worker = startWorker(script, {
            message: () => {
              this.#ready += 1;
              if (this.#ready < this.threads - 1) return;
              for (const each of this.#workers) each?.unref();
              settle(null);
            },
            failed: (reason) => {
              if (!this.#stopped) {
                this.#workers[number - 1] = null;
                this.#reason ??= reason;
              }
              settle(reason);
            },
          });
          this.#workers.push(worker);
          worker.post({ ...shared, control: this.#control, number, spin: this.#spin } satisfies WorkerStart);
        }
      } catch (error) {
        settle(`the host refuses workers: ${textOf(error)}`);
      }
    });
  }

  /** Milliseconds that a job must take on one thread to be shared: half of it is gained, and waking lost. */
  #leastShared(): number {
    return Atomics.load(this.#control, word.sleeping) > 0 ? worthSharing + 2 * this.#waking : worthSharing;
  }

  #wake(most: number): void {
    const begun = performance.now();
    Atomics.notify(this.#control, word.generation, most);
    // A single time may hold that of another process.
    this.#waking += (performance.now() - begun - this.#waking) / 8;
  }

  #remember(key: number, time: number): void {
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(key, time);
  }

  /** Lets nobody enter the job any more, and waits until all are out. */
  #close(pieceTime: number): void {
    const control = this.#control;
    this.#generation = (this.#generation + 1) | 0;
    Atomics.store(control, word.generation, this.#generation);
    if (Atomics.load(control, word.active) !== 0 && !this.#awaitWorkers(mostWait + 20 * pieceTime)) {
      throw new WorkerLost(`a worker did not finish its part of a kernel within ${mostWait / 1000} seconds`);
    }
    if (Atomics.load(control, word.failed) !== 0) throw new WorkerLost("a kernel failed in a worker");
  }

  #awaitWorkers(limit: number): boolean {
    const control = this.#control;
    let waited = 0;
    let before = performance.now();
    for (;;) {
      for (let i = 0; i < 64; i++) if (Atomics.load(control, word.active) === 0) return true;
      const now = performance.now();
      waited += Math.min(now - before, longestSlice);
      before = now;
      if (waited > limit) return false;
      if (!this.#sleeps || waited < this.#spin) continue;
      Atomics.store(control, word.callerWaits, 1);
      const active = Atomics.load(control, word.active);
      if (active !== 0) Atomics.wait(control, word.active, active, longestSlice);
      Atomics.store(control, word.callerWaits, 0);
    }
  }
}
