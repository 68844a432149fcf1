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
  const names = Object.keys(entry.kernel.operands);
  const inputs = names.filter((name) => reads(entry.kernel, name));
  const outputs = names.filter((name) => !reads(entry.kernel, name));
  return (operands, params) => {
    if (accelerator.threads === 1) return entry.run(operands, params);
    // Half done, a call that writes to its inputs could not be made again. So it is not shared out.
    accelerator.mayShare = !shareStorage(operands, inputs, outputs);
    try {
      return entry.run(operands, params);
    } catch (error) {
      if (!accelerator.recover(error)) throw error;
      return accelerator.available && (entry.supports?.(operands, params) ?? true) && entry.run(operands, params);
    }
  };
}

function reads(kernel: Kernel, name: string): boolean {
  const access = kernel.operands[name];
  return access === "read" || access === "read?";
}

function shareStorage(operands: Operands, inputs: readonly string[], outputs: readonly string[]): boolean {
  for (const output of outputs) {
    const storage = operands[output]?.storage;
    for (const input of inputs) if (operands[input]?.storage === storage) return true;
  }
  return false;
}
