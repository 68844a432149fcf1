// The Network view by keys, photographs, inputs that are drawn and dropped, weights of other networks, and what one can take away.
import { readFileSync } from "node:fs";
import { tensor } from "toeplitz";
import { savePth } from "toeplitz/io";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { print } from "./budget.ts";
import { garmentWeights, named, note, ran } from "./network-page.ts";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("Network", () => {
  it("is walked through with keys alone, draws with them, and brings a drawing back from its link", async () => {
    const { page, complaints } = await playground.open("#/network", { reducedMotion: true });
    await ran(page);
    await page.getByRole("button", { name: "Clear" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".pad-ground").focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Space");
    await expect.poll(() => hash(page)).toContain("drawn=");
    expect(await page.getByText("Your drawing").count()).toBe(1);
    const bars = () => page.locator(".class-bars svg").getAttribute("aria-label");
    await page.locator('[data-layer="features.0.0"]').focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect.poll(() => hash(page)).toContain("layer=classifier.3");
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    const maps = page.getByRole("group", { name: "Feature maps of features.0.0" });
    await maps.getByRole("button").first().focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "Enter"]) await page.keyboard.press(key);
    await expect.poll(() => hash(page)).toContain("channel=2");
    await page.locator(".enlarged-plane").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator(".enlarged [aria-live]").textContent()).toMatch(/row 14, column 15: /);
    const [address, said] = [await hash(page), await bars()];
    await page.goto("about:blank");
    const { page: other } = await playground.open(address);
    await ran(other);
    await expect.poll(() => other.locator(".class-bars svg").getAttribute("aria-label")).toBe(said);
    expect(complaints).toEqual([]);
    await other.close();
    await page.close();
  });

  it("enlarges a photograph, and one can stop it", async () => {
    const { page, complaints } = await playground.open("#/network?v=1&net=super-resolution&layer=F_0", { dark: true });
    await ran(page);
    print(`network: ${await note(page).textContent()}`);
    expect(await page.getByRole("group", { name: "Layers" }).getByRole("button").count()).toBe(13);
    const stage = page.getByLabel("Before and after").getByRole("img");
    expect(await stage.getAttribute("aria-label")).toContain("256 by 256 pixels");
    await page.getByLabel("Share that shows the photograph before").focus();
    await page.keyboard.press("Home");
    await page.getByRole("button", { name: "bicubic" }).click();
    await page.getByLabel("Share that shows the photograph before").fill("50");
    await expect
      .poll(() => page.getByRole("group", { name: "Feature maps of F_0" }).getByRole("button").count())
      .toBe(64);
    await page.waitForTimeout(300);
    await page.getByRole("button", { name: "coffee" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Run again" }).click();
    await ran(page);
    await expect.poll(() => stage.getAttribute("aria-label"), { timeout: 20_000 }).toContain("256 by 170 pixels");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("opens weights of a known network, and takes pictures that are dropped", async () => {
    const { page, complaints } = await playground.open("#/network");
    await ran(page);
    await page.getByLabel("Your own weights").setInputFiles(named("mine.safetensors", readFileSync(garmentWeights)));
    await expect.poll(() => page.getByRole("group", { name: "Network" }).textContent()).toContain("mine.safetensors");
    await ran(page);
    await page.evaluate(async () => {
      // A test picture twice as large and dark on light, as photographs of garments are
      const canvas = new OffscreenCanvas(56, 56);
      const context = canvas.getContext("2d")!;
      context.filter = "invert(1)";
      context.drawImage(
        document.querySelector<HTMLCanvasElement>('[aria-label^="test picture 3"] canvas')!,
        0,
        0,
        56,
        56,
      );
      const transfer = new DataTransfer();
      transfer.items.add(new File([await canvas.convertToBlob()], "trousers.png", { type: "image/png" }));
      document
        .querySelector(".network-view")!
        .dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => page.locator(".class-bars figcaption").textContent()).toContain("trousers");
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["Shall I compare thee"], "poem.pt"));
      document
        .querySelector(".layer-panel")!
        .dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => page.locator(".trouble").textContent()).toContain("poem.pt: ");
    expect(await page.getByRole("group", { name: "Network" }).textContent()).toContain("mine.safetensors");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("lists tensors of no known network, with a kernel as pictures, by mouse and by keys", async () => {
    const { page, complaints } = await playground.open("#/network");
    await ran(page);
    const state = {
      "stem.bias": tensor([0.5, -0.5]),
      "stem.weight": tensor(
        Float32Array.from({ length: 2 * 3 * 4 * 4 }, (_, i) => i - 40),
        { shape: [2, 3, 4, 4] },
      ),
      steps: tensor(BigInt64Array.of(12n)),
    };
    await page.getByLabel("Your own weights").setInputFiles(named("odd.pth", await savePth(state)));
    const names = page.getByRole("group", { name: "Tensors by name" }).getByRole("button");
    await expect.poll(() => names.count()).toBe(3);
    expect(await page.locator(".network-view").textContent()).toContain(
      "3 tensors in odd.pth, of no network that is known",
    );
    expect(await names.allTextContents()).toEqual([
      "stem.bias[2] float32",
      "stem.weight[2, 3, 4, 4] float32",
      "steps[1] int64",
    ]);
    const kernels = page.getByRole("group", { name: "stem.weight, as pictures" }).getByRole("button");
    await expect.poll(() => kernels.count()).toBe(6);
    expect(await kernels.first().getAttribute("aria-label")).toBe("plane 0, −40 to −25");
    await names.nth(1).focus();
    for (const key of ["ArrowUp", "Enter"]) await page.keyboard.press(key);
    await expect.poll(() => page.getByRole("group", { name: "stem.bias, as pictures" }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is taken away as code and as pictures", async () => {
    const { page, complaints } = await playground.open("#/network?v=1&net=fashion&layer=features.2.0&channel=7", {
      width: 375,
      height: 812,
    });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await ran(page);
    await page.waitForTimeout(300);
    await page.getByRole("button", { name: "Copy PyTorch" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'network.get_submodule("features.2.0")',
    );
    const saved = async (name: string) => {
      const saving = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      return readFileSync(await (await saving).path());
    };
    const svg = (await saved("SVG")).toString();
    expect([svg.startsWith("<svg"), svg.includes("data:image/png;base64,"), svg.includes("It says")]).toEqual([
      true,
      true,
      true,
    ]);
    const png = await saved("PNG");
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    // Maps are in it: the picture has many colours
    expect(png.length).toBeGreaterThan(50_000);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
