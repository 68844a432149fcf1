// The engine of one backend: compiled on first use, with one memory.
import type { Job } from "../kernels/job.ts";
import { type BlockCache, defaultCap } from "../memory/block-cache.ts";
import type { Heap } from "../memory/heap.ts";
import { makeCache } from "../memory/make-cache.ts";
import type { Placement } from "../memory/placement.ts";
import { hostParallelism, refusalOfHost, textOf } from "../threads/host.ts";
import { sharedMemory } from "../threads/memory.ts";
import { type JobFunction, Team, WorkerLost } from "../threads/team.ts";
import type { ThreadStatus } from "../threads/threads.ts";
import {
  type Compiled,
  chosen,
  compileKernels,
  compileSharedKernels,
  type GivenKernels,
  type Kernels,
} from "./compile.ts";
import type { Engine, Level } from "./engine.ts";
import { revectorize } from "./revectorize.ts";

/** Settings of the backend. */
export interface WasmOptions {
  /** How far results may be from the portable kernels'. Default `'default'`. */
  readonly level?: Level;
  /** Most bytes that tensors and working memory take of WebAssembly memory. Default 1 GiB. */
  readonly memory?: number;
  /**
   * Has V8 join pairs of vectors into wider ones, in Node.js from version 23.5 on. That sets a flag of the whole process
   * (`--experimental-wasm-revectorize`), for everything that is compiled from then on, so it is never done unasked.
   */
  readonly revectorize?: boolean;
}

/** Modules that the host has compiled, and the same for shared memory. */
export interface GivenModules extends GivenKernels {
  readonly shared: GivenKernels | null;
}

/** Where the settings of the running job stand. Below it nothing does: address 0 means none. */
const settingsAt = 1024;
/** Where jobs leave results of their units. */
const resultsAt = 2048;
/** What the heap may use begins here. */
const heapBase = 4096;
/** Largest memory that 32 bits address, in pages. */
const mostPages = 65536;

interface Running {
  readonly cache: BlockCache;
  readonly heap: Heap;
  readonly functions: Readonly<Record<string, JobFunction>>;
  readonly fused: boolean;
  /** Who shares its jobs, where the memory is a shared one. */
  readonly team: Team | null;
}

export class Accelerator implements Engine {
  readonly level: Level;
  readonly results = resultsAt;
  readonly #cap: number;
  readonly #wantsRevectorization: boolean;
  readonly #given: GivenModules | null;
  #running: Running | null = null;
  #refusal: string | null = null;
  #revectorized = false;
  tile = { rows: 6, vectors: 2 };
  /** Whether the running call may be shared out: it writes to none of its inputs, so it can be made again. */
  mayShare = true;
  #noThreads: string | null = null;
  #trap: string | null = null;
  #threadsSettled: Promise<unknown> = Promise.resolve();

  constructor(
    { level = "default", memory = defaultCap, revectorize: wanted = false }: WasmOptions,
    given: GivenModules | null,
  ) {
    this.level = level;
    this.#cap = memory;
    this.#wantsRevectorization = wanted;
    this.#given = given;
  }

