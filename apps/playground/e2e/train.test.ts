// The Train view by keys: settings begin anew, and the same settings give the same numbers; train.long.test.ts has the rest.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";
import { fact, says, stepOf } from "./train-page.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("Train", () => {
  it("goes by keys alone, begins anew after a change, and gives the same numbers for the same settings", async () => {
    const { page, complaints } = await playground.open(
      "#/train?v=1&pictures=200&by=sgd&rate=0.03&batch=64&epochs=2&seed=5",
      {
        dark: true,
        reducedMotion: true,
      },
    );
    await says(page, /Ready/);
    const step = page.getByRole("button", { name: "Step", exact: true });
    const trainTwo = async () => {
      const losses: string[] = [];
      for (const at of [1, 2]) {
        await step.focus();
        await page.keyboard.press("Enter");
        await expect.poll(() => stepOf(page)).toBe(at);
        await expect.poll(() => step.isEnabled()).toBe(true);
        losses.push(await fact(page, "loss"));
      }
      return losses;
    };
    const first = await trainTwo();
    await page.getByRole("button", { name: "Reset" }).focus();
    await page.keyboard.press("Enter");
    await says(page, /Ready/);
    expect(await trainTwo()).toEqual(first);
    await page.getByLabel("seed").focus();
    await page.keyboard.press("ArrowUp");
    await says(page, /Ready/);
    await expect.poll(() => hash(page)).toContain("seed=6");
    expect(await trainTwo()).not.toEqual(first);
    await page.getByLabel("batch size").selectOption("8");
    await expect.poll(() => fact(page, "step"), { timeout: 20_000 }).toBe("0 of 50");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
