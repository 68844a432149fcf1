// Writes a zip archive: stored members, or deflated ones where that is asked for.
import { argumentError, show } from "@toeplitz/tensor/extend";
import { deflateSync } from "fflate";
import { allocateBytes, withRoom } from "../bytes/allocate-bytes.ts";
import type { Bytes } from "../bytes/input.ts";
import type { Output, Part } from "../bytes/output.ts";
import { crc32 } from "./crc32.ts";

/** One member to write. */
export interface NewMember {
  readonly name: string;
  readonly bytes: () => Bytes;
  /** Of which elements it is made; null where it holds none. */
  readonly part: Part | null;
}

/** How to write: `align` puts the data of stored members at multiples of that many bytes. */
export interface ZipOptions {
  readonly deflate?: boolean;
  readonly align?: number;
}

interface Placed {
  readonly rawName: Uint8Array;
  /** Bytes and their sum before packing, and what is stored. */
  readonly size: number;
  readonly crc: number;
  readonly data: Uint8Array;
  /** Bytes of the extra field. */
  readonly extra: number;
  readonly offset: number;
}

const localSize = 30;
const centralSize = 46;
const endSize = 22;
const version = 20;
const utf8 = 0x800;
/** 1980-01-01, where the calendar of zip begins: equal content gives equal bytes. */
const date = 0x21;
const most = 0xffffffff;
/** The extra field that PyTorch pads with. */
const padding = 0x4246;

/**
 * The archive's bytes.
 *
 * @throws ToeplitzError with code `limit` for what would need the 64-bit form of the format.
 */
export async function writeZip(
  output: Output,
  members: readonly NewMember[],
  { deflate = false, align = 1 }: ZipOptions,
): Promise<Bytes> {
  const { api } = output;
  let at = 0;
  let directorySize = 0;
  const names = members.map(({ name }) => {
    const rawName = new TextEncoder().encode(name);
    if (rawName.length <= 0xffff) return rawName;
    throw argumentError(api, `name ${show(name)}`, "have at most 65535 bytes", rawName.length);
  });
  const placed: Placed[] = [];
  for (const [i, member] of members.entries()) {
    const rawName = names[i]!;
    const pack = () => {
      const bytes = member.bytes();
      const data = deflate ? withRoom(api, bytes.length, () => deflateSync(bytes)) : bytes;
      return { size: bytes.length, crc: crc32(bytes), data };
    };
    const packed = member.part === null ? pack() : await output.write(member.part, pack);
    const { data } = packed;
    const end = at + localSize + rawName.length;
    const extra = !deflate && end % align !== 0 ? 4 + ((align - ((end + 4) % align)) % align) : 0;
    placed.push({ ...packed, rawName, extra, offset: at });
    at = end + extra + data.length;
    directorySize += centralSize + rawName.length;
  }
  const size = at + directorySize + endSize;
  if (size > most || members.length > 0xffff) {
    throw argumentError(api, "tensors", `fit a zip archive of at most ${most} bytes and 65535 members`, size, {
      code: "limit",
      hint: "saveSafetensors has no such limit",
    });
  }

  const file = allocateBytes(api, size);
  const view = new DataView(file.buffer);
  /** What both headers of a member say, from the version it needs to the length of its name. */
  const describe = (start: number, { rawName, size: unpacked, crc, data }: Placed) => {
    view.setUint16(start, version, true);
    view.setUint16(start + 2, utf8, true);
    view.setUint16(start + 4, deflate ? 8 : 0, true);
    view.setUint16(start + 8, date, true);
    view.setUint32(start + 10, crc, true);
    view.setUint32(start + 14, data.length, true);
    view.setUint32(start + 18, unpacked, true);
    view.setUint16(start + 22, rawName.length, true);
  };
  let central = at;
  for (const member of placed) {
    const { rawName, data, extra, offset } = member;
    view.setUint32(offset, 0x04034b50, true);
    describe(offset + 4, member);
    view.setUint16(offset + 28, extra, true);
    file.set(rawName, offset + localSize);
    const extraAt = offset + localSize + rawName.length;
    if (extra > 0) {
      view.setUint16(extraAt, padding, true);
      view.setUint16(extraAt + 2, extra - 4, true);
      file.fill(0x5a, extraAt + 4, extraAt + extra);
    }
    file.set(data, extraAt + extra);

    view.setUint32(central, 0x02014b50, true);
    view.setUint16(central + 4, version, true);
    describe(central + 6, member);
    view.setUint32(central + 42, offset, true);
    file.set(rawName, central + centralSize);
    central += centralSize + rawName.length;
  }
  view.setUint32(central, 0x06054b50, true);
  view.setUint16(central + 8, placed.length, true);
  view.setUint16(central + 10, placed.length, true);
  view.setUint32(central + 12, directorySize, true);
  view.setUint32(central + 16, at, true);
  return file;
}
