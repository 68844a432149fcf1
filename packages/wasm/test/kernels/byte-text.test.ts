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

test("the kernels come back, and their text compresses as they do", () => {
  const bytes = kernelBytes();
  const text = encodeText(bytes);
  expect(Buffer.compare(decodeText(text), bytes)).toBe(0);
  expect(gzipSync(text).length).toBeLessThan(1.02 * gzipSync(bytes).length);
});
