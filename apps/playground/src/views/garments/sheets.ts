// Fashion-MNIST in the page: 240 test pictures and 4000 to learn from, unpacked from their sheets.

import licence from "@toeplitz/fashion-mnist/pictures/LICENSE?url";
import labels from "@toeplitz/fashion-mnist/pictures/labels.json";
import testSheet from "@toeplitz/fashion-mnist/pictures/test.png";
import trainingSheet from "@toeplitz/fashion-mnist/pictures/train.png";
import type { LabelledPictures } from "@toeplitz/networks";
import { loadPhoto } from "../image/load-photo.ts";

/** Address of the notice that the pictures come with. */
export const garmentLicence = licence;

const side = 28;
const across = 20;

/** The first pictures of the test set. */
export async function testPictures(): Promise<LabelledPictures> {
  return { height: side, width: side, pixels: await unpacked(testSheet), labels: Uint8Array.from(labels) };
}

/** The first `count` pictures that are there to learn from, as many of each class: the sheet holds them class by class. */
export async function trainingPictures(count: number): Promise<LabelledPictures> {
  const all = await unpacked(trainingSheet);
  const size = side * side;
  const [perClass, held] = [count / 10, all.length / size / 10];
  const pixels = new Uint8Array(count * size);
  for (let label = 0; label < 10; label++) {
    const from = label * held * size;
    pixels.set(all.subarray(from, from + perClass * size), label * perClass * size);
  }
  const places = Uint8Array.from({ length: count }, (_, i) => Math.floor(i / perClass));
  return { height: side, width: side, pixels, labels: places };
}

/** The pictures of a sheet one after another. */
async function unpacked(address: string): Promise<Uint8Array> {
  const sheet = await (await fetch(address)).blob();
  const { width, height, bytes } = await loadPhoto(sheet, Number.POSITIVE_INFINITY);
  const greys = new Uint8Array(width * height);
  for (let i = 0; i < greys.length; i++) {
    const [y, x] = [Math.floor(i / width), i % width];
    const picture = Math.floor(y / side) * across + Math.floor(x / side);
    greys[picture * side * side + (y % side) * side + (x % side)] = bytes[4 * i]!;
  }
  return greys;
}
