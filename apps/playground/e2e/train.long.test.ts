// The Train view: a classifier that learns, is stopped, looked into, saved, and followed from its link.
import { readFileSync } from "node:fs";
import { loadSafetensors } from "toeplitz/io";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longestTask, print } from "./budget.ts";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";
import { fact, says, stepOf } from "./train-page.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("Train", () => {
  it("learns while one looks, by mouse, and its weights are looked into and saved", async () => {
    const { page, complaints } = await playground.open(
      "#/train?v=1&pictures=500&by=adam&rate=0.004&batch=32&epochs=4&seed=0",
    );
    await says(page, /Ready/);
    expect(await fact(page, "step")).toBe("0 of 64");
    const untrained = await page
      .getByRole("group", { name: "Filters of the first layer" })
      .getByRole("button")
      .first()
      .getAttribute("aria-label");
    const longest = await longestTask(page, async () => {
      await page.getByRole("button", { name: "Start" }).click();
      await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(4);
      await page.getByRole("button", { name: "Pause" }).click();
      await says(page, /Paused at step/);
      const paused = await stepOf(page);
      await expect.poll(() => hash(page)).toContain("until=");
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await expect.poll(() => stepOf(page)).toBe(paused + 1);
      await page.getByRole("button", { name: "Go on" }).click();
      await says(page, /Done: \d+ % of the test pictures are named rightly/);
    });
    await expect.poll(() => hash(page)).toContain("until=64");
    print(
      `train: ${await fact(page, "a step")} for a step of 32, ${await fact(page, "test")} of the test; longest task ${longest} ms`,
    );
    expect(await stepOf(page)).toBe(64);
    // Ten classes: a network that has learned nothing names one in ten rightly, and its loss is 2.3
    expect(Number.parseInt(await fact(page, "test"), 10)).toBeGreaterThan(50);
    expect(Number(await fact(page, "loss"))).toBeLessThan(1.6);
    const trained = await page
      .getByRole("group", { name: "Filters of the first layer" })
      .getByRole("button")
      .first()
      .getAttribute("aria-label");
    expect(trained).not.toBe(untrained);

    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save .safetensors" }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe("fashion-classifier-step-64.safetensors");
    const state = await loadSafetensors(readFileSync(await download.path()));
    expect(state.get("classifier.3.weight")!.shape).toEqual([10, 64]);
    await page.getByRole("button", { name: "Look inside" }).click();
    await expect
      .poll(() => page.getByRole("group", { name: "Network" }).textContent())
      .toContain("fashion-classifier-step-64");
    await expect.poll(() => page.locator(".run-note").textContent(), { timeout: 20_000 }).toMatch(/60,874 parameters/);
    await page.getByRole("link", { name: "Train" }).click();
    expect(await stepOf(page)).toBe(64);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("trains as far as a link says, and is taken away as code and as pictures, on a phone", async () => {
    const { page, complaints } = await playground.open("#/train?v=1&pictures=200&batch=32&epochs=3&until=6", {
      width: 375,
      height: 812,
    });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await says(page, /made at step 6/);
    await page.getByRole("button", { name: "Start" }).click();
    await says(page, /Paused at step 6/);
    await page.getByRole("button", { name: "Copy TypeScript" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      "new optim.Adam(network.parameters(), { lr: 0.004 })",
    );
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "SVG", exact: true }).click();
    const svg = readFileSync(await (await saving).path(), "utf8");
    expect([svg.includes("data:image/png;base64,"), svg.includes("Named rightly"), svg.includes("ankle boot")]).toEqual(
      [true, true, true],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
