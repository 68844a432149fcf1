// .npz and zip: what is accepted, and every way in which an archive may be wrong.
import { ones, tensor, zeros } from "@toeplitz/tensor";
import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { loadNpz, saveNpy, saveNpz } from "../src/index.ts";
import { describeArray, golden } from "./described.ts";
import { npyOf } from "./npy-files.ts";
import { tensorsToSave } from "./our-files.ts";
import { expectRefusal, refusalOf } from "./refusal.ts";
import { join, type Part, zipOf } from "./zip-files.ts";

const content = await saveNpy(tensor([1, 2, 3]));
const part = (more: Partial<Part> = {}): Part => ({ name: "a.npy", content, ...more });
const other: Part = { name: "b.npy", content };
const junk = new TextEncoder().encode("#!/bin/sh");

describe("what is saved is loaded", () => {
  test.each([false, true])("every element type, deflated: %j", async (compress) => {
    const tensors = tensorsToSave();
    const loaded = await loadNpz(await saveNpz(tensors, { compress }));
    expect([...loaded].map(([name, x]) => [name, describeArray(x)])).toEqual(
      [...tensors].map(([name, x]) => [name, describeArray(x)]),
    );
  });

  test("a million numbers, deflated, whose window is larger than a step", async () => {
    const x = tensor(Float32Array.from({ length: 1e6 }, (_, i) => (i * 7919) % 1013));
    const loaded = await loadNpz(await saveNpz({ x }, { compress: true }));
    expect(loaded.get("x")?.equal(x)).toBe(true);
  });

  test("nothing", async () => {
    expect((await loadNpz(await saveNpz({}))).size).toBe(0);
  });

  test("what cannot be saved is refused", async () => {
    await expect(saveNpz({ x: 1 } as never)).rejects.toThrow('tensors["x"] must be a tensor');
    await expect(saveNpz({}, { compress: 1 } as never)).rejects.toThrow("compress must be a boolean");
    await expect(saveNpz({ ["x".repeat(70_000)]: ones([1]) })).rejects.toThrow("must have at most 65535 bytes");
  });
});

test("archives made here are read where nothing is wrong", async () => {
  const archive = zipOf([part(), { ...other, deflate: true }]);
  expect([...(await loadNpz(archive))].map(([name, x]) => [name, x.toArray()])).toEqual([
    ["a", [1, 2, 3]],
    ["b", [1, 2, 3]],
  ]);
});

describe("the archive's end", () => {
  const ends: [string, Uint8Array, string | RegExp][] = [
    ["no bytes", new Uint8Array(0), "must have the 22 bytes of a zip's end"],
    ["another kind of file", golden("vector.npy"), "(this looks like an array of NumPy (.npy): loadNpy reads it)"],
    ["cut off", zipOf([part()]).slice(0, -5), "must begin the end of a zip archive (truncated"],
    ["bytes after it", zipOf([part()], { after: junk }), "must begin the end of a zip archive"],
    ["a comment", zipOf([part()], { comment: junk }), "must begin the end of a zip archive"],
    [
      "a comment that is not there",
      join(zipOf([part()]).slice(0, -2), Uint8Array.of(9, 0)),
      'must have no comment, got "9 bytes"',
    ],
    ["another part", zipOf([part()], { disk: 1 }), "must be in one part"],
    ["a directory outside of the file (K2)", zipOf([part()], { offset: 1e9 }), "directory must end at byte"],
    ["a directory that is too long (K2)", zipOf([part()], { size: 1e9 }), "directory must end at byte"],
    ["a directory that begins early (K2)", zipOf([part()], { offset: 0 }), "directory must end at byte"],
    ["one member more than there are", zipOf([part()], { count: 2 }), "directory must have 2 members, got 1"],
    ["one member less than there are", zipOf([part(), other], { count: 1 }), "directory must have 1 members, got 2"],
  ];
  test.each(ends)("%s", async (_, archive, text) => expectRefusal(loadNpz(archive), text));
});

describe("the two headers of a member must agree (K4)", () => {
  const differing: [string, Partial<Part>, string][] = [
    ["name", { local: { name: "b.npy" } }, 'must have the name that the directory has, got "b.npy"'],
    ["length of the name", { local: { name: "aa.npy" } }, "must have the name"],
    ["size", { local: { size: 1 } }, "must have the sizes and checksum of the directory"],
    ["packed size", { local: { packed: 1 } }, "must have the sizes and checksum of the directory"],
    ["checksum", { local: { crc: 1 } }, "must have the sizes and checksum of the directory"],
    ["method", { local: { method: 8 } }, "must have the method that the directory has, got 8"],
    ["flags", { local: { flags: 0 } }, "must have the flags 2048 that the directory has, got 0"],
  ];
  test.each(differing)("%s", async (_, more, text) => expectRefusal(loadNpz(zipOf([part(more)])), text));
});

