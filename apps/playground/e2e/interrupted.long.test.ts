// Work that is interrupted: workers that cannot start, and a GIF whose page somebody wants to change or to leave.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("a worker that cannot start", () => {
  it("is named in Image, and the next kernel tries again", async () => {
    const { page } = await playground.open("#/shapes");
    const broken = "**/filter-worker*.js";
    await page.route(broken, (route) => route.abort());
    await page.evaluate(() => {
      location.hash = "#/image";
    });
    const trouble = page.locator(".trouble");
    await expect.poll(() => trouble.textContent()).toContain("The worker that convolves could not be started");
    expect(await page.locator(".measured").textContent()).toBe("none");
    await page.unroute(broken);
    await page.getByRole("button", { name: /sharpen/ }).click();
    await expect.poll(() => page.locator(".measured").textContent()).toMatch(/[\d.]+ ms/);
    expect(await trouble.textContent()).toBe("");
    await page.close();
  });

  it("is named among the singular values of Matrix", async () => {
    const { page } = await playground.open("#/shapes");
    await page.route("**/spectrum-worker*.js", (route) => route.abort());
    await page.evaluate(() => {
      location.hash = "#/matrix";
    });
    const values = page.getByRole("region", { name: "Singular values" });
    await expect.poll(() => values.textContent()).toContain("could not be started");
    expect(await values.getAttribute("aria-busy")).toBe("false");
    await page.close();
  });
});

describe("while a GIF is made", () => {
  it("nothing of the page can be changed but to stop it, and to leave gives it up", async () => {
    const { page, complaints } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=14x14&channels=1x1&kernel=3x3",
      {
        reducedMotion: true,
      },
    );
    const alive = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((part) => part.closest("[inert]") === null);
    await page.getByRole("button", { name: "GIF", exact: true }).click();
    await page.getByRole("button", { name: /^Stop, frame/ }).waitFor();
    expect(await alive(".take-away progress")).toBe(true);
    for (const part of [".grid", ".parameters", ".formula", "header nav"]) expect(await alive(part), part).toBe(false);
    await page.evaluate(() => {
      location.hash = "#/shapes";
    });
    await page.locator(".steps tbody tr").first().waitFor();
    await expect.poll(() => page.locator("[inert]").count()).toBe(0);
    await page.evaluate(() => {
      location.hash = "#/arithmetic";
    });
    await page.getByRole("button", { name: "GIF", exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
