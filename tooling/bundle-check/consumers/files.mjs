// The packed readers and writers of files: what one build saves it loads, inflating included, and a file of Node.js is a source.
import { openAsBlob, writeFileSync } from "node:fs";
import { loadNpz, loadPth, loadSafetensors, openSafetensors, saveNpz, savePth, saveSafetensors } from "@toeplitz/io";
import { nn } from "toeplitz";
import * as subPath from "toeplitz/io";

if (subPath.loadPth !== loadPth) throw new Error("toeplitz/io has a copy of @toeplitz/io");

const layer = new nn.Conv2d(2, 3, 3);
const state = layer.stateDict();
const files = [
  ["safetensors", await saveSafetensors(state), loadSafetensors],
  ["pth", await savePth(state), loadPth],
  ["npz", await saveNpz(state, { compress: true }), loadNpz],
];
for (const [name, bytes, load] of files) {
  const loaded = new nn.Conv2d(2, 3, 3);
  loaded.loadStateDict(await load(bytes));
  if (!loaded.weight.equal(layer.weight)) throw new Error(`${name} gave other weights`);
}
writeFileSync("layer.safetensors", files[0][1]);
const file = await openSafetensors(await openAsBlob("layer.safetensors"));
if (!(await file.get("bias")).equal(layer.bias)) throw new Error("a file gave another bias");
