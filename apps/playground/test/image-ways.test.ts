// Every way of the Image view's comparison comes to the numbers of the first, or says why it cannot be.
import { setBackend, type Tensor } from "toeplitz";
import { afterEach, expect, it } from "vitest";
import { waysOf } from "../src/views/image/ways.ts";

afterEach(() => setBackend(null));

const photo = (width: number, height: number) => ({
  width,
  height,
  bytes: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => (i * 37) % 256),
});

const kernels: Readonly<Record<string, readonly number[]>> = {
  "a column times a row": [1, 2, 1, 2, 4, 2, 1, 2, 1],
  "no such product": [0, -1, 0, -1, 5, -1, 0, -1, 0],
  "5 by 5": Array.from({ length: 25 }, (_, i) => ((i * 7) % 11) - 5),
};

it.each(Object.entries(kernels))("%s", async (name, kernel) => {
  let first: Tensor | undefined;
  const refused: string[] = [];
  for (const way of waysOf(photo(61, 53), kernel, "reflect")) {
    const ready = await way.prepare();
    if (typeof ready === "string") {
      refused.push(way.name);
      continue;
    }
    const result = ready.convolve();
    first ??= result;
    const part = ready.part(first);
    expect(result.shape, way.name).toEqual(part.shape);
    expect(result.sub(part).abs().max().item(), way.name).toBeLessThan(1e-4);
  }
  expect(first?.shape).toEqual([1, 3, 53, 61]);
  // Node.js isolates no page
  const threads = "direct, accelerated, threads";
  expect(refused).toEqual(name === "a column times a row" ? [threads] : [threads, "a column, then a row"]);
});

it("takes as many rows as fit where the columns of a large photograph would not", async () => {
  const large = photo(1024, 300);
  const [, columns] = waysOf(large, new Array(49).fill(1 / 49), "zeros");
  expect(columns!.on).toMatch(/^the first 222 rows/);
});
