// A convolution in one direction, ready to run, whichever way it is computed.
import type { Activation, ConvGeometry } from "@toeplitz/conv/kernels";
import type { Operand } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { DepthwisePlan } from "./depthwise-plan.ts";
import type { Direction } from "./gather-sum.ts";
import { SumPlan } from "./sum-plan.ts";
import { WinogradPlan } from "./winograd-plan.ts";

/** Operands of either direction. */
export interface SumOperands {
  readonly source: Operand;
  readonly weight: Operand;
  readonly bias: Operand | null;
  readonly out: Operand;
}

export interface ConvolutionPlan {
  /** Runs on these operands; false: the portable kernel has to. */
  run(engine: Engine, operands: SumOperands, activation: Activation): boolean;
}

/** The cheapest way that this engine's level allows. */
export function planConvolution(engine: Engine, geometry: ConvGeometry, direction: Direction): ConvolutionPlan {
  const depthwise = DepthwisePlan.of(engine, geometry, direction);
  if (depthwise !== null) return depthwise;
  const direct = new SumPlan(engine, geometry, direction);
  return WinogradPlan.of(engine, geometry, direction, direct) ?? direct;
}
