// A teacher's link leaves out what it says in Image, Network, Train and Shapes too, and stays so.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Of each view: a link to it, what is left out by its word in the dialog, and what is then gone. */
const views = {
  image: {
    link: "#/image?v=1&photo=cat",
    out: {
      "own files": ["Your own photograph"],
      timings: ["Comparison"],
      code: ["Code"],
      parameters: ["Kernel", "Loupe"],
    },
    hidden: "hide=parameters_code_files_timings",
    stays: ".stage",
  },
  network: {
    link: "#/network?v=1&net=fashion&layer=features.1.0",
    out: { input: ["Input"], "own files": ["Your own weights"], "the layer": ["The layer"] },
    hidden: "hide=files_input_layer",
    stays: ".strip-of-layers",
  },
  train: {
    link: "#/train?v=1&net=normed&pictures=200&decay=0.01&mirror=1",
    out: { parameters: ["Settings"], weights: ["Weights"], code: ["TypeScript", "PyTorch"] },
    hidden: "hide=parameters_code_weights",
    stays: ".training-plot",
  },
  shapes: { link: "#/shapes?v=1&from=30", out: { code: ["Code"] }, hidden: "hide=code", stays: ".shapes" },
} as const;

describe.each(Object.entries(views))("%s", (_view, { link, out, hidden, stays }) => {
  it("leaves out what its link says, composed by keys", async () => {
    const { page, complaints } = await playground.open(link, { reducedMotion: true });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(stays).first().waitFor();
    await expect.poll(() => hash(page)).toContain("v=1");
    const wanted = Object.entries(out) as [string, readonly string[]][];
    for (const label of wanted.flatMap(([, labels]) => labels)) {
      const part = page.getByLabel(label, { exact: true }).first();
      await expect.poll(() => part.count(), { message: label }).toBe(1);
    }
    await page.getByText("Share less").focus();
    await page.keyboard.press("Enter");
    for (const [word] of wanted) {
      await page.getByRole("checkbox", { name: word, exact: true }).focus();
      await page.keyboard.press("Space");
    }
    await page.getByRole("button", { name: "Copy reduced link" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".take-away [role=status]").textContent()).toBe("reduced link copied");
    const address = await page.evaluate(() => navigator.clipboard.readText());
    expect(address).toContain(hidden);
    for (const [name, value] of new URLSearchParams(link.split("?")[1]))
      expect(new URLSearchParams(address.split("?")[1]).get(name)).toBe(value);
    await page.goto("about:blank");
    await page.goto(address);
    await page.locator(stays).first().waitFor();
    await page.waitForTimeout(300);
    for (const label of wanted.flatMap(([, labels]) => labels)) {
      for (const part of await page.getByLabel(label, { exact: true }).all()) {
        expect(await part.isVisible(), label).toBe(false);
      }
    }
    // The page goes on saying so in its own address
    await expect.poll(() => hash(page)).toContain(hidden);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