describe("every byte belongs to one member", () => {
  test("overlap (K5)", async () => {
    await expectRefusal(loadNpz(zipOf([part(), { ...other, offset: 0, name: "a.npy" }])), "(overlap)");
    const nested = zipOf([part({ size: content.length + 40, packed: content.length + 40 }), other]);
    await expectRefusal(loadNpz(nested), /member "b.npy" must begin at byte \d+, after what is before it \(overlap\)/);
  });

  test("many members over one kernel of data (K5)", async () => {
    const kernel = deflateSync(new Uint8Array(1e6));
    const many = Array.from({ length: 50 }, (_, i) => ({
      ...part(),
      name: `m${i}.npy`,
      data: i === 0 ? kernel : new Uint8Array(0),
    }));
    const parts = many.map((one) => ({ ...one, method: 8, size: 1e6, packed: kernel.length, crc: 0, offset: 0 }));
    expect((await refusalOf(loadNpz(zipOf(parts)))).message).toContain('member "m1.npy" must begin at byte');
  });

  test("bytes before the first, between two and before the directory (K20)", async () => {
    await expectRefusal(
      loadNpz(zipOf([part({ before: junk })])),
      'member "a.npy" must begin at byte 0, with no unused bytes before it, got 9',
    );
    await expectRefusal(loadNpz(zipOf([part({ after: junk }), other])), 'member "b.npy" must begin at byte');
    await expectRefusal(loadNpz(zipOf([part({ after: junk })])), "directory must begin at byte");
    // A prefix that the offsets do not know of.
    await expectRefusal(loadNpz(join(junk, zipOf([part()]))), "directory must end at byte");
  });

  test("a member that is longer than the file (K21)", async () => {
    await expectRefusal(
      loadNpz(zipOf([part({ size: 1e6, packed: 1e6 })])),
      /data of member "a.npy" must end before the directory/,
    );
    await expectRefusal(loadNpz(zipOf([part({ offset: 1e6 })])), "must begin at byte 0");
    await expectRefusal(loadNpz(zipOf([part(), { ...other, offset: 5e5 }])), 'member "b.npy" must begin at byte');
  });

  test("a size after the data, as where the archive was written in one go (K15)", async () => {
    const open = { flags: 0x808, local: { size: 0, packed: 0, crc: 0 }, after: new Uint8Array(16) };
    expect((await loadNpz(zipOf([part(open), other]))).get("a")?.toArray()).toEqual([1, 2, 3]);
    await expectRefusal(
      loadNpz(zipOf([part({ ...open, after: new Uint8Array(13) }), other])),
      'member "b.npy" must begin at byte',
    );
    await expectRefusal(
      loadNpz(zipOf([part({ ...open, local: { size: 3, packed: 0, crc: 0 } })])),
      "must have the sizes and checksum",
    );
  });
});

test("sizes of 64 bits stand in an extra field, where they belong", async () => {
  const wide = (size: number) => {
    const extra = new Uint8Array(20);
    const view = new DataView(extra.buffer);
    view.setUint16(0, 1, true);
    view.setUint16(2, 16, true);
    view.setBigUint64(4, BigInt(size), true);
    view.setBigUint64(12, BigInt(size), true);
    return extra;
  };
  const local = { size: 0xffffffff, packed: 0xffffffff };
  const archive = zipOf([part({ local, extra: wide(content.length) })]);
  expect((await loadNpz(archive)).get("a")?.toArray()).toEqual([1, 2, 3]);
  await expectRefusal(
    loadNpz(zipOf([part({ local, extra: wide(content.length + 1) })])),
    "must have the sizes and checksum",
  );
  await expectRefusal(loadNpz(zipOf([part({ local, extra: wide(2 ** 60) })])), "must have sizes below 2^53");
  await expectRefusal(loadNpz(zipOf([part({ local })])), "must have its 64-bit sizes in an extra field");
  await expectRefusal(
    loadNpz(zipOf([part({ local, extra: wide(1).slice(0, 9) })])),
    "must have the sizes and checksum",
  );
});

