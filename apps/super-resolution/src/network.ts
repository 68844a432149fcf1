// The network with the weights that the npm package ships.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type LayersModel, loadLayersModel, SuperResolution } from "@toeplitz/networks";

// The package exports code alone; its files are beside it.
const main = createRequire(import.meta.url).resolve("@upscalerjs/default-model");
const folder = main.slice(0, main.lastIndexOf(`${path.sep}dist${path.sep}`));

/** A file of the package. */
export const packaged = (...names: readonly string[]): string => path.join(folder, ...names);

/** Ready to use, off the tape. */
export function superResolution(): SuperResolution {
  const model: LayersModel = JSON.parse(readFileSync(packaged("models", "model.json"), "utf8"));
  const { buffer, byteOffset, byteLength } = readFileSync(packaged("models", "group1-shard1of1.bin"));
  const network = new SuperResolution();
  network.loadStateDict(loadLayersModel(model, buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer));
  return network.eval().requiresGrad_(false);
}
