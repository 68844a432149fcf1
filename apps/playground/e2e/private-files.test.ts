// What a person opens stays in the page: from then on nothing is asked of anybody but for parts of the program itself, and soon nothing at all.
import { readFileSync } from "node:fs";
import type { Request } from "playwright";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { garmentWeights, named, ran } from "./network-page.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

const address = inject("playground");
let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** A picture of one red pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
  "base64",
);

/** What a request could carry away, or null: a part of the program, by its name alone, carries nothing. */
function carried(request: Request): string | null {
  const { protocol, origin, pathname, search } = new URL(request.url());
  if (protocol === "blob:" || protocol === "data:") return null;
  const part = origin === new URL(address).origin && /^\/assets\/[\w.-]+\.(js|css|wasm)$/.test(pathname);
  if (part && search === "" && request.method() === "GET" && request.postData() === null) return null;
  return `${request.method()} ${request.url()}`;
}

it.each([
  [
    "weights",
    "#/network",
    "Your own weights",
    [named("mine.safetensors", readFileSync(garmentWeights)), named("yours.safetensors", readFileSync(garmentWeights))],
  ],
  [
    "a photograph",
    "#/image",
    "Your own photograph",
    ["mine.png", "yours.png"].map((name) => ({ name, mimeType: "image/png", buffer: pixel })),
  ],
] as const)("nobody is told of %s", async (_, view, field, [first, second]) => {
  const { page, complaints } = await playground.open(view);
  if (view === "#/network") await ran(page);
  else await page.locator(".stage canvas").first().waitFor();
  const requests: Request[] = [];
  page.context().on("request", (request) => requests.push(request));
  await page.getByLabel(field).setInputFiles(first);
  await page.getByText(first.name).first().waitFor();
  if (view === "#/network") await ran(page);
  await page.waitForTimeout(500);
  expect(requests.map(carried).filter((what) => what !== null)).toEqual([]);

  // All that is needed is there by now.
  requests.length = 0;
  await page.getByLabel(field).setInputFiles(second);
  await page.getByText(second.name).first().waitFor();
  await page.waitForTimeout(500);
  expect(requests.filter((request) => !/^(blob|data):/.test(request.url())).map((request) => request.url())).toEqual(
    [],
  );

  // And this test would see it.
  await page.evaluate(() => fetch("/told?of=me").catch(() => {}));
  expect(requests.map(carried)).toContain(`GET ${new URL("/told?of=me", address)}`);
  complaints.length = 0;
  await page.close();
});
