// Which settings lead from one size to another and back: 28 -> 14 -> 28. Every size is the library's.
import { convOutputSize, convTransposeOutputSize } from "@toeplitz/conv";
import { phasesOf } from "./evenness.ts";

/** One convolution along one axis, as far as sizes go. */
export interface SizeStep {
  readonly transposed: boolean;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** 0 where the step is not transposed. */
  readonly outputPadding: number;
}

/** The largest values that are tried. */
export interface StepLimits {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

const reach = ({ kernel, dilation }: Pick<SizeStep, "kernel" | "dilation">) => dilation * (kernel - 1) + 1;

/**
 * Size after a step.
 *
 * @throws ToeplitzError as the convolution itself would.
 */
export function sizeAfter(size: number, { transposed, kernel, outputPadding, ...options }: SizeStep): number {
  const { stride, padding, dilation } = options;
  return transposed
    ? convTransposeOutputSize(size, kernel, { stride, padding, dilation, outputPadding })
    : convOutputSize(size, kernel, { stride, padding, dilation });
}

/** Every step from one size to the other within the limits, the plainest first. */
export function stepsBetween(from: number, to: number, transposed: boolean, limits: StepLimits): SizeStep[] {
  const steps: SizeStep[] = [];
  for (let kernel = 1; kernel <= limits.kernel; kernel++) {
    for (let dilation = 1; dilation <= (kernel === 1 ? 1 : limits.dilation); dilation++) {
      for (let stride = 1; stride <= limits.stride; stride++) {
        for (let padding = 0; padding < reach({ kernel, dilation }); padding++) {
          const step = fitting(from, to, { transposed, kernel, stride, padding, dilation, outputPadding: 0 });
          if (step !== null) steps.push(step);
        }
      }
    }
  }
  return steps.sort((a, b) => oddity(a) - oddity(b));
}

/** The step if it leads there; a transposed one with the outputPadding that it takes. */
function fitting(from: number, to: number, step: SizeStep): SizeStep | null {
  if (!step.transposed) {
    return from + 2 * step.padding >= reach(step) && sizeAfter(from, step) === to ? step : null;
  }
  // The library refuses sizes below one.
  if ((from - 1) * step.stride + reach(step) <= 2 * step.padding) return null;
  const outputPadding = to - sizeAfter(from, step);
  const legal = outputPadding >= 0 && outputPadding < Math.max(step.stride, step.dilation);
  return legal ? { ...step, outputPadding } : null;
}

/** How far a step is from what people choose: small kernels, no dilation, padding that keeps the middle in the middle. */
function oddity(step: SizeStep): number {
  const { kernel, stride, padding, dilation, outputPadding } = step;
  const centred = (reach(step) - stride) / 2;
  return (
    0.4 * kernel +
    3 * (dilation - 1) +
    2 * outputPadding +
    1.5 * Math.abs(padding - centred) +
    (reach(step) < stride ? 6 : 0)
  );
}

/** The step of the other direction with the same weight: it leads from the size after `step` back to `from`. */
export function stepBack(from: number, step: SizeStep): SizeStep | null {
  return fitting(sizeAfter(from, step), from, { ...step, transposed: !step.transposed, outputPadding: 0 });
}

/** What one should know of a step before one takes it. */
export function stepRemarks(step: SizeStep): string[] {
  const remarks: string[] = [];
  const phases = phasesOf(step);
  const [least, most] = [Math.min(...phases), Math.max(...phases)];
  if (least === 0) {
    remarks.push(step.transposed ? "leaves gaps: some outputs get no input" : "skips inputs: some are never seen");
  } else if (step.transposed && least < most) {
    remarks.push("overlaps unevenly: outputs get different numbers of inputs, the checkerboard");
  }
  if (step.padding > reach(step) / 2) remarks.push("outputs at the border see padding alone, or little else");
  return remarks;
}
