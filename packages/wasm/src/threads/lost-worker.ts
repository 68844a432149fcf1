// A call that is shared out can lose a worker in its midst: then it is made once more, in fresh memory.
import type { Kernel, Operand, Override } from "@toeplitz/tensor/extend";
import type { Accelerator } from "../engine/accelerator.ts";

type Operands = Record<string, Operand | null>;

/**
 * Runs an override; when a worker is lost in it, again, from its beginning.
 *
 * To compute only the lost units again would not do. The worker may be slow and not dead, and write after all, into working memory
 * that the call has come to use for something else; and a unit may have been half done. So nothing that the broken call has written
 * is used: its inputs leave the memory, which is given up, and the outputs are computed from them anew.
 */
export function runOverride(accelerator: Accelerator, entry: Override): Override["run"] {
  return (operands, params) => {
    if (accelerator.threads === 1) return entry.run(operands, params);
    accelerator.mayShare = leavesInputs(entry.kernel, operands);
    try {
      return entry.run(operands, params);
    } catch (error) {
      if (!accelerator.recover(error)) throw error;
      return accelerator.available && (entry.supports?.(operands, params) ?? true) && entry.run(operands, params);
    }
  };
}

/** Whether the call writes to none of its inputs. Half done, one that does could not be made again, so it is not shared out. */
function leavesInputs(kernel: Kernel, operands: Operands): boolean {
  for (const output in kernel.operands) {
    if (reads(kernel, output)) continue;
    const storage = operands[output]?.storage;
    for (const input in kernel.operands) {
      if (reads(kernel, input) && operands[input]?.storage === storage) return false;
    }
  }
  return true;
}

function reads(kernel: Kernel, operand: string): boolean {
  const access = kernel.operands[operand];
  return access === "read" || access === "read?";
}
