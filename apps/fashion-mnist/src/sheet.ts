// Small pictures side by side in one PNG file: a handful of the test set with labels beside it, and a part of the training set, class by
// class, for tests and pages.
import { readFileSync, writeFileSync } from "node:fs";
import type { LabelledPictures } from "@toeplitz/networks";
import { decode, encode } from "fast-png";

/** Pictures in a row. */
const across = 20;

/** Writes the first `count` pictures of the test set, which fill whole rows. */
export function writeTestSheet(folder: URL, pictures: LabelledPictures, count: number): void {
  writeFileSync(new URL("test.png", folder), sheetOf(pictures, count));
  writeFileSync(new URL("labels.json", folder), `${JSON.stringify(Array.from(pictures.labels.subarray(0, count)))}\n`);
}

/** A step of the greys that the training sheet has: 16 of them, which halves the file and costs the network nothing that counts. */
const shade = 17;

/** Writes the first `perClass` pictures of each of ten classes, class by class, so that a picture's place tells its label. */
export function writeTrainingSheet(
  folder: URL,
  { height, width, pixels, labels }: LabelledPictures,
  perClass: number,
): void {
  const size = height * width;
  const chosen = Array.from({ length: 10 }, (_, label) => {
    const places = [...labels.keys()].filter((place) => labels[place] === label).slice(0, perClass);
    if (places.length < perClass) throw new Error(`class ${label} has ${places.length} pictures, not ${perClass}`);
    return places;
  }).flat();
  const shaded = new Uint8Array(chosen.length * size);
  for (const [i, place] of chosen.entries()) {
    const picture = pixels.subarray(place * size, (place + 1) * size);
    shaded.set(
      picture.map((grey) => Math.round(grey / shade) * shade),
      i * size,
    );
  }
  const pictures = { height, width, pixels: shaded, labels: Uint8Array.from(chosen, (place) => labels[place]!) };
  writeFileSync(new URL("train.png", folder), sheetOf(pictures, chosen.length));
}

function sheetOf({ height, width, pixels }: LabelledPictures, count: number): Uint8Array {
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
  return encode({ data, width: line, height: down * height, channels: 1 }, { zlib: { level: 9 } });
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
