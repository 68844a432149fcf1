// The network gives the picture that its package shows, on every backend.
import { type LayerCall, multiplicationsOf, watchLayers } from "@toeplitz/networks";
import { noGrad, setBackend, status, wasm } from "toeplitz";
import { afterAll, expect, test } from "vitest";
import { packaged, superResolution } from "../src/network.ts";
import { pictureBytes, readPicture } from "../src/picture.ts";

const shown = pictureBytes(readPicture(packaged("assets", "samples", "2x", "result.png")));
const network = superResolution();
const picture = readPicture(packaged("assets", "fixture.png"));

afterAll(() => setBackend(wasm()));

test.each([
  ["portable", null],
  ["default", wasm()],
  ["high", wasm({ level: "high" })],
  ["deterministic", wasm({ level: "deterministic" })],
] as const)(
  "%s: within half a colour of the picture in the package",
  (level, backend) => {
    setBackend(backend);
    const larger = noGrad(() => network.forward(picture));
    expect(status().backend).toBe(level === "portable" ? "portable" : "wasm");
    expect(larger.shape).toEqual([1, 3, 256, 256]);
    const colours = larger.squeeze(0).permute([1, 2, 0]).toTypedArray() as Float32Array;

    expect(shown).toHaveLength(colours.length);
    // The package's own run rounded last; colours beyond 0..255 were cut there.
    let furthest = 0;
    for (const [i, colour] of colours.entries()) {
      furthest = Math.max(furthest, Math.abs(Math.min(255, Math.max(0, colour)) - shown[i]!));
    }
    expect(furthest).toBeLessThan(0.51);
    const bytes = pictureBytes(larger);
    const equal = bytes.reduce((count, byte, i) => count + (byte === shown[i] ? 1 : 0), 0);
    expect(equal / bytes.length).toBeGreaterThan(0.999);
  },
  60_000,
);

test("every layer is seen with its shape, its time and its products, while one watches", () => {
  const calls: (LayerCall & { readonly multiplications: number })[] = [];
  const small = picture.index("...", ":16", ":16");
  const watch = watchLayers(network, (call) => calls.push({ ...call, multiplications: multiplicationsOf(call) }));
  noGrad(() => network.forward(small));
  watch.remove();
  noGrad(() => network.forward(small));
  expect(calls.map(({ name }) => name)).toEqual([
    "F_m1",
    "F_0",
    "F_1_1",
    "LFF_1",
    "F_2_1",
    "LFF_2",
    "GFF_1",
    "GFF_2",
    "UPN1",
    "UPN2",
    "UPN3",
    "UPsample",
    "SR",
  ]);
  expect(calls.at(-1)!.output.shape).toEqual([1, 3, 32, 32]);
  expect(calls.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  const products = Object.fromEntries(calls.map(({ name, multiplications }) => [name, multiplications]));
  expect(products).toMatchObject({
    F_m1: 16 * 16 * 64 * 27,
    LFF_1: 16 * 16 * 64 * 68,
    UPsample: 0,
    SR: 32 * 32 * 3 * 108,
  });
});
