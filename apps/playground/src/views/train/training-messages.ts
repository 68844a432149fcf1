// What the page tells the worker that trains, and what it hears from it.
import type { Training } from "../../state/training.ts";

export type TrainingRequest =
  /** A new network, which has learned nothing. */
  | { readonly kind: "begin"; readonly training: Training }
  /** Steps up to and with this one; all there are for null. */
  | { readonly kind: "go"; readonly until: number | null }
  | { readonly kind: "pause" }
  | { readonly kind: "weights" };

export interface StepReport {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** Of this step's pictures, the share named rightly before it. */
  readonly share: number;
  readonly milliseconds: number;
}

/** How the test pictures are named after a step. */
export interface Evaluation {
  readonly step: number;
  readonly found: Uint8Array<ArrayBuffer>;
  readonly share: number;
}

/** The weights next to the picture, as small pictures. */
export interface Filters {
  /** Kernels of a convolution, or a weight for every pixel for each class. */
  readonly of: "kernel" | "class";
  readonly count: number;
  readonly side: number;
  /** `[count, side, side]` */
  readonly values: Float32Array<ArrayBuffer>;
}

export type TrainingAnswer =
  | { readonly kind: "ready"; readonly steps: number }
  | { readonly kind: "step"; readonly report: StepReport }
  | { readonly kind: "evaluation"; readonly evaluation: Evaluation }
  | { readonly kind: "filters"; readonly filters: Filters }
  | { readonly kind: "paused"; readonly step: number }
  | { readonly kind: "weights"; readonly bytes: ArrayBuffer }
  | { readonly kind: "trouble"; readonly sentence: string };