describe("sizes, checksums and streams", () => {
  const packed = deflateSync(content);
  const deflated = (more: Partial<Part>) => loadNpz(zipOf([part({ deflate: true, ...more })]));

  test("40 GB of zeros are refused before anything is unpacked (K6)", async () => {
    const data = new Uint8Array(5e4).fill(0xaa);
    const large = (size: number) =>
      zipOf(Array.from({ length: 100 }, (_, i) => part({ name: `${i}.npy`, method: 8, data, size })));
    const before = process.memoryUsage().arrayBuffers;
    await expectRefusal(
      loadNpz(large(4e7)),
      "members of the archive, unpacked, must take at most 2147483648 bytes, got 4000000000",
      "limit",
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
    await expectRefusal(loadNpz(large(4e9)), "must not exceed what 50000 bytes can hold deflated, got 4000000000");
    await expectRefusal(loadNpz(zipOf([part()]), { maxBytes: 10 }), "must take at most 10 bytes", "limit");
  });

  test("more or less than was declared (K8)", async () => {
    await expectRefusal(
      deflated({ size: content.length - 1 }),
      `must unpack to its declared ${content.length - 1} bytes, got "more"`,
    );
    await expectRefusal(
      deflated({ size: content.length + 1 }),
      `must unpack to its declared ${content.length + 1} bytes, got ${content.length}`,
    );
    await expectRefusal(loadNpz(zipOf([part({ size: 1 })])), `must be the ${content.length} that are stored, got 1`);
    await expectRefusal(
      deflated({ data: deflateSync(new Uint8Array(1e6)), size: 100 }),
      "must unpack to its declared 100 bytes",
    );
  });

  test("another checksum (K9)", async () => {
    await expectRefusal(loadNpz(zipOf([part({ crc: 1 })])), 'member "a.npy" must have the checksum 1 (CRC-32)');
    await expectRefusal(deflated({ crc: 1 }), "must have the checksum 1 (CRC-32)");
  });

  test.each([1, 2, 7, 8, 9, 18, 40])("%j bytes of junk after the deflated stream (K10)", async (length) => {
    await refusalOf(deflated({ data: join(packed, new Uint8Array(length).fill(0x55)) }));
    await refusalOf(deflated({ data: join(packed, new Uint8Array(length)) }));
    // Junk that looks like what follows a stream in a gzip file.
    await refusalOf(
      deflated({ data: join(packed, new Uint8Array(8), Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0), junk) }),
    );
  });

  test("a stream that is cut off anywhere (K11)", async () => {
    for (let length = 0; length < packed.length; length++) {
      const error = await refusalOf(deflated({ data: packed.slice(0, length) }));
      expect(error.code).toBe("file");
    }
    await expectRefusal(
      deflated({ data: deflateSync(content).slice(0, -3) }),
      /end of its deflated stream|one deflated stream/,
    );
  });

  test("a stream with bytes that no stream has", async () => {
    await expectRefusal(
      deflated({ data: new Uint8Array(200).fill(0xff) }),
      "must be one deflated stream and nothing more",
    );
  });

  test.each([
    [1, "shrink"],
    [9, "deflate64"],
    [12, "bzip2"],
    [14, "LZMA"],
    [93, "Zstandard"],
    [99, "AES"],
    [77, "an unknown method"],
  ])("method %j (K12)", async (method, title) => {
    await expectRefusal(
      loadNpz(zipOf([part({ method })])),
      `must be stored or deflated, got "method ${method} (${title})"`,
      "method",
    );
  });

  test("encrypted (K12)", async () => {
    await expectRefusal(loadNpz(zipOf([part({ flags: 1 })])), "must not be encrypted", "method");
  });
});

describe("names", () => {
  test("twice the same (K16); names that differ by case or in their Unicode form are different", async () => {
    await expectRefusal(loadNpz(zipOf([part(), part()])), 'archive must have no duplicate member, got "a.npy"');
    const names = ["w.npy", "W.npy", "\u00e9.npy", "e\u0301.npy"];
    expect((await loadNpz(zipOf(names.map((name) => part({ name }))))).size).toBe(4);
  });

  test.each(["../x", "/etc/x", "a\\b", "nul\u0000", "__proto__", "constructor", "größe", ""])(
    "%j is a key and no path (K17)",
    async (name) => {
      const loaded = await loadNpz(zipOf([part({ name: `${name}.npy` })]));
      expect([...loaded.keys()]).toEqual([name]);
      expect(({} as { a?: unknown }).a).toBeUndefined();
    },
  );

  test("another character set (K17)", async () => {
    const latin1 = Uint8Array.of(0xe9, 0x2e, 0x6e, 0x70, 0x79);
    await expectRefusal(
      loadNpz(zipOf([part({ name: latin1 })])),
      'a name in ASCII, or in UTF-8 and marked so, got "é.npy"',
    );
    await expectRefusal(loadNpz(zipOf([part({ name: latin1, flags: 0 })])), "marked so");
    await expectRefusal(loadNpz(zipOf([part({ name: "é.npy", flags: 0 })])), "marked so");
  });

  test.each(["README", "nested.zip", "folder/", "a.npy/", "a.NPY"])("%s is no array (K17, K18)", async (name) => {
    await expectRefusal(
      loadNpz(zipOf([part(), part({ name })])),
      `members of the archive must have names in .npy, got "${name}"`,
    );
  });
});

test("what is wrong in a member is named with it (J rows, K22)", async () => {
  const wrong = npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", new Uint8Array(8));
  await expectRefusal(
    loadNpz(zipOf([part(), { ...other, content: wrong }])),
    'member "b.npy": descr must be no object',
    "dtype",
  );
  const short = npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (9,)}", new Uint8Array(8));
  await expectRefusal(
    loadNpz(zipOf([{ ...other, content: short }])),
    'member "b.npy": data must have 36 bytes, got "8 bytes"',
  );
  await expectRefusal(loadNpz(zipOf([{ ...other, content: join(content, junk) }])), "must end after 12 bytes");
});

test("a load is aborted between the pieces of a member (K23)", async () => {
  const archive = await saveNpz({ x: zeros([6e6]) }, { compress: true });
  const abort = new AbortController();
  const load = loadNpz(archive, { signal: abort.signal });
  setTimeout(() => abort.abort(new Error("enough")));
  await expect(load).rejects.toThrow("enough");
  expect((await loadNpz(await saveNpz({ x: ones([2]) }, { compress: true }))).get("x")?.toArray()).toEqual([1, 1]);
}, 20_000);
