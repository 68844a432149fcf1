// The module that is shipped: all kernels.
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitAbsMax } from "./abs-max.ts";
import { emitColumns } from "./columns.ts";
import { emitDepthwise } from "./depthwise.ts";
import { emitFillPlanes } from "./fill-planes.ts";
import { emitInterpolation } from "./interpolate.ts";
import { emitOptimizerSteps } from "./optimizer-steps.ts";
import { emitPackWeights } from "./pack-weights.ts";
import { emitPanels } from "./panels.ts";
import { emitPointwise } from "./pointwise.ts";
import { emitPool } from "./pool.ts";
import { emitPoolGradient } from "./pool-gradient.ts";
import { emitPositions } from "./positions.ts";
import { emitReduce } from "./reduce.ts";
import { emitRows } from "./rows.ts";
import { emitStage } from "./stage.ts";
import { emitWeightStaging } from "./weight-stage.ts";
import { emitWeightSums } from "./weight-sums.ts";
import { emitWeightWinogradOut, emitWeightWinogradTiles } from "./weight-winograd.ts";
import { emitWinograd } from "./winograd.ts";
import { emitWinogradWeights } from "./winograd-weights.ts";

/** Writes a family of kernels into a module. */
export type Family = (m: ModuleBuilder) => void;

const families: readonly Family[] = [
  emitStage,
  emitPackWeights,
  emitFillPlanes,
  emitAbsMax,
  emitPanels,
  emitRows,
  emitDepthwise,
  emitWinogradWeights,
  emitWinograd,
  emitWeightStaging,
  emitWeightSums,
  emitWeightWinogradTiles,
  emitWeightWinogradOut,
  emitPointwise,
  emitPositions,
  emitReduce,
  emitColumns,
  emitPool,
  emitPoolGradient,
  emitInterpolation,
  emitOptimizerSteps,
];

/** The bytes of all kernels, in plain SIMD; `fuse` makes the other flavour of them. */
export function encodeKernels(): Uint8Array<ArrayBuffer> {
  const m = new ModuleBuilder();
  for (const emit of families) emit(m);
  return m.encode();
}
