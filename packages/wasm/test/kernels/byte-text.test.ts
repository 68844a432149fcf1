// Bytes as text: every byte comes back, and the text may stand in any program and page.
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeText, encodeText } from "../../src/kernels/byte-text.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";

test.each([
  ["none", []],
  ["one", [255]],
  ["every byte", Array.from({ length: 256 }, (_, i) => i)],
  ["every byte, some often", Array.from({ length: 4000 }, (_, i) => (i % 3 === 0 ? (i * 7) % 256 : (i * i) % 11))],
])("%s", (_, bytes) => {
  const text = encodeText(Uint8Array.from(bytes));
  expect([...decodeText(text)]).toEqual(bytes);
  expect(text).toMatch(/^[ !#%-[\]-_a-~]*$/);
});

test.each([
  ["at once, one byte", Array.from({ length: 300 }, () => 7)],
  ["at once, three bytes", Array.from({ length: 300 }, (_, i) => i % 3)],
  ["longer than a length can say", Array.from({ length: 5000 }, (_, i) => (i * i) % 251)],
  ["after more than 32 KiB", Array.from({ length: 80_000 }, (_, i) => Math.imul(i % 40_000, 0x9e3779b1) >>> 24)],
])("what comes again: %s", (_, bytes) => {
  const text = encodeText(Uint8Array.from(bytes));
  expect([...decodeText(text)]).toEqual(bytes);
  expect(text.length).toBeLessThan(0.8 * bytes.length + 200);
});

test("the kernels come back, and their text compresses better than they do", () => {
  const bytes = kernelBytes();
  const text = encodeText(bytes);
  expect(Buffer.compare(decodeText(text), bytes)).toBe(0);
  expect(gzipSync(text).length).toBeLessThan(0.97 * gzipSync(bytes).length);
});
