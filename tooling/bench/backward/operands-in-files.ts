// What PyTorch needs to compute the gradients of a layer.
import { writeFileSync } from "node:fs";
import type { Layer } from "../layer.ts";
import { gradOutputOf, operandsOf } from "../operands.ts";
import type { FileOf } from "../protocol/pytorch.ts";
import { outputShape, weightShape } from "../shapes.ts";

/** The layer, shapes by name, files by name. */
export function writeOperands(layer: Layer, file: FileOf): unknown[] {
  const { x, weight } = operandsOf(layer);
  const arrays = { x, weight, gradOutput: gradOutputOf(layer) };
  const shapes = { x: layer.x, weight: weightShape(layer), gradOutput: outputShape(layer) };
  const files: Record<string, string> = {};
  for (const [name, array] of Object.entries(arrays)) {
    files[name] = file(name);
    writeFileSync(file(name), array);
  }
  return [layer, shapes, files];
}
