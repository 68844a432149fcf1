// The .pth files of PyTorch before 1.6: five pickles in a row (magic number, version, system, value, keys), then the storages.
import { show } from "@toeplitz/tensor/extend";
import type { Input } from "../bytes/input.ts";
import { fillStorage } from "./fill-storage.ts";
import type { PickleHost } from "./pickle-host.ts";
import { TorchHost } from "./torch-globals.ts";
import { unpickle } from "./unpickle.ts";

const magic = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/** The value of the file's fourth pickle, with every storage that it names read. */
export async function readLegacyCheckpoint(input: Input): Promise<unknown> {
  // Only running a pickle tells where it ends, so the file is read as a whole.
  input.checkLimit("file", input.size);
  const bytes = await input.read(0, input.size);
  const bare = new TorchHost(input, "");
  const none: PickleHost = {
    global: () => undefined,
    persistent: bare.persistent,
    isPart: bare.isPart,
    refuse: bare.refuse,
    spend: bare.spend,
    pause: bare.pause,
  };
  let at = 0;
  const next = async (host: PickleHost) => {
    const { value, end } = await unpickle(bytes, at, host);
    at = end;
    return value;
  };
  const found = await next(none);
  if (found !== magic) throw input.refuse("first pickle", `be PyTorch's magic number ${magic}`, found);
  const version = await next(none);
  if (version !== protocolVersion) throw input.refuse("protocol version", `be ${protocolVersion}`, version);
  const system = await next(none);
  const little = system instanceof Map ? system.get("little_endian") : undefined;
  if (typeof little !== "boolean") throw input.refuse("third pickle", "say whether the file is little-endian", system);

  const host = new TorchHost(input, "");
  const value = await next(host);
  const keys = await next(none);
  const { storages } = host;
  const refuseKeys = () => {
    return input.refuse("list of storages", `be the keys of the ${storages.size} that are named, each once`, keys);
  };
  if (!Array.isArray(keys) || keys.length !== storages.size) throw refuseKeys();
  // Before a set is made of them: all are texts, whose hashes a file cannot choose.
  const strange = keys.findIndex((key) => !storages.has(key));
  if (strange >= 0) throw input.refuse("list of storages", "hold keys that are named", keys[strange]);
  if (new Set(keys).size !== keys.length) throw refuseKeys();
  for (const key of keys) {
    const named = storages.get(key)!;
    const where = `storage ${show(key)} at byte ${at}`;
    if (at + 8 + named.bytes > bytes.length) {
      throw input.refuse(where, `have ${8 + named.bytes} bytes`, `${bytes.length - at} bytes`);
    }
    const length = new DataView(bytes.buffer, at, 8).getBigInt64(0, little);
    if (length !== BigInt(named.storage.length))
      throw input.refuse(where, `have ${named.storage.length} elements`, length);
    const begin = at + 8;
    at = begin + named.bytes;
    fillStorage(input, named, input.copy(bytes, begin, at), !little);
  }
  if (at !== bytes.length) throw input.refuse("file", `end after its storages, at byte ${at}`, `${bytes.length} bytes`);
  return value;
}
