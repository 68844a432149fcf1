// In a page: files, inflating, a response, and an abort, as in Node.js.
import { ones, tensor } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { loadNpz, loadPth, loadSafetensors, openSafetensors, saveNpz, savePth, saveSafetensors } from "../src/index.ts";

const state = { w: tensor([1.5, -2]), n: tensor([3n]) };
const formats = [
  { name: "safetensors", bytes: await saveSafetensors(state), load: loadSafetensors },
  { name: "npz", bytes: await saveNpz(state, { compress: true }), load: loadNpz },
  { name: "pth", bytes: await savePth(state), load: loadPth },
];

test.each(formats)("$name, from a file and from a response", async ({ bytes, load }) => {
  const url = URL.createObjectURL(new Blob([bytes]));
  for (const source of [new File([bytes], "model"), await fetch(url)]) {
    const loaded = await load(source);
    expect([...loaded].map(([name, x]) => [name, x.toArray()])).toEqual([
      ["w", [1.5, -2]],
      ["n", [3]],
    ]);
  }
});

test("a tensor on demand, and an abort", async () => {
  const file = await openSafetensors(
    new File([await saveSafetensors({ large: ones([3e6]), small: tensor([7]) })], "model"),
  );
  expect((await file.get("small")).item()).toBe(7);
  const abort = new AbortController();
  const load = loadSafetensors(new Blob([await saveSafetensors({ large: ones([3e6]) })]), {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(load).rejects.toMatchObject({ name: "AbortError" });
});
