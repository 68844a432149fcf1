// Two thousand wrong files, and readers with planted faults, which must be found; fuzz.long.test.ts has a hundred times as many.
import { type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import type { Source } from "../../src/index.ts";
import { standLongFiles } from "./long-files.ts";
import { type Reader, readers } from "./readers.ts";
import { type Failure, fuzz, report } from "./run.ts";

const all = await readers();

test("readers stand wrong files of every kind", async () => {
  const tally = await fuzz(all, { from: 0, to: 2000 });
  expect(tally.failures, report(tally)).toEqual([]);
  for (const { name, kinds } of all) {
    expect([...tally.counts.get(name)!.keys()].sort()).toEqual(Object.keys(kinds).sort());
    expect(tally.counts.get(name)!.get("right")).toMatchObject({ refused: 0 });
  }
  // The changes reach many different checks.
  expect(tally.rules.size).toBeGreaterThan(150);
});

/** What is found of a reader of safetensors that has such a fault. */
async function found(
  load: (source: Uint8Array, right: (source: Source) => Promise<unknown>) => Promise<unknown>,
): Promise<readonly Failure[]> {
  const right = all[0]!;
  const bytesOf = async (source: unknown) =>
    source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source;
  const plainly = (source: Parameters<Reader["load"]>[0]) => right.load(source, {});
  const faulty: Reader = {
    ...right,
    streams: false,
    load: async (source) => load((await bytesOf(source)) as Uint8Array, plainly),
  };
  const { failures } = await fuzz([faulty], { from: 0, to: 200 });
  return failures;
}

test("a reader without a fault has none found, called in this way", async () => {
  expect(await found((bytes, right) => right(bytes as Uint8Array<ArrayBuffer>))).toEqual([]);
});

test.each<[fault: string, as: RegExp, load: Parameters<typeof found>[0]]>([
  [
    "another error",
    /threw TypeError/,
    async (bytes, right) =>
      right(bytes as Uint8Array<ArrayBuffer>).catch((error: Error) => {
        throw error.message.includes("data_offsets") ? new TypeError("undefined is not iterable") : error;
      }),
  ],
  [
    "an allocation of what the file promises, before that is checked",
    /allocated/,
    async (bytes, right) => {
      const promised = bytes.length < 8 ? 0n : new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
      if (promised >= 2n ** 20n) new Uint8Array(2 ** 21);
      return right(bytes as Uint8Array<ArrayBuffer>);
    },
  ],
  [
    "a tensor beyond its storage",
    /returned element/,
    async (bytes, right) => {
      const tensors = (await right(bytes as Uint8Array<ArrayBuffer>)) as Map<string, Tensor>;
      if (tensors.size < 2) return tensors;
      // The constructor refuses such a one.
      return [...tensors.values()].map((x) => Object.assign(x.detach(), { offset: 1 }));
    },
  ],
  [
    "a message with a control character",
    /message/,
    async (bytes, right) =>
      right(bytes as Uint8Array<ArrayBuffer>).catch((error: ToeplitzError) => {
        throw new ToeplitzError(error.message.replaceAll("\\u0000", "\0"), {
          code: error.code,
          api: "loadSafetensors",
        });
      }),
  ],
])("%s is found", async (_, as, load) => {
  const failures = await found(load);
  expect(failures.length).toBeGreaterThan(0);
  for (const { fault } of failures) expect(fault).toMatch(as);
});

test("a reader that remembers what it has read, and one that reads a Blob in another way, are found", async () => {
  let refusals = 0;
  const remembering = await found(async (bytes, right) => {
    if (refusals > 0) return new Map();
    return right(bytes as Uint8Array<ArrayBuffer>).catch((error) => {
      refusals += 1;
      throw error;
    });
  });
  expect(remembering.length).toBeGreaterThan(0);
  const right = all[1]!;
  const load: Reader["load"] = async (source, options) =>
    right.load(source instanceof Blob ? source.slice(0, source.size - 1) : source, options);
  const { failures } = await fuzz([{ ...right, load }], { from: 0, to: 50 });
  expect(failures[0]?.fault).toMatch(/^from a Blob/);
});

test("a reader that takes what a body brings for bytes is found", async () => {
  const right = all[1]!;
  const load: Reader["load"] = async (source, options) => {
    if (!(source instanceof Response)) return right.load(source, options);
    const bytes: number[] = [];
    const reader = source.body!.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (let i = 0; i < (next.value.length ?? 0); i++) bytes.push(Number(next.value[i]));
    }
    return right.load(Uint8Array.from(bytes), options);
  };
  const { failures } = await fuzz([{ ...right, load }], { from: 0, to: 300 });
  expect(failures.map(({ fault }) => fault)).toEqual(
    expect.arrayContaining([expect.stringMatching(/TypeError: Cannot read properties of null/)]),
  );
  expect(failures.map(({ fault }) => fault)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^a body with abc: /)]),
  );
});

test("readers stand files of megabytes in a process of little memory", { timeout: 120_000 }, async () => {
  const { output, status } = await standLongFiles({ from: 0, to: 7 });
  expect(output).toMatch(/^long inputs 0 to 6, .* 0 not stood$/m);
  expect(status).toBe(0);
});

test("an input is the same whenever it is made", async () => {
  const [once, twice] = [await fuzz(all, { from: 300, to: 340 }), await fuzz(await readers(), { from: 300, to: 340 })];
  expect(twice.counts).toEqual(once.counts);
  expect(twice.rules).toEqual(once.rules);
});
