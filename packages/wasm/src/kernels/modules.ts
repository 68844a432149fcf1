// The two modules that are shipped: everything in plain SIMD, and the kernels that gain by fused multiply-adds once more.
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitAbsMax } from "./abs-max.ts";
import { emitDepthwise } from "./depthwise.ts";
import { emitFillPlanes } from "./fill-planes.ts";
import { emitPackWeights } from "./pack-weights.ts";
import { emitPanels } from "./panels.ts";
import { emitRows } from "./rows.ts";
import { emitStage } from "./stage.ts";
import type { Flavour } from "./tile.ts";

/** Writes a family of kernels into a module. */
export type Family = (m: ModuleBuilder, flavour: Flavour) => void;

/** Families whose code does not depend on the flavour. */
const common: readonly Family[] = [emitStage, emitPackWeights, emitFillPlanes, emitAbsMax];

/** Families that multiply and add: they exist plain and fused. */
const products: readonly Family[] = [emitPanels, emitRows, emitDepthwise];

/** The bytes of one of the modules. The fused one overrides functions of the plain one by name. */
export function encodeKernels({ fused }: Flavour): Uint8Array<ArrayBuffer> {
  const m = new ModuleBuilder();
  if (!fused) for (const emit of common) emit(m, { fused });
  for (const emit of products) emit(m, { fused });
  return m.encode();
}
