// One axis of a depthwise sum: which source positions the outputs of each phase read.
import type { ConvGeometry } from "@toeplitz/conv/geometry";

/** Which of the two kernels: x to y, or y to x. */
export type Direction = "narrow" | "wide";

/**
 * Position j of phase f is output `f + j * outStep`; its tap t reads source position `offset + t * tapStep + j * step`, which may
 * lie outside.
 */
export interface Axis {
  readonly outSize: number;
  readonly sourceSize: number;
  /** Elements of the kernel. */
  readonly kernel: number;
  /** Outputs from one position to the next: also the number of phases. */
  readonly outStep: number;
  /** Source elements from one position to the next. */
  readonly step: number;
  /** Source elements from one tap to the next (negative in the wide direction). */
  readonly tapStep: number;
  readonly phases: readonly AxisPhase[];
  /** Positions of the first phase, which has the most. */
  readonly positions: number;
  /** Least offset of a tap, and how many elements all taps of one position reach over. */
  readonly least: number;
  readonly reach: number;
}

export interface AxisPhase {
  readonly positions: number;
  readonly taps: number;
  /** Source position of the first tap of position 0. */
  readonly offset: number;
  /** Kernel elements of the taps. */
  readonly firstTap: number;
  readonly nextTap: number;
}

export function axisOf(g: ConvGeometry, axis: 0 | 1 | 2, direction: Direction): Axis {
  const [kernel, stride, dilation, padding] = [g.kernel[axis], g.stride[axis], g.dilation[axis], g.padding[axis]];
  const narrow = direction === "narrow";
  const [outSize, sourceSize] = narrow ? [g.narrow[axis], g.wide[axis]] : [g.wide[axis], g.narrow[axis]];
  const outStep = narrow ? 1 : stride;
  const origin = narrow ? -padding : padding;
  const perTap = narrow ? dilation : -dilation;
  const nextTap = outStep / divisor(outStep, dilation);
  const phases = Array.from({ length: outStep }, (_, first): AxisPhase => {
    const positions = Math.max(0, Math.ceil((outSize - first) / outStep));
    let firstTap = 0;
    while (firstTap < Math.min(kernel, nextTap) && (origin + first + firstTap * perTap) % outStep !== 0) firstTap++;
    const some = firstTap < Math.min(kernel, nextTap);
    const taps = some ? Math.ceil((kernel - firstTap) / nextTap) : 0;
    const offset = some ? (origin + first + firstTap * perTap) / outStep : 0;
    return { positions, taps, offset, firstTap, nextTap };
  });
  const tapStep = (perTap * nextTap) / outStep;
  const used = phases.filter(({ positions, taps }) => positions > 0 && taps > 0);
  const ends = used.flatMap(({ offset, taps }) => [offset, offset + (taps - 1) * tapStep]);
  const least = ends.length === 0 ? 0 : Math.min(...ends);
  return {
    outSize,
    sourceSize,
    kernel,
    outStep,
    step: narrow ? stride : 1,
    tapStep,
    phases,
    positions: phases[0]!.positions,
    least,
    reach: ends.length === 0 ? 1 : Math.max(...ends) - least + 1,
  };
}

/** Whether some tap of some output lies outside of the source, where it meets a zero. */
export function reachesOutside({ phases, step, tapStep, sourceSize }: Axis): boolean {
  return phases.some(({ positions, taps, offset }) => {
    if (positions === 0 || taps === 0) return false;
    const ends = [offset, offset + (taps - 1) * tapStep];
    return Math.min(...ends) < 0 || Math.max(...ends) + (positions - 1) * step >= sourceSize;
  });
}

/** Greatest common divisor. */
export function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
