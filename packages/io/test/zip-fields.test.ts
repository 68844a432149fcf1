// Single fields of an archive, changed where they lie: what is read off each of them, and what is said when it is wrong.
import { tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { loadNpz, saveNpy, saveNpz, savePth } from "../src/index.ts";
import { expectRefusal } from "./refusal.ts";
import { join, zipOf } from "./zip-files.ts";

/** A number of so many bytes, at a byte. */
type Field = readonly [at: number, bytes: 1 | 2 | 4 | 8, value: number];

function withFields(bytes: Uint8Array, ...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(bytes);
  for (const [at, width, value] of fields) {
    for (let i = 0; i < width; i++) changed[at + i] = Math.floor(value / 256 ** i) % 256;
  }
  return changed;
}

const content = await saveNpy(tensor([1, 2, 3]));
const [a, b] = ["a.npy", "b.npy"].map((name) => ({ name, content })) as [
  { name: string; content: Uint8Array },
  { name: string; content: Uint8Array },
];
const endSize = 22;
const entrySize = 46 + "a.npy".length;
const memberSize = 30 + "a.npy".length + content.length;

/** The members, the directory and the end of an archive. */
function partsOf(archive: Uint8Array, members: number): [Uint8Array, Uint8Array, Uint8Array] {
  const [directory, end] = [members * memberSize, archive.length - endSize];
  return [archive.slice(0, directory), archive.slice(directory, end), archive.slice(end)];
}

const [members, directory, end] = partsOf(zipOf([a]), 1);
const load = async (...parts: Uint8Array[]) =>
  [...(await loadNpz(join(...parts)))].map(([name, x]) => [name, x.toArray()]);
const values = [1, 2, 3];

describe("the 64-bit end", () => {
  const end64 = withFields(
    new Uint8Array(56),
    [0, 4, 0x06064b50],
    [4, 8, 44],
    [24, 8, 1],
    [32, 8, 1],
    [40, 8, directory.length],
    [48, 8, members.length],
  );
  const place = members.length + directory.length;
  const locator = withFields(new Uint8Array(20), [0, 4, 0x07064b50], [8, 8, place], [16, 4, 1]);
  const most = [
    [8, 2, 0xffff],
    [10, 2, 0xffff],
    [12, 4, 0xffffffff],
    [16, 4, 0xffffffff],
  ] as const;
  const read = (wide: readonly Field[], at: readonly Field[], narrow: readonly Field[]) =>
    load(members, directory, withFields(end64, ...wide), withFields(locator, ...at), withFields(end, ...narrow));

  test("is read, whether the 32-bit one says the same or that it cannot", async () => {
    expect(await read([], [], [])).toEqual([["a", values]]);
    expect(await read([], [], most)).toEqual([["a", values]]);
    for (const one of most) expect(await read([], [], [one])).toEqual([["a", values]]);
  });

  test.each<[string, Field[], Field[], Field[], string]>([
    ["is somewhere else", [], [[8, 8, 7]], [], `byte ${place + 56} must point to byte ${place} of this archive, got 7`],
    ["is in another part", [], [[4, 4, 1]], [], `must point to byte ${place} of this archive`],
    ["is one of two parts", [], [[16, 4, 2]], [], `must point to byte ${place} of this archive`],
    ["is something else", [[0, 4, 0x06064b51]], [], [], `byte ${place} must begin the 64-bit end of a zip archive`],
    ["is longer", [[4, 8, 45]], [], [], `byte ${place} must begin the 64-bit end of a zip archive`],
    ["has another count", [], [], [[10, 2, 2]], `byte ${place + 76} must agree with the 64-bit end before it`],
    ["has another size", [], [], [[12, 4, 2]], "must agree with the 64-bit end before it"],
    ["has another begin", [], [], [[16, 4, 2]], "must agree with the 64-bit end before it"],
    ["has fewer members here", [[24, 8, 2]], [], [], "number of members must be 2, got 1"],
    ["has a longer directory", [[40, 8, 1e6]], [], [...most], `directory must end at byte ${place}`],
    ["has a later directory", [[48, 8, 1e6]], [], [...most], `directory must end at byte ${place}`],
  ])("%s", async (_, wide, at, narrow, text) => {
    await expectRefusal(read(wide, at, narrow), text);
  });
});

describe("the directory", () => {
  const two = partsOf(zipOf([a, b]), 2);
  const begin = members.length;

  test("may have another order than the members", async () => {
    const turned = join(two[1].slice(entrySize), two[1].slice(0, entrySize));
    expect(await load(two[0], turned, two[2])).toEqual([
      ["b", values],
      ["a", values],
    ]);
  });

  test("may say more of a member, in a comment and in extra fields", async () => {
    const other = withFields(new Uint8Array(7), [0, 2, 0x7075], [2, 2, 3], [4, 1, 9]);
    const wide = withFields(new Uint8Array(28), [0, 2, 1], [2, 2, 24], [4, 8, content.length], [12, 8, content.length]);
    const entry = withFields(
      directory,
      [20, 4, 0xffffffff],
      [24, 4, 0xffffffff],
      [42, 4, 0xffffffff],
      [30, 2, 35],
      [32, 2, 300],
    );
    const longer = join(entry, other, wide, new Uint8Array(300));
    expect(await load(members, longer, withFields(end, [12, 4, longer.length]))).toEqual([["a", values]]);
  });

  test.each<[string, Field, string]>([
    ["no header", [0, 4, 0x02014b51], `directory at byte ${2 * begin} must have the header of a member`],
    ["no second header", [entrySize, 4, 0], `directory at byte ${2 * begin + entrySize} must have the header of a`],
    ["a comment behind its end", [entrySize + 32, 2, 9], "must have a whole header"],
    ["a comment of 256 bytes behind its end", [entrySize + 32, 2, 256], "must have a whole header"],
    ["a member of another part", [34, 2, 1], "must be in one part"],
    ["a member of part 256", [34, 2, 256], "must be in one part"],
  ])("with %s", async (_, field, text) => {
    await expectRefusal(load(two[0], withFields(two[1], field), two[2]), text);
  });

  test("with the beginning of a header behind the last", async () => {
    const more = withFields(new Uint8Array(10), [0, 4, 0x02014b50]);
    await expectRefusal(
      load(members, directory, more, withFields(end, [12, 4, directory.length + 10])),
      `directory at byte ${begin + entrySize} must have the header of a member`,
    );
  });

  test("with another number of members in this part", async () => {
    await expectRefusal(load(members, directory, withFields(end, [8, 2, 2])), "number of members must be 2, got 1");
  });
});

describe("a member's own header", () => {
  test.each<[string, Field]>([
    ["another beginning", [0, 4, 0x04034b51]],
    ["a name that is longer than the file", [26, 2, 0xffff]],
    ["extra fields that are longer than the file", [28, 2, 0xffff]],
  ])("with %s", async (_, field) => {
    await expectRefusal(load(withFields(members, field), directory, end), 'local header of member "a.npy" must be one');
  });

  test("says its sizes, where none follow", async () => {
    for (const local of [{ size: 0 }, { packed: 0 }, { crc: 0 }]) {
      await expectRefusal(load(zipOf([{ ...a, local }])), "must have the sizes and checksum of the directory");
    }
  });

  test.each([12, 16, 20, 24])("with %i bytes that are no sizes around it", async (length) => {
    const unused = new Uint8Array(length);
    await expectRefusal(load(zipOf([{ ...a, after: unused }])), "directory must begin at byte");
    await expectRefusal(load(zipOf([{ ...a, before: unused }])), 'member "a.npy" must begin at byte 0');
  });
});

describe("what is written", () => {
  /** What the local headers of an archive say, one after the other, and what its directory says of versions and dates. */
  function headersOf(archive: Uint8Array<ArrayBuffer>) {
    const view = new DataView(archive.buffer);
    const local = [];
    let at = 0;
    for (; view.getUint32(at, true) === 0x04034b50; at += local.at(-1)!.whole) {
      const [packed, name, extra] = [
        view.getUint32(at + 18, true),
        view.getUint16(at + 26, true),
        view.getUint16(at + 28, true),
      ];
      const extraAt = at + 30 + name;
      const [version, flags, method, time, date] = [4, 6, 8, 10, 12].map((field) => view.getUint16(at + field, true));
      const padding = archive.slice(extraAt, extraAt + extra);
      local.push({
        version,
        flags,
        method,
        time,
        date,
        padding,
        dataAt: extraAt + extra,
        whole: 30 + name + extra + packed,
      });
    }
    const central = [];
    for (; view.getUint32(at, true) === 0x02014b50; at += 46 + view.getUint16(at + 28, true)) {
      central.push([4, 6, 8, 10, 12, 14, 30, 32, 34].map((field) => view.getUint16(at + field, true)));
    }
    expect(view.getUint32(at, true)).toBe(0x06054b50);
    return { local, central };
  }

  test.each([false, true])("an array's member has no extra field, deflated: %j", async (compress) => {
    const { local, central } = headersOf(await saveNpz({ x: zeros([100]), longer: zeros([]) }, { compress }));
    const method = compress ? 8 : 0;
    expect(local).toHaveLength(2);
    for (const header of local) {
      expect(header).toMatchObject({
        version: 20,
        flags: 0x800,
        method,
        time: 0,
        date: 0x21,
        padding: new Uint8Array(0),
      });
    }
    expect(central).toEqual(Array(2).fill([20, 20, 0x800, method, 0, 0x21, 0, 0, 0]));
  });

  test("a checkpoint's data begin at multiples of 64 bytes, behind the least padding of PyTorch's kind", async () => {
    const tensors = Object.fromEntries(Array.from({ length: 140 }, (_, i) => [`w${i}`, zeros([i], { dtype: "bool" })]));
    const { local } = headersOf(await savePth(tensors));
    expect(local.length).toBeGreaterThan(140);
    const lengths = new Set<number>();
    for (const { dataAt, padding } of local) {
      expect(dataAt % 64).toBe(0);
      lengths.add(padding.length);
      if (padding.length === 0) continue;
      const view = new DataView(padding.buffer);
      expect([view.getUint16(0, true), view.getUint16(2, true)]).toEqual([0x4246, padding.length - 4]);
      expect(padding.slice(4)).toEqual(new Uint8Array(padding.length - 4).fill(0x5a));
    }
    // 64 would be for data that begin there without it.
    const possible = [0, ...Array.from({ length: 64 }, (_, i) => i + 4)].filter((length) => length !== 64);
    expect([...lengths].filter((length) => !possible.includes(length))).toEqual([]);
    expect(lengths).toContain(0);
    expect(lengths).toContain(4);
    expect(lengths).toContain(67);
  });
});
