// Takes a member out of a zip archive. Inflating is fflate's; that the member has the declared size, checksum and end is checked here.
import { show } from "@toeplitz/tensor/extend";
import { Gunzip } from "fflate";
import { noRoom } from "../bytes/allocate-bytes.ts";
import type { Bytes, Input } from "../bytes/input.ts";
import { crc32 } from "./crc32.ts";
import type { ZipMember } from "./zip-directory.ts";

/** Bytes that are inflated at once: they can become at most a thousand times as many before that is noticed. */
const step = 16 * 1024;
/** Bytes of a member that are summed up between two offers of a turn. */
const summed = 4 * 2 ** 20;

/** The member's bytes. */
export async function readMember(input: Input, member: ZipMember): Promise<Bytes> {
  const where = `member ${show(member.name)}`;
  const packed = await input.read(member.begin, member.begin + member.packed);
  const bytes = member.deflated ? await inflate(input, where, packed, member.size) : packed;
  let crc = 0;
  for (let at = 0; at < bytes.length; at += summed) {
    crc = crc32(bytes.subarray(at, at + summed), crc);
    await input.pause();
  }
  if (crc !== member.crc) throw input.refuse(where, `have the checksum ${member.crc} (CRC-32)`, crc);
  return bytes;
}

const gzipHeader = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0);
const gzipTrailer = new Uint8Array(8);

/**
 * Inflates exactly `size` bytes, which take all of `packed`.
 *
 * The library does not say where a bare stream ended and takes anything for its rest. Of a gzip file it does say where the next member
 * begins, so the stream is dressed up as one that another follows: its place tells how many bytes were taken.
 */
async function inflate(input: Input, where: string, packed: Bytes, size: number): Promise<Bytes> {
  const out = input.allocate(size);
  let length = 0;
  let next: number | undefined;
  const borrowed = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      // The library makes arrays of its own.
      if (cause instanceof RangeError) throw noRoom(input.api, size, cause);
      if (!(cause instanceof Error) || !("code" in cause) || typeof cause.code !== "number") throw cause;
      throw Object.assign(input.refuse(where, "be one deflated stream and nothing more", cause.message), { cause });
    }
  };
  const take = (bytes: Uint8Array) => {
    if (length + bytes.length > size) throw input.refuse(where, `unpack to its declared ${size} bytes`, "more");
    out.set(bytes, length);
    length += bytes.length;
  };
  const stream = borrowed(() => new Gunzip(take));
  stream.onmember = (begin) => {
    next ??= begin;
  };
  const push = (bytes: Uint8Array) => borrowed(() => stream.push(bytes));
  push(gzipHeader);
  for (let at = 0; at < packed.length; at += step) {
    push(packed.subarray(at, at + step));
    await input.pause();
  }
  push(gzipTrailer);
  push(gzipHeader);
  const taken = (next ?? 0) - gzipHeader.length - gzipTrailer.length;
  if (next === undefined) throw input.refuse(where, "have the end of its deflated stream", "unexpected end of file");
  if (taken !== packed.length) throw input.refuse(where, `take ${packed.length} bytes deflated`, taken);
  if (length !== size) throw input.refuse(where, `unpack to its declared ${size} bytes`, length);
  return out;
}
