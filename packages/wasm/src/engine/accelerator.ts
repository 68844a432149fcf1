// The engine of one backend: compiled on first use, with one memory.
import type { Job } from "../kernels/job.ts";
import { BlockCache, defaultCap } from "../memory/block-cache.ts";
import { Heap } from "../memory/heap.ts";
import type { Placement } from "../memory/placement.ts";
import { type Compiled, compileKernels, type KernelModules } from "./compile.ts";
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

type JobFunction = (settings: number, from: number, to: number, scratch: number) => void;

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
}

export class Accelerator implements Engine {
  readonly level: Level;
  readonly results = resultsAt;
  readonly #cap: number;
  readonly #wantsRevectorization: boolean;
  readonly #given: KernelModules | null;
  #running: Running | null = null;
  #refusal: string | null = null;
  #revectorized = false;
  tile = { rows: 6, vectors: 2 };
  readonly threads = 1;

  constructor(
    { level = "default", memory = defaultCap, revectorize: wanted = false }: WasmOptions,
    given: KernelModules | null,
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

  run(job: Job<string>, settings: Int32Array, units: number, scratch = 0, _scratchBytes = 0): void {
    const { heap, functions } = this.#state;
    heap.i32.set(settings, settingsAt / 4);
    (functions[job.name] as JobFunction)(settingsAt, 0, units, scratch);
  }

  get #state(): Running {
    return this.#running as Running;
  }

  #start(): void {
    if (this.#wantsRevectorization) this.#revectorized = revectorize();
    const compiled: Compiled = this.#given === null ? compileKernels() : { modules: this.#given };
    if ("refusal" in compiled) {
      this.#refusal = compiled.refusal;
      return;
    }
    try {
      this.#running = this.#instantiate(compiled.modules);
    } catch (error) {
      this.#refusal = `the host refuses memory for WebAssembly: ${error instanceof Error ? error.message : error}`;
    }
  }

  #instantiate({ plain, fused }: KernelModules): Running {
    const memory = new WebAssembly.Memory({ initial: 16, maximum: mostPages });
    const imports = { env: { memory } };
    const fuses = fused !== null && this.level !== "deterministic";
    const functions = { ...new WebAssembly.Instance(plain, imports).exports } as Record<string, JobFunction>;
    if (fuses) Object.assign(functions, new WebAssembly.Instance(fused, imports).exports);
    // Engines without relaxed SIMD are old ones, which move instructions together and need registers to spare.
    if (fuses) this.tile = this.#revectorized ? { rows: 6, vectors: 4 } : { rows: 6, vectors: 2 };
    else this.tile = { rows: fused === null ? 4 : 5, vectors: 2 };
    const heap = new Heap({ memory, base: heapBase, cap: this.#cap });
    return { cache: new BlockCache(heap), heap, functions, fused: fuses };
  }
}
