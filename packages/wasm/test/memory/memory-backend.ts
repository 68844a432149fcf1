// A backend without kernels of its own: it runs the portable routines on arrays in WebAssembly memory, so that memory alone is tested.
import * as convKernels from "@toeplitz/conv/kernels";
import type { Backend } from "@toeplitz/tensor";
import {
  type Access,
  type Kernel,
  type Operand,
  type Override,
  override,
  type TypedArray,
} from "@toeplitz/tensor/extend";
import * as tensorKernels from "@toeplitz/tensor/kernels";
import type { BlockCache } from "../../src/memory/block-cache.ts";

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

type AnyKernel = Kernel<Record<string, Access>, unknown>;

function isKernel(value: unknown): value is AnyKernel {
  return typeof value === "object" && value !== null && "operands" in value && "run" in value;
}

/** Every kernel that the backend serves. */
const kernels: readonly AnyKernel[] = [...Object.values(tensorKernels), ...Object.values(convKernels)].filter(isKernel);

/** Runs a kernel's portable routine where the cache has placed its operands. */
function inMemory(cache: BlockCache, kernel: AnyKernel): Override {
  const { placement, heap } = cache;
  return override(kernel, {
    run(operands: Readonly<Record<string, Operand | null>>, params) {
      placement.start();
      const slots: Record<string, number> = {};
      for (const [name, access] of Object.entries(kernel.operands)) {
        const operand = operands[name] as Operand | null;
        if (access === "read?") slots[name] = placement.readOptional(operand);
        else if (access === "change" || access === "change?") {
          slots[name] = operand === null ? -1 : placement.part(operand);
        } else slots[name] = placement[access](operand as Operand);
      }
      if (!placement.commit()) return false;
      const views: Record<string, TypedArray | null> = {};
      for (const [name, slot] of Object.entries(slots)) {
        const operand = operands[name] ?? null;
        if (operand === null) {
          views[name] = null;
          continue;
        }
        const { storage, offset } = operand;
        views[name] = new arrays[storage.dtype](
          heap.u8.buffer as ArrayBuffer,
          placement.address(slot),
          storage.length - offset,
        );
      }
      kernel.run(views as never, params);
      return true;
    },
  } as Parameters<typeof override>[1]);
}

/** The backend over a cache. */
export function memoryBackend(cache: BlockCache): Backend & { readonly memory: BlockCache } {
  return {
    name: "memory",
    overrides: kernels.map((kernel) => inMemory(cache, kernel)),
    memory: cache,
    status: () => ({ ...cache.counters() }),
  };
}
