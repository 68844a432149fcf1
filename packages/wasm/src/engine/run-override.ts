// A call can lose a worker in its midst, its kernel can trap, JavaScript can lack room: then it is made once more, from its beginning.
import { type Kernel, type Operand, type Override, ToeplitzError } from "@toeplitz/tensor/extend";
import type { Accelerator } from "./accelerator.ts";

type Operands = Record<string, Operand | null>;

/**
 * Runs an override; when a worker is lost in it, again, with one thread; when a kernel traps, or JavaScript has no room for an array
 * of a plan, it declines, and the portable routine takes over.
 *
 * To compute only the lost units again would not do. The worker may be slow and not dead, and write after all, into working memory
 * that the call has come to use for something else; and a unit may have been half done. So nothing that the broken call has written
 * is used: its inputs leave the memory, which is given up, and the outputs are computed from them anew.
 *
 * @throws ToeplitzError with code `internal` when that happens half way through changing elements by what they were
 */
export function runOverride(accelerator: Accelerator, entry: Override): Override["run"] {
  const { kernel } = entry;
  const names = Object.keys(kernel.operands);
  const inputs = names.filter((name) => kernel.operands[name]?.startsWith("read"));
  const outputs = names.filter((name) => !inputs.includes(name));
  const changes = names.some((name) => kernel.operands[name]?.startsWith("change"));
  const canBeRepeated = (operands: Operands) => !changes && !shareStorage(operands, inputs, outputs);
  const attempt = (operands: Operands, params: unknown, repeated: boolean): boolean => {
    try {
      return entry.run(operands, params);
    } catch (error) {
      const cause = error instanceof RangeError ? "no room" : accelerator.recover(error);
      if (cause === null) throw error;
      if (!canBeRepeated(operands)) throw halfDone(kernel, error as Error);
      if (cause !== "lost" || repeated || !accelerator.available) return false;
      return (entry.supports?.(operands, params) ?? true) && attempt(operands, params, true);
    }
  };
  return (operands, params) => {
    // Half done, a call that writes to its inputs could not be made again. So it is not shared out.
    if (accelerator.threads > 1) accelerator.mayShare = canBeRepeated(operands);
    return attempt(operands, params, false);
  };
}

function shareStorage(operands: Operands, inputs: readonly string[], outputs: readonly string[]): boolean {
  for (const output of outputs) {
    const storage = operands[output]?.storage;
    if (storage === undefined) continue;
    for (const input of inputs) if (operands[input]?.storage === storage) return true;
  }
  return false;
}

function halfDone({ name }: Kernel, { message }: Error): ToeplitzError {
  return new ToeplitzError(`the kernel ${name} failed half way through what it changes in place: ${message}`, {
    code: "internal",
    api: "wasm",
    rule: "never trap",
    hint: "the elements of what it changed are of no use any more, all others are as they were; please report this",
  });
}
