// The backend: what `setBackend` takes.
import { argumentError, checkOptions, type Override } from "@toeplitz/tensor/extend";
import { flavour, hasSeal } from "./assembler/seal.ts";
import { Accelerator, type GivenModules, type WasmOptions } from "./engine/accelerator.ts";
import type { Engine, Level } from "./engine/engine.ts";
import { runOverride } from "./engine/run-override.ts";
import { kernelSeal } from "./kernels/bytes.ts";
import { columns } from "./overrides/columns.ts";
import { convWeightOverrides } from "./overrides/conv-weight.ts";
import { convolutionOverrides } from "./overrides/convolution.ts";
import { copies } from "./overrides/copy.ts";
import { elementwise } from "./overrides/elementwise.ts";
import { interpolations } from "./overrides/interpolate.ts";
import { matmulOverrides } from "./overrides/matmul.ts";
import { normalizations } from "./overrides/normalize.ts";
import { optimizerSteps } from "./overrides/optimizer-steps.ts";
import { pooling } from "./overrides/pool.ts";
import { atPositions } from "./overrides/positions.ts";
import { reductions } from "./overrides/reduce.ts";
import { checkThreads, type ThreadedBackend, type ThreadOptions } from "./threads/threads.ts";

/** Modules beside the plain one that {@link createBackend} takes. */
export interface FurtherModules {
  readonly fused?: WebAssembly.Module;
  /** For `threads(n)`: the files `kernels-shared.wasm` and `kernels-shared-fused.wasm`. */
  readonly shared?: { readonly plain: WebAssembly.Module; readonly fused?: WebAssembly.Module };
}

const levels: readonly Level[] = ["default", "high", "deterministic"];
const optionNames = ["level", "memory", "revectorize"];

/** All that is accelerated. */
const families: readonly ((engine: Engine) => Override[])[] = [
  convolutionOverrides,
  convWeightOverrides,
  matmulOverrides,
  elementwise,
  copies,
  reductions,
  normalizations,
  atPositions,
  columns,
  pooling,
  interpolations,
  optimizerSteps,
];

/**
 * The WebAssembly backend, for `setBackend`. Nothing is fetched, and nothing compiled before the first use; where the host has no
 * WebAssembly, no SIMD, or forbids both, the portable kernels go on serving, and `status()` says why.
 *
 * @param options `level` of numerics, most bytes of `memory`, `revectorize` in Node.js
 * @throws ToeplitzError for options that do not exist or have other values.
 */
export function wasm(options: WasmOptions = {}): ThreadedBackend {
  return made("wasm", options, null);
}

/**
 * As {@link wasm}, of modules that the host has compiled: for those that forbid to compile bytes. The files are
 * `@toeplitz/wasm/kernels.wasm` and, for engines with relaxed SIMD, `@toeplitz/wasm/kernels-fused.wasm`.
 *
 * @throws ToeplitzError for what is no module, one of another version or flavour, and as {@link wasm}.
 */
export function createBackend(plain: WebAssembly.Module, options: WasmOptions & FurtherModules = {}): ThreadedBackend {
  checkOptions("createBackend", options, [...optionNames, "fused", "shared"]);
  const { fused = null, shared = null, ...rest } = options;
  const given: [argument: string, module: unknown, file: string, flavour: number][] = [["module", plain, "kernels", 0]];
  if (fused !== null) given.push(["options.fused", fused, "kernels-fused", flavour.fused]);
  if (shared !== null) {
    given.push(["options.shared.plain", shared.plain, "kernels-shared", flavour.shared]);
    if (shared.fused !== undefined) {
      given.push(["options.shared.fused", shared.fused, "kernels-shared-fused", flavour.shared | flavour.fused]);
    }
  }
  for (const [argument, module] of given) {
    if (module instanceof WebAssembly.Module) continue;
    throw argumentError("createBackend", argument, "be a WebAssembly.Module", module);
  }
  const seal = kernelSeal();
  for (const [argument, module, file, wanted] of given) {
    // Kernels of another version would read their settings from other places, and compute something else.
    if (hasSeal(module as WebAssembly.Module, seal, wanted)) continue;
    throw argumentError("createBackend", argument, `be the ${file}.wasm of this version of @toeplitz/wasm`, module);
  }
  const forThreads = shared && { plain: shared.plain, fused: shared.fused ?? null };
  return made("createBackend", rest, { plain, fused, shared: forThreads });
}

function made(api: string, options: WasmOptions, modules: GivenModules | null): ThreadedBackend {
  checkWasmOptions(api, options);
  const accelerator = new Accelerator(options, modules);
  const overrides = families.flatMap((family) => family(accelerator));
  return {
    name: "wasm",
    overrides: overrides.map((entry) => ({
      kernel: entry.kernel,
      supports: (operands, params) => accelerator.available && (entry.supports?.(operands, params) ?? true),
      run: runOverride(accelerator, entry),
    })),
    get memory() {
      return accelerator.cache ?? undefined;
    },
    status: () => statusOf(accelerator),
    async threads(count: number, options: ThreadOptions = {}) {
      checkThreads(count, options);
      return accelerator.setThreads(count, options.workerUrl ?? null);
    },
  } as ThreadedBackend;
}

function checkWasmOptions(api: string, options: WasmOptions): void {
  checkOptions(api, options, optionNames);
  const { level, memory, revectorize } = options;
  if (level !== undefined && !levels.includes(level)) {
    throw argumentError(api, "level", `be one of ${levels.join(", ")}`, level, { legal: levels });
  }
  if (memory !== undefined && !(Number.isInteger(memory) && memory >= 2 ** 20 && memory <= 2 ** 32)) {
    throw argumentError(api, "memory", "be a number of bytes from 1 MiB to 4 GiB", memory);
  }
  if (revectorize !== undefined && typeof revectorize !== "boolean") {
    throw argumentError(api, "revectorize", "be true or false", revectorize);
  }
}

function threadsOf(accelerator: Accelerator) {
  const { threads, reason, sharedMemory } = accelerator.threadStatus();
  return {
    threads,
    ...(reason === null ? {} : { whyNotMoreThreads: reason }),
    ...(sharedMemory === null ? {} : { sharedMemory }),
  };
}

function statusOf(accelerator: Accelerator): Readonly<Record<string, unknown>> {
  const { cache, refusal, trap } = accelerator;
  if (cache === null) return { backend: "portable", reason: refusal };
  return {
    level: accelerator.level,
    simd: accelerator.fused ? "fused" : "plain",
    revectorized: accelerator.revectorized,
    ...threadsOf(accelerator),
    memory: cache.counters(),
    ...(trap === null ? {} : { lastTrap: trap }),
  };
}
