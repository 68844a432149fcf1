// Every way of the Image view's comparison comes to the numbers of the first, or says why it cannot be.
import { setBackend, status, type Tensor, tensor } from "toeplitz";
import { afterEach, expect, it, vi } from "vitest";
import { type Ready, waysOf } from "../src/views/image/ways.ts";

afterEach(() => {
  setBackend(null);
  vi.unstubAllGlobals();
});

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

it("gives the team of threads back once its row is done", async () => {
  vi.stubGlobal("crossOriginIsolated", true);
  vi.stubGlobal("navigator", { hardwareConcurrency: 2 });
  const [plain, threads] = waysOf(photo(61, 53), kernels["5 by 5"]!, "zeros").filter(
    ({ name }) => /portable$|threads$/.test(name) && !name.startsWith("im2col"),
  );
  const expected = ((await plain!.prepare()) as Ready).convolve().toArray();
  const ready = (await threads!.prepare()) as Ready;
  const team = () => status().threads;
  expect([ready.name, team()]).toEqual(["direct, accelerated, 2 threads", 2]);
  expect(ready.convolve().shape).toEqual([1, 3, 53, 61]);
  await ready.release!();
  expect(team()).toBe(1);
  expect(ready.convolve().sub(tensor(expected)).abs().max().item()).toBeLessThan(1e-4);
});

it("takes as many rows as fit where the columns of a large photograph would not", async () => {
  const large = photo(1024, 300);
  const [, columns] = waysOf(large, new Array(49).fill(1 / 49), "zeros");
  expect(columns!.on).toMatch(/^the first 222 rows/);
});
