// The strict headers: sent with every answer, written down for static hosts, and kept by every view.
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { headerFiles, strictHeaders } from "../headers.ts";
import { screens } from "./screens.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

it("come with every answer", async () => {
  for (const path of ["", "favicon.svg"]) {
    const { headers } = await fetch(`${inject("playground")}${path}`);
    for (const [name, value] of Object.entries(strictHeaders)) expect(headers.get(name), name).toBe(value);
  }
  expect(strictHeaders["Content-Security-Policy"]).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
});

it("forbid what scripts of strangers would need", async () => {
  const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
  const broken = await page.evaluate(async () => {
    const violated: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
    let markup = false;
    try {
      document.createElement("div").innerHTML = "<b>text</b>";
    } catch {
      markup = true;
    }
    const sent = await fetch("https://stranger.invalid/").then(
      () => false,
      () => true,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { markup, sent, violated };
  });
  expect(broken).toMatchObject({ markup: true, sent: true });
  expect(broken.violated).toEqual(expect.arrayContaining(["require-trusted-types-for", "connect-src"]));
  expect(strictHeaders["Content-Security-Policy"]).toContain("frame-ancestors 'self'");
  await page.close();
});

it("stand in the built folder as files for static hosts", async () => {
  for (const [name, content] of headerFiles()) {
    expect(await (await fetch(`${inject("playground")}${name}`)).text()).toBe(content);
    for (const value of Object.values(strictHeaders)) expect(content).toContain(value);
  }
});

it("are violated by no view, and isolate the page", async () => {
  const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
  // The browser says every violation on the console.
  for (const links of Object.values(screens)) {
    for (const hash of Object.values(links)) {
      await page.evaluate((given) => {
        location.hash = given;
      }, hash);
      await page.locator("h1").waitFor({ state: "attached" });
    }
  }
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});
