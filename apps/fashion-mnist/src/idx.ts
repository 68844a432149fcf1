// The IDX files of MNIST and its kin: a header of big-endian sizes, then bytes.
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { LabelledPictures } from "@toeplitz/networks";

/** The bytes of a gzipped IDX file of unsigned bytes, with its sizes. */
function readIdx(file: string, axes: number): { readonly sizes: readonly number[]; readonly bytes: Uint8Array } {
  const content = gunzipSync(readFileSync(file));
  const header = 4 + 4 * axes;
  // Two zeros, 8 for unsigned bytes, the number of axes.
  if (content.length < header || content.readUInt32BE(0) !== 0x0800 + axes) {
    throw new Error(`${file}: no IDX file of bytes with ${axes} axes`);
  }
  const sizes = Array.from({ length: axes }, (_, axis) => content.readUInt32BE(4 + 4 * axis));
  const bytes = content.subarray(header);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== count) throw new Error(`${file}: ${count} bytes are announced, ${bytes.length} come`);
  return { sizes, bytes };
}

/** The pictures and labels whose files begin with `train` or `t10k`. */
export function readPictures(folder: string, part: "train" | "t10k"): LabelledPictures {
  const pictures = readIdx(path.join(folder, `${part}-images-idx3-ubyte.gz`), 3);
  const labels = readIdx(path.join(folder, `${part}-labels-idx1-ubyte.gz`), 1);
  const [count, height, width] = pictures.sizes as [number, number, number];
  if (labels.bytes.length !== count) throw new Error(`${count} pictures have ${labels.bytes.length} labels`);
  return { height, width, pixels: pictures.bytes, labels: labels.bytes };
}
