// Makes zip archives, right ones and wrong ones: every field can be overridden.
import { deflateSync } from "fflate";
import { crc32 } from "../src/zip/crc32.ts";

/** One member; what is not given is right. */
export interface Part {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  readonly deflate?: boolean;
  /** Bytes in the archive, where they are not the content's. */
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly packed?: number;
  readonly crc?: number;
  readonly offset?: number;
  /** What the header before the data says, where it differs from the directory. */
  readonly local?: { name?: string; size?: number; packed?: number; crc?: number; method?: number; flags?: number };
  readonly extra?: Uint8Array;
  /** The extra field of the directory. */
  readonly centralExtra?: Uint8Array;
  /** Bytes before and after the member. */
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
}

/** What the archive's end says, where it is not right. */
export interface End {
  readonly count?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly comment?: Uint8Array;
  readonly after?: Uint8Array;
  readonly disk?: number;
  /** Where it is given, the 64-bit end stands before the end, right but for these. */
  readonly wide?: { readonly count?: number; readonly size?: number; readonly offset?: number; readonly next?: number };
}

const bytesOf = (text: string | Uint8Array) => (typeof text === "string" ? new TextEncoder().encode(text) : text);

function numbers(...fields: (readonly [value: number, width: number])[]): Uint8Array {
  const out: number[] = [];
  for (const [value, width] of fields) for (let i = 0; i < width; i++) out.push(Math.floor(value / 256 ** i) % 256);
  return Uint8Array.from(out);
}

/** Several pieces as one. */
export function join(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The archive. */
export function zipOf(parts: readonly Part[], end: End = {}): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const put = (piece: Uint8Array) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const part of parts) {
    const name = bytesOf(part.name);
    const data = part.data ?? (part.deflate === true ? deflateSync(part.content) : part.content);
    const { flags = 0x800, method = part.deflate === true ? 8 : 0 } = part;
    const { extra = new Uint8Array(0), centralExtra = new Uint8Array(0) } = part;
    const { size = part.content.length, packed = data.length, crc = crc32(part.content), local = {} } = part;
    const localName = bytesOf(local.name ?? name);
    put(part.before ?? new Uint8Array(0));
    const offset = part.offset ?? at;
    put(numbers([0x04034b50, 4], [20, 2], [local.flags ?? flags, 2], [local.method ?? method, 2], [0, 4]));
    put(numbers([local.crc ?? crc, 4], [local.packed ?? packed, 4], [local.size ?? size, 4]));
    put(numbers([localName.length, 2], [extra.length, 2]));
    put(join(localName, extra, data, part.after ?? new Uint8Array(0)));
    directory.push(
      numbers([0x02014b50, 4], [20, 2], [20, 2], [flags, 2], [method, 2], [0, 4], [crc, 4], [packed, 4], [size, 4]),
      numbers([name.length, 2], [centralExtra.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
      centralExtra,
    );
  }
  const central = join(...directory);
  const { count = parts.length, size = central.length, offset = at, comment = new Uint8Array(0), disk = 0 } = end;
  const directoryAt = at;
  put(central);
  if (end.wide !== undefined) {
    const { count: many = parts.length, size: long = central.length, offset: far = directoryAt, next = at } = end.wide;
    put(numbers([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [many, 8], [many, 8], [long, 8], [far, 8]));
    put(numbers([0x07064b50, 4], [0, 4], [next, 8], [1, 4]));
  }
  put(
    numbers([0x06054b50, 4], [disk, 2], [disk, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [comment.length, 2]),
  );
  return join(...pieces, comment, end.after ?? new Uint8Array(0));
}
