// The Network view: layers, maps and numbers by mouse, and files that are refused; network.long.test.ts has the rest.
import { readFileSync } from "node:fs";
import { loadSafetensors, saveSafetensors } from "toeplitz/io";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { garmentWeights, named, note, ran } from "./network-page.ts";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("Network", () => {
  it("shows the classifier layer by layer, by mouse, and says rightly what it looks at", async () => {
    const { page, complaints } = await playground.open("#/network");
    await ran(page);
    const layers = page.getByRole("group", { name: "Layers" }).getByRole("button");
    expect(await layers.count()).toBe(13);
    expect(await note(page).textContent()).toMatch(/13 layers, 60,874 parameters, 1\.96 M products in/);
    await expect.poll(() => page.locator(".class-bars figcaption").textContent()).toMatch(/ankle boot.*rightly/);
    await page.getByRole("button", { name: "test picture 3, trousers" }).click();
    await expect.poll(() => page.locator(".class-bars figcaption").textContent()).toMatch(/trousers.*rightly/);
    await layers.nth(3).click();
    await expect.poll(() => hash(page)).toContain("layer=features.1.0&picture=3");
    const maps = page.getByRole("group", { name: "Feature maps of features.1.0" });
    await expect.poll(() => maps.getByRole("button").count()).toBe(32);
    await maps.getByRole("button").nth(5).click();
    await maps.getByRole("button").nth(5).hover();
    expect(await page.locator(".readout").first().textContent()).toMatch(/channel 5, row \d+, column \d+: −?[\d.]+/);
    await page.locator(".enlarged-plane").hover({ position: { x: 100, y: 60 } });
    await expect.poll(() => hash(page)).toMatch(/channel=5&at=\d+\.\d+/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("gives the numbers of a layer to Arithmetic, which makes the same sum of them", async () => {
    const { page, complaints } = await playground.open(
      "#/network?v=1&net=fashion&layer=features.0.0&channel=3&at=10.12",
    );
    await ran(page);
    const number = page.locator(".enlarged figcaption");
    await expect.poll(() => number.textContent()).toContain("channel 3, row 10, column 12:");
    const shown = Number(/: +(−?[\d.]+)$/.exec((await number.textContent())!)![1]!.replace("−", "-"));
    await page.getByRole("link", { name: "Open this place in Arithmetic" }).click();
    const outputs = page.locator("[data-side=output] [role=gridcell]");
    await expect.poll(() => outputs.count()).toBe(49);
    // The piece is 9 by 9 around the place, whose window's middle is row 3 and column 3 of its 7 by 7 sums
    const label = (await outputs.nth(3 * 7 + 3).getAttribute("aria-label"))!;
    const sum = Number(/: (−?[\d.]+)/.exec(label)![1]!.replace("−", "-"));
    const bias = Number(
      (await loadSafetensors(readFileSync(garmentWeights))).get("features.0.0.bias")!.index(3).item(),
    );
    expect(sum + bias).toBeCloseTo(shown, 3);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says by name what is wrong with a file, and keeps what was there", async () => {
    const { page, complaints } = await playground.open("#/network");
    await ran(page);
    const before = await note(page).textContent();
    const trouble = page.locator(".trouble");
    const good = readFileSync(garmentWeights);
    const wrong = [
      [named("cut.safetensors", good.subarray(0, 5000)), /cut\.safetensors: .*truncated/],
      [named("poem.pth", "Shall I compare thee"), /poem\.pth: .*begin as a file of torch\.save does/],
      [named("renamed.npz", good), /renamed\.npz: /],
    ] as const;
    for (const [file, sentence] of wrong) {
      await page.getByLabel("Your own weights").setInputFiles(file);
      await expect.poll(() => trouble.textContent(), { message: file.name }).toMatch(sentence);
      expect(await page.getByRole("group", { name: "Network" }).textContent()).not.toContain(file.name);
      expect(await note(page).textContent()).toBe(before);
    }
    // Names that are known with shapes that are not: PyTorch's report, and the list
    const state = await loadSafetensors(good);
    state.set("features.0.0.weight", state.get("features.0.0.weight")!.index(":8"));
    await page.getByLabel("Your own weights").setInputFiles(named("thin.safetensors", await saveSafetensors(state)));
    await expect
      .poll(() => trouble.textContent())
      .toContain("size mismatch for features.0.0.weight: copying a param with shape torch.Size([8, 1, 3, 3])");
    await expect.poll(() => page.getByRole("group", { name: "Tensors by name" }).getByRole("button").count()).toBe(10);
    await page.getByRole("button", { name: "Fashion-MNIST" }).click();
    await ran(page);
    await page.getByLabel("Your own picture").setInputFiles(named("poem.png", "no picture"));
    await expect.poll(() => trouble.textContent()).toContain("poem.png is no picture");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