  /** Whether kernels can run here. Compiles them when asked first. */
  get available(): boolean {
    if (this.#running === null && this.#refusal === null) this.#start();
    return this.#running !== null;
  }

  /** Why not, if not. */
  get refusal(): string | null {
    return this.available ? null : this.#refusal;
  }

  /** Where tensors are kept; null without WebAssembly. */
  get cache(): BlockCache | null {
    return this.available ? this.#state.cache : null;
  }

  get fused(): boolean {
    return this.#state.fused;
  }

  get revectorized(): boolean {
    return this.#revectorized;
  }

  get memory(): Placement {
    return this.#state.cache.placement;
  }

  get words(): Int32Array {
    return this.#state.heap.i32;
  }

  get floats(): Float32Array {
    return this.#state.heap.f32;
  }

  get threads(): number {
    return this.#running?.team?.threads ?? 1;
  }

  run(job: Job<string>, settings: Int32Array, units: number, scratch = 0, scratchBytes = 0): void {
    const { heap, functions, team } = this.#state;
    heap.i32.set(settings, settingsAt / 4);
    const run = functions[job.name] as JobFunction;
    if (team === null || units < 2 || !this.mayShare) run(settingsAt, 0, units, scratch);
    else team.run(job.name, run, settingsAt, units, scratch, scratchBytes);
  }

  /** How many threads there are, and why not more. */
  threadStatus(): ThreadStatus {
    const { team, heap } = this.#running ?? { team: null };
    return {
      threads: team?.living ?? 1,
      reason: this.#noThreads ?? team?.reason ?? null,
      sharedMemory: team === null ? null : (heap as Heap).capacity + heapBase,
    };
  }

  /** Goes over to a memory for so many threads; where that cannot be, the status says why. Calls wait for each other. */
  setThreads(count: number, script: string | URL | null): Promise<ThreadStatus> {
    const change = async () => {
      this.#noThreads = await this.#changeThreads(count, script).catch(textOf);
      return this.threadStatus();
    };
    const settled = this.#threadsSettled.then(change);
    this.#threadsSettled = settled;
    return settled;
  }

  /** The last trap of a kernel; null if there was none. */
  get trap(): string | null {
    return this.#trap;
  }

  /**
   * After a call broke off: whether a worker was lost or a kernel trapped, and the next call starts with a fresh memory, without
   * threads. What tensors had in the old one is in JavaScript then. Null for other errors.
   */
  recover(error: unknown): "lost" | "trapped" | null {
    if (error instanceof WorkerLost) {
      this.#noThreads = error.message;
      this.#leaveTeam();
      return "lost";
    }
    if (!(error instanceof WebAssembly.RuntimeError)) return null;
    this.#trap = error.message;
    if (this.#running?.team) this.#noThreads = `a kernel failed: ${error.message}`;
    this.#leave();
    return "trapped";
  }

  get #state(): Running {
    return this.#running as Running;
  }

  #start(): void {
    if (this.#wantsRevectorization) this.#revectorized = revectorize();
    const { level } = this;
    try {
      const compiled: Compiled = this.#given === null ? compileKernels(level) : { kernels: chosen(this.#given, level) };
      if ("refusal" in compiled) {
        this.#refusal = compiled.refusal;
        return;
      }
      const memory = new WebAssembly.Memory({ initial: 16, maximum: mostPages });
      this.#running = this.#instantiate(compiled.kernels, memory, this.#cap);
    } catch (error) {
      this.#refusal = `the host refuses memory for WebAssembly: ${textOf(error)}`;
    }
  }

  #instantiate({ module, fused, modern }: Kernels, memory: WebAssembly.Memory, cap: number): Running {
    const functions = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, JobFunction>;
    // Old engines move instructions together and need registers to spare.
    if (fused) this.tile = this.#revectorized ? { rows: 6, vectors: 4 } : { rows: 6, vectors: 2 };
    else this.tile = { rows: modern ? 5 : 4, vectors: 2 };
    const cache = makeCache({ memory, base: heapBase, cap });
    return { cache, heap: cache.heap, functions, fused, team: null };
  }

  async #changeThreads(count: number, script: string | URL | null): Promise<string | null> {
    if (!this.available) return count > 1 ? this.#refusal : null;
    const parallelism = hostParallelism();
    const threads = Math.min(count, 2 * parallelism);
    if (threads < 2) this.#leaveTeam();
    else if (this.#state.team?.living !== threads) {
      const refusal = await this.#startTeam(threads, threads > parallelism, script);
      if (refusal !== null) return refusal;
    }
    return threads < count ? `this machine runs ${parallelism} threads at a time, and twice as many is the most` : null;
  }

  async #startTeam(threads: number, crowded: boolean, script: string | URL | null): Promise<string | null> {
    const refusal = refusalOfHost();
    if (refusal !== null) return refusal;
    const given = this.#given;
    if (given !== null && given.shared === null) return "createBackend was given no modules for shared memory";
    const kernels = given?.shared ? chosen(given.shared, this.level) : await compileSharedKernels(this.level);
    const shared = sharedMemory(this.#cap);
    if (shared instanceof Error) return `the host refuses shared memory: ${shared.message}`;
    const { memory, bytes } = shared;
    const running = this.#instantiate(kernels, memory, bytes);
    const members = { memory, module: kernels.module, jobs: Object.keys(running.functions) };
    const team = await Team.start(threads, members, crowded, script);
    if (typeof team === "string") return team;
    // Kernels may have run meanwhile, in the memory that is left only now.
    this.#leave();
    this.#running = { ...running, team };
    return null;
  }

  /** Goes back to one thread: the next call starts with a fresh memory. */
  #leaveTeam(): void {
    if (this.#running?.team) this.#leave();
  }

  #leave(): void {
    this.#running?.team?.stop();
    this.#running?.cache.close();
    this.#running = null;
  }
}
