// What the tests of the Network view read off the page, and the files that they hand to it.
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { expect } from "vitest";

export const garmentWeights = fileURLToPath(
  import.meta.resolve("@toeplitz/fashion-mnist/weights/fashion-classifier.safetensors"),
);
export const note = (page: Page) => page.locator(".run-note");

/** Waits until the network has run. */
export const ran = (page: Page) =>
  expect.poll(() => note(page).textContent(), { timeout: 20_000 }).toMatch(/layers.*products in/);

/** A file as a person would choose it. */
export const named = (name: string, bytes: Uint8Array | string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(bytes as Uint8Array),
});
