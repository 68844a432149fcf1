// Import to first convolution in a process that has just started.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onnxModel } from "../contestants/onnx.ts";
import { peersFolder } from "../protocol/child.ts";
import { product, weightShape } from "../shapes.ts";
import { tinyLayer } from "./forward.ts";

const programs = { ours: "ours.mjs", "tfjs-wasm": "tfjs-wasm.mjs", "ort-web": "ort-web.mjs" };

/** Milliseconds per start; a first start of each only fills the disk's cache. */
export function coldStarts(node: string, starts: number): Readonly<Record<string, readonly number[]>> {
  const taken: Record<string, number[]> = {};
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-cold-"));
  const model = path.join(folder, "model.onnx");
  writeFileSync(model, halves());
  try {
    for (let start = -1; start < starts; start++) {
      for (const [label, file] of Object.entries(programs)) {
        const program = fileURLToPath(new URL(`../cold/${file}`, import.meta.url));
        const printed = execFileSync(node, [program, peersFolder, model], { encoding: "utf8" });
        const { ms } = JSON.parse(printed.trim().split("\n").at(-1)!) as { ms: number };
        if (start >= 0) (taken[label] ??= []).push(ms);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return taken;
}

/** The notebook's layer with weights of a half and no bias, as the programs of the others have it. */
function halves(): Uint8Array {
  const layer = tinyLayer();
  return onnxModel(layer, {
    x: new Float32Array(),
    weight: new Float32Array(product(weightShape(layer))).fill(0.5),
    bias: new Float32Array(layer.o),
  });
}
