// Limits of .safetensors files, to the byte and to the character, and what refusals say beside their sentence.
import { ones, tensor } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadSafetensors, openSafetensors, saveSafetensors } from "../src/index.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { fileOf } from "./safetensors-files.ts";

// Two halves become two floats of 8 bytes, a float stays one of 4.
const header =
  '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}';
const file = fileOf(header, new Uint8Array(8));

describe("maxBytes counts what tensors take in memory", () => {
  test("of all", async () => {
    expect((await loadSafetensors(file, { maxBytes: 12 })).size).toBe(2);
    await expectRefusal(
      loadSafetensors(file, { maxBytes: 11 }),
      "loadSafetensors: tensors of the file must take at most 11 bytes, got 12",
      "limit",
    );
  });

  test("of one", async () => {
    expect((await (await openSafetensors(file, { maxBytes: 8 })).get("b")).shape).toEqual([2]);
    const opened = await openSafetensors(file, { maxBytes: 7 });
    expect((await opened.get("a")).shape).toEqual([1]);
    await expectRefusal(opened.get("b"), 'openSafetensors: tensor "b" must take at most 7 bytes, got 8', "limit");
  });
});

test("what does not fit into a header names where it stands", async () => {
  const entry = (json: string) => refusalOf(loadSafetensors(fileOf(`{"w":${json}}`, new Uint8Array(4))));
  expect(await entry('{"dtype":"F31","shape":[1],"data_offsets":[0,4]}')).toMatchObject({
    code: "dtype",
    value: "F31",
  });
  expect(await entry('{"dtype":7,"shape":[1],"data_offsets":[0,4]}')).toMatchObject({ code: "dtype", value: 7 });
  expect((await entry('{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}')).message).toContain("shape");
  expect((await entry('{"dtype":"F32","shape":[1],"data_offsets":[0,"4"]}')).message).toContain("data_offsets");
  expect(await entry('{"dtype":"F32","shape":[1]}')).toMatchObject({ value: ["dtype", "shape"] });
  const { message } = await entry('{"dtype":"F32",,"shape":[1],"data_offsets":[0,4]}');
  expect(message).toMatch(/at character 20, must .*, got ",\\"shape\\":\[1\],\\"data_o/);
  expect((await refusalOf(loadSafetensors(fileOf('{"w":')))).message).toContain('got "its end"');
});

test("a shape is the tensor's own", async () => {
  const opened = await openSafetensors(file);
  (opened.entries.get("b")!.shape as number[])[0] = 7;
  expect((await loadSafetensors(file)).get("b")!.shape).toEqual([2]);
});

describe("saving", () => {
  const x = ones([1]);
  test("names, as long as they may be", async () => {
    const name = "n".repeat(4096);
    const saved = await saveSafetensors({ [name]: x }).catch((error) => error);
    if (saved instanceof Error) throw saved;
    expect([...(await loadSafetensors(saved)).keys()]).toEqual([name]);
    for (const wrong of [`${name}n`, "__metadata__", "\ud800"]) {
      const error = await refusalOf(saveSafetensors({ [wrong]: x }));
      expect(error).toMatchObject({ api: "saveSafetensors", code: "argument", value: wrong });
      expect(error.argument).toMatch(/^name "/);
    }
  });

  test.each([[null], [3], ["text"], [["a"]]])("%j is no metadata", async (metadata) => {
    expect(await refusalOf(saveSafetensors({ x }, { metadata: metadata as never }))).toMatchObject({
      api: "saveSafetensors",
      code: "option",
      argument: "metadata",
      value: metadata,
    });
  });

  test.each([
    [{ k: 3 }, "k", 3],
    [{ k: "\udc00" }, "k", "\udc00"],
    [{ "\ud800": "" }, "\\ud800", ""],
  ])("%j has what is no text", async (metadata, key, value) => {
    expect(await refusalOf(saveSafetensors({ x }, { metadata: metadata as never }))).toMatchObject({
      code: "option",
      argument: `metadata["${key}"]`,
      value,
    });
  });

  test("text beyond the basic plane is text", async () => {
    const metadata = { "\u{1f600}": "\u{1f601}" };
    expect((await openSafetensors(await saveSafetensors({ x: tensor([1]) }, { metadata }))).metadata).toEqual(
      new Map(Object.entries(metadata)),
    );
  });
});
