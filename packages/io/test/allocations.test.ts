// The host runs out of memory: every array that a load makes fails in its turn, alone and with all after it; and the file that a save makes.
import { afterAll, describe, expect, test, vi } from "vitest";

/** How many arrays were made since the last {@link failing}, and which of them fail. */
const arrays = { made: 0, fails: (_number: number, _length: number): boolean => false };
let counting = false;

function failsNow(length: number): void {
  if (!counting) return;
  if (arrays.fails(arrays.made++, length)) throw new RangeError("Array buffer allocation failed");
}

// Before the modules under test are loaded, which keep the constructors.
for (const kind of [
  "ArrayBuffer",
  "Uint8Array",
  "Uint16Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
] as const) {
  const watched = new Proxy(globalThis[kind] as new (...args: unknown[]) => object, {
    construct(target, args, newTarget) {
      // Not a view over bytes that there are.
      const [of] = args;
      const length = typeof of === "number" ? of : ArrayBuffer.isView(of) ? (of as Uint8Array).length : 0;
      if (length > 0) failsNow(length);
      return Reflect.construct(target, args, newTarget);
    },
  });
  vi.stubGlobal(kind, watched);
}
const anyArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
const { slice } = anyArray;
vi.spyOn(anyArray, "slice").mockImplementation(function (this: Uint8Array, ...args) {
  failsNow(this.length);
  return slice.apply(this, args);
});
const { ones, ToeplitzError } = await import("@toeplitz/tensor");
const { saveNpy, saveNpz, savePth, saveSafetensors } = await import("../src/index.ts");
const { listed, loadables } = await import("./broken-sources.ts");

afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Loads while such arrays fail: how many there were, and what came of it. */
async function failing<T>(fails: typeof arrays.fails, load: () => Promise<T>) {
  Object.assign(arrays, { made: 0, fails });
  counting = true;
  try {
    return { loaded: await load(), error: null };
  } catch (error) {
    return { loaded: null, error };
  } finally {
    counting = false;
  }
}

describe.each(await loadables())("$name", ({ bytes, loader }) => {
  test.each([
    ["bytes in memory", () => bytes],
    ["a response", () => new Response(bytes)],
  ])("from %s", async (_, sourceOf) => {
    const expected = listed(await loader(bytes));
    const loadWhile = (fails: (number: number) => boolean) => {
      const source = sourceOf();
      return failing(fails, () => loader(source));
    };
    await loadWhile(() => false);
    const { made } = arrays;
    expect(made).toBeGreaterThan(1);
    for (let i = 0; i < made; i++) {
      for (const fails of [(number: number) => number === i, (number: number) => number >= i]) {
        const { error } = await loadWhile(fails);
        expect(error, `array ${i} of ${made}`).toBeInstanceOf(ToeplitzError);
        expect((error as InstanceType<typeof ToeplitzError>).code).toMatch(/^(memory|limit|read)$/);
        const { loaded } = await loadWhile(() => false);
        expect(listed(loaded!)).toEqual(expected);
      }
    }
  });
});

const saves: readonly [name: string, save: () => Promise<Uint8Array>][] = [
  ["safetensors", () => saveSafetensors({ w: ones([50]) })],
  ["npy", () => saveNpy(ones([50]))],
  ["npz", () => saveNpz({ w: ones([50]) })],
  ["deflated npz", () => saveNpz({ w: ones([50]) }, { compress: true })],
  ["pth", () => savePth({ w: ones([50]) })],
];
const halfSaves: typeof saves = [
  ["half safetensors", () => saveSafetensors({ w: ones([50]) }, { half: "bfloat16" })],
  ["half npy", () => saveNpy(ones([50]), { half: "float16" })],
  ["half npz", () => saveNpz({ w: ones([50]) }, { half: "float16", compress: true })],
  ["half pth", () => savePth({ w: ones([50]) }, { half: "float16" })],
];

test.each([...saves, ...halfSaves])("%s: there is no room for an array that the save makes", async (_, save) => {
  const file = await save();
  await failing(() => false, save);
  const { made } = arrays;
  expect(made).toBeGreaterThan(1);
  for (let i = 0; i < made; i++) {
    const { error } = await failing((number) => number === i, save);
    expect(error, `array ${i} of ${made}`).toBeInstanceOf(ToeplitzError);
    expect((error as InstanceType<typeof ToeplitzError>).code).toMatch(/^(memory|limit)$/);
  }
  expect(await save()).toEqual(file);
});

test.each(saves)("%s: there is no room for the file", async (_, save) => {
  const file = await save();
  const { error } = await failing((_number, length) => length === file.length, save);
  expect(error).toBeInstanceOf(ToeplitzError);
  expect(error).toMatchObject({ code: "limit", message: expect.stringContaining(`room for ${file.length} bytes`) });
  expect(await save()).toEqual(file);
});
