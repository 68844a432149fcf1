// Small pictures side by side in one PNG file, with their labels beside it: a handful of the test set, for tests and pages.
import { readFileSync, writeFileSync } from "node:fs";
import type { LabelledPictures } from "@toeplitz/networks";
import { decode, encode } from "fast-png";

/** Pictures in a row. */
const across = 20;

/** Writes the first `count` pictures, which fill whole rows. */
export function writeSheet(folder: URL, { height, width, pixels, labels }: LabelledPictures, count: number): void {
  const down = count / across;
  if (!Number.isInteger(down)) throw new Error(`${count} pictures do not fill rows of ${across}`);
  const data = new Uint8Array(count * height * width);
  const line = across * width;
  for (let i = 0; i < count; i++) {
    const corner = Math.floor(i / across) * height * line + (i % across) * width;
    for (let row = 0; row < height; row++) {
      const from = (i * height + row) * width;
      data.set(pixels.subarray(from, from + width), corner + row * line);
    }
  }
  writeFileSync(new URL("test.png", folder), encode({ data, width: line, height: down * height, channels: 1 }));
  writeFileSync(new URL("labels.json", folder), `${JSON.stringify(Array.from(labels.subarray(0, count)))}\n`);
}

/** The pictures of a sheet, 28 by 28. */
export function readSheet(folder: URL): LabelledPictures {
  const sheet = decode(readFileSync(new URL("test.png", folder)));
  const labels = Uint8Array.from(JSON.parse(readFileSync(new URL("labels.json", folder), "utf8")));
  const size = sheet.width / across;
  const pixels = new Uint8Array(labels.length * size * size);
  for (let i = 0; i < labels.length; i++) {
    const corner = Math.floor(i / across) * size * sheet.width + (i % across) * size;
    for (let row = 0; row < size; row++) {
      const from = corner + row * sheet.width;
      pixels.set(sheet.data.subarray(from, from + size) as Uint8Array, (i * size + row) * size);
    }
  }
  return { height: size, width: size, pixels, labels };
}
