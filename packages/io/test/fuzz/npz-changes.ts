// Archives of arrays: the archive is wrong, or an array in it.
import { mutated } from "../mutate.ts";
import { zipOf } from "../zip-files.ts";
import { type Make, pick, type Random } from "./draw.ts";
import { npyChanges, rightNpy } from "./npy-changes.ts";
import { zipChanges } from "./zip-changes.ts";

function members(random: Random) {
  return Array.from({ length: 1 + random(3) }, (_, i) => ({ name: `a${i}.npy`, content: rightNpy(random) }));
}

/** Right files. */
export const rightNpz: Make = (random) => zipOf(members(random).map((part) => ({ ...part, deflate: random(2) === 0 })));

/** Every kind of change of the structure. */
export const npzChanges: Readonly<Record<string, Make>> = {
  ...zipChanges(members),
  "bytes of a member": (random) => {
    const [first, ...others] = members(random);
    return zipOf([{ name: first!.name, content: mutated(first!.content, random) }, ...others]);
  },
  "array in a member": (random) => {
    const [first, ...others] = members(random);
    const content = pick(random, Object.values(npyChanges))(random);
    return zipOf([{ name: first!.name, content, deflate: random(2) === 0 }, ...others]);
  },
};
