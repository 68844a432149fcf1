// Members of an archive: what is told of a stream that is wrong, what the directory may and may not say of one, how many there may be.
import { tensor } from "@toeplitz/tensor";
import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { Output } from "../src/bytes/output.ts";
import { loadNpz, saveNpy } from "../src/index.ts";
import { writeZip } from "../src/zip/write-zip.ts";
import { refusalOf } from "./refusal.ts";
import { join, type Part, zipOf } from "./zip-files.ts";

const content = await saveNpy(tensor([1, 2, 3]));
const packed = deflateSync(content);
const part = (more: Partial<Part> = {}): Part => ({ name: "a.npy", content, ...more });
const refused = (...parts: Part[]) => refusalOf(loadNpz(zipOf(parts)));
const stream = (data: Uint8Array, more: Partial<Part> = {}) => refused(part({ deflate: true, data, ...more }));

describe("a deflated stream", () => {
  test.each([1, 5, packed.length - 1])("that is cut off after %i bytes is none", async (length) => {
    expect(await stream(packed.subarray(0, length))).toMatchObject({
      argument: 'member "a.npy"',
      rule: "be one deflated stream and nothing more",
    });
  });

  test("that is cut off in the midst of what is stored has no end", async () => {
    const block = Uint8Array.of(1, 100, 0, 155, 255, 1, 2, 3);
    expect(await stream(block, { size: 100 })).toMatchObject({
      argument: 'member "a.npy"',
      rule: "have the end of its deflated stream",
      value: "unexpected end of file",
    });
  });

  test("behind which another begins takes fewer bytes than there are", async () => {
    const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0);
    const two = join(packed, new Uint8Array(8), header, deflateSync(new Uint8Array(0)));
    expect(await stream(two)).toMatchObject({ rule: `take ${two.length} bytes deflated`, value: packed.length });
  });

  test("that is none says so, and why", async () => {
    expect(await stream(new Uint8Array(200).fill(0xff))).toMatchObject({
      rule: "be one deflated stream and nothing more",
      code: "file",
      cause: { code: expect.any(Number) },
    });
  });

  test("may be as much longer as deflate can make it, and no more", async () => {
    const size = packed.length * 1032;
    expect((await stream(packed, { size })).rule).toBe(`unpack to its declared ${size} bytes`);
    expect(await stream(packed, { size: size + 1 })).toMatchObject({
      argument: 'declared bytes of member "a.npy"',
      rule: `not exceed what ${packed.length} bytes can hold deflated`,
      value: size + 1,
    });
  });

  test("that comes in several steps is read whole", async () => {
    const long = await saveNpy(tensor(Float32Array.from({ length: 12_000 }, (_, i) => Math.sin(i) * 1e9)));
    const archive = zipOf([{ name: "x.npy", content: long, deflate: true }]);
    expect(archive.length).toBeGreaterThan(2 * 16 * 1024);
    expect(await saveNpy((await loadNpz(archive)).get("x")!)).toEqual(long);
  });
});

describe("the directory", () => {
  test("may name a member that is empty, at its end", async () => {
    const nothing = new Uint8Array(0);
    expect(await refused(part(), { name: "b.npy", content: nothing })).toMatchObject({
      argument: 'member "b.npy": bytes 0 to 6',
    });
    // The shortest entry that there is.
    expect((await refused({ name: "", content: nothing })).rule).toBe("have names in .npy");
  });

  test("names no member where it begins itself", async () => {
    const file = zipOf([part()]);
    const begin = 30 + 5 + content.length;
    const directory = file.slice(begin, -22);
    const entry = directory.slice();
    new DataView(entry.buffer).setUint32(42, begin, true);
    const end = file.slice(-22);
    const view = new DataView(end.buffer);
    view.setUint16(8, 2, true);
    view.setUint16(10, 2, true);
    view.setUint32(12, 2 * directory.length, true);
    const error = await refusalOf(loadNpz(join(file.slice(0, begin), directory, entry, end)));
    expect(error).toMatchObject({
      argument: 'local header of member "a.npy"',
      rule: `lie before the directory at byte ${begin}`,
      value: begin,
    });
  });

  test("of an archive that is cut off is told without a guess at what else it may be", async () => {
    expect((await refusalOf(loadNpz(zipOf([part()]).slice(0, -5)))).hint).toBeUndefined();
    expect((await refusalOf(loadNpz(new TextEncoder().encode("<html>")))).hint).toBe("this looks like an HTML page");
  });

  test("and the header of a member differ in what is told", async () => {
    expect(await refused(part({ local: { size: 1, crc: 7 } }))).toMatchObject({
      argument: 'local header of member "a.npy"',
      value: [content.length, 1, 7],
    });
    expect((await refused(part({ local: { name: "a.np" } }))).value).toBe("a.np");
    // A name that begins as the other one does.
    expect((await refused(part({ local: { name: "a.npyy" } }))).value).toBe("a.npyy");
  });

  test("with one number below 2^53 and one that is not", async () => {
    const extra = new Uint8Array(20);
    const view = new DataView(extra.buffer);
    view.setUint16(0, 1, true);
    view.setUint16(2, 16, true);
    view.setBigUint64(4, BigInt(content.length), true);
    view.setBigUint64(12, 2n ** 60n, true);
    const error = await refused(part({ local: { size: 0xffffffff, packed: 0xffffffff }, extra }));
    expect(error).toMatchObject({ rule: "have sizes below 2^53", value: [content.length, 2 ** 60] });
  });
});

describe("what is written", () => {
  const output = new Output("save", {}, []);
  const member = (name: string) => ({ name, bytes: () => new Uint8Array(0), part: null });

  test("has 65535 members at most", async () => {
    const members = Array.from({ length: 65_536 }, (_, i) => member(`${i}`));
    const file = await writeZip(output, members.slice(1), {});
    expect(new DataView(file.buffer).getUint16(file.length - 12, true)).toBe(65_535);
    expect(await refusalOf(writeZip(output, members, {}))).toMatchObject({
      api: "save",
      argument: "tensors",
      rule: "fit a zip archive of at most 4294967295 bytes and 65535 members",
      code: "limit",
      hint: "saveSafetensors has no such limit",
    });
  });

  test("has names of 65535 bytes at most", async () => {
    const file = await writeZip(output, [member("x".repeat(65_535))], {});
    expect(new DataView(file.buffer).getUint16(26, true)).toBe(65_535);
    expect(await refusalOf(writeZip(output, [member("x".repeat(65_536))], {}))).toMatchObject({
      api: "save",
      rule: "have at most 65535 bytes",
      value: 65_536,
    });
    // By bytes, not by characters.
    expect((await refusalOf(writeZip(output, [member("é".repeat(40_000))], {}))).value).toBe(80_000);
  });
});
