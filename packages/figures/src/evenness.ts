// Whether a transposed convolution reaches all outputs alike along an axis, or draws a checkerboard.
import { convGeometry, tapsOfOutput } from "@toeplitz/conv";

/** What decides it. */
export interface AxisSteps {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/**
 * Products behind each of `stride` neighbours among the outputs of a transposed convolution, far from the border: from there on they
 * come again and again. Of a convolution it is in how many products its inputs take part.
 */
export function phasesOf({ kernel, stride, dilation }: AxisSteps): number[] {
  const before = Math.ceil((dilation * (kernel - 1)) / stride);
  const sized = (length: number) => ({ shape: [1, 1, length], dtype: "float32" as const });
  const { geometry } = convGeometry({
    api: "convTranspose1d",
    rank: 1,
    transposed: true,
    // Enough that a whole stride of outputs has all its inputs.
    input: sized(before + 2),
    weight: sized(kernel),
    options: { stride, dilation },
  });
  return Array.from({ length: stride }, (_, phase) => tapsOfOutput(geometry, before * stride + phase).length);
}

/** Whether all outputs far from the border are made of equally many products. */
export function isEven(axis: AxisSteps): boolean {
  const phases = phasesOf(axis);
  return phases.every((count) => count === phases[0]);
}

/** The nearest kernel within the limits that is even, with another dilation only where no kernel is; null where nothing is. */
export function nearestEven(axis: AxisSteps, most: Pick<AxisSteps, "kernel" | "dilation">): AxisSteps | null {
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
  const far = ({ kernel, dilation }: AxisSteps) =>
    // Of two as near, the larger.
    2 * Math.abs(kernel - axis.kernel) - Math.sign(kernel - axis.kernel) + 100 * Math.abs(dilation - axis.dilation);
  const all = upTo(most.dilation).flatMap((dilation) =>
    upTo(most.kernel).map((kernel) => ({ ...axis, kernel, dilation })),
  );
  return all.sort((a, b) => far(a) - far(b)).find(isEven) ?? null;
}
