// The .pth files of PyTorch 1.6 and later: a zip archive with a pickle and one member per storage.
import { show } from "@toeplitz/tensor/extend";
import type { Input } from "../bytes/input.ts";
import { readMember } from "../zip/read-member.ts";
import { readZipDirectory, type ZipMember } from "../zip/zip-directory.ts";
import { fillStorage } from "./fill-storage.ts";
import { TorchHost } from "./torch-globals.ts";
import { unpickle } from "./unpickle.ts";

/** Newest version of the archive that PyTorch reads. */
const newestVersion = 10;
const pickleName = "data.pkl";
/** Longest text of the members that say version and byte order. */
const mostWord = 64;

/** The value of the archive's pickle, with every storage that it names read. */
export async function readZipCheckpoint(input: Input): Promise<unknown> {
  const members = await readZipDirectory(input);
  const root = rootOf(input, members);
  const member = (name: string) => members.get(root + name);
  await checkVersion(input, member("version"));
  const bigEndian = await isBigEndian(input, member("byteorder"));

  const pickle = member(pickleName)!;
  input.spend(pickle.size);
  const bytes = await readMember(input, pickle);
  const host = new TorchHost(input, `${pickleName}: `);
  const { value, end } = await unpickle(bytes, 0, host);
  if (end !== bytes.length)
    throw input.refuse(pickleName, `end after its pickle, at byte ${end}`, `${bytes.length} bytes`);

  const found = [...host.storages.values()].map((named) => {
    const data = member(`data/${named.key}`);
    const where = `storage ${show(named.key)}`;
    if (data === undefined)
      throw input.refuse(where, "have a member in the archive", `none named ${show(`${root}data/${named.key}`)}`);
    if (data.size !== named.bytes) throw input.refuse(where, `have ${named.bytes} bytes`, data.size);
    return { named, data };
  });
  for (const { named, data } of found) fillStorage(input, named, await readMember(input, data), bigEndian);
  return value;
}

/** The folder that everything is in, which PyTorch names after the file. */
function rootOf(input: Input, members: ReadonlyMap<string, ZipMember>): string {
  const pickles = [...members.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1) {
    const hint = "a .npz is read by loadNpz";
    throw input.refuse("archive", `have one folder with a ${pickleName}`, [...members.keys()], { hint });
  }
  const root = pickles[0]!.slice(0, -pickleName.length);
  for (const name of members.keys()) {
    if (!name.startsWith(root)) throw input.refuse("members of the archive", `be in ${show(root)}`, name);
  }
  if (members.has(`${root}constants.pkl`)) {
    throw input.refuse("archive", "hold data alone", "a program of TorchScript", {
      hint: "save model.state_dict() with torch.save",
    });
  }
  return root;
}

async function checkVersion(input: Input, member: ZipMember | undefined): Promise<void> {
  const text = member === undefined ? "" : await readWord(input, member);
  const version = /^\d{1,3}\n?$/.test(text) ? Number(text) : Number.NaN;
  if (!(version >= 1 && version <= newestVersion)) {
    throw input.refuse("version of the archive", `be a number from 1 to ${newestVersion}`, text);
  }
}

async function isBigEndian(input: Input, member: ZipMember | undefined): Promise<boolean> {
  if (member === undefined) return false;
  const order = await readWord(input, member);
  if (order === "little" || order === "big") return order === "big";
  throw input.refuse("byteorder of the archive", "be little or big", order);
}

/** The text of a member that is one word: a long one is not even inflated. */
async function readWord(input: Input, member: ZipMember): Promise<string> {
  if (member.size > mostWord)
    throw input.refuse(`member ${show(member.name)}`, `have at most ${mostWord} bytes`, member.size);
  return new TextDecoder().decode(await readMember(input, member));
}
