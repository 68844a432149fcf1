// Checkpoints of both formats of PyTorch, each with one thing in its pickle or around it that is not as it should be.
import { mutated } from "../mutate.ts";
import { checkpointOf, numbers, op, pickleOf, storage, type TensorParts, tensorOf } from "../pickle-files.ts";
import { join } from "../zip-files.ts";
import { drawData, type Make, pick, type Random, wildNames } from "./draw.ts";
import { zipChanges } from "./zip-changes.ts";

/** A state dict of one storage of four numbers, and what stands around it. */
interface Draft {
  /** What a tensor is made of, by its name. */
  readonly tensors: [name: number[], parts: TensorParts][];
  /** Opcodes of the value, made of the tensors unless they are given. */
  value: number[] | undefined;
  data: Uint8Array;
  /** In the old format: its first three pickles, the list of keys, the number of elements. */
  magic: number[];
  version: number[];
  system: number[];
  keys: number[];
  count: bigint;
  /** In the new format: more members, or others. */
  members: Record<string, Uint8Array>;
}

type Change = (file: Draft, random: Random) => void;

const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const classes = {
  FloatStorage: 4,
  DoubleStorage: 8,
  HalfStorage: 2,
  BFloat16Storage: 2,
  LongStorage: 8,
  IntStorage: 4,
  ShortStorage: 2,
  CharStorage: 1,
  ByteStorage: 1,
  BoolStorage: 1,
};
const system = (little: number[]) => [...op.emptyDict, ...op.text("little_endian"), ...little, ...op.setItem];
const list = (...items: number[][]) => [...op.emptyList, ...items.flatMap((item) => [...item, ...op.append])];
const wildInts = [0, 1, 2, 3, 4, 5, 255, 65536, 2 ** 28, 2 ** 31 - 1, -1, -(2 ** 31)];

/** A whole number as an opcode: small, wild, or too long for a number. */
function drawInt(random: Random): number[] {
  if (random(4) === 0) return [0x8a, 8, ...Array.from({ length: 8 }, () => pick(random, [0, 1, 0x7f, 0xff]))];
  return op.int(random(2) === 0 ? random(6) : pick(random, wildInts));
}

const drawInts = (random: Random) => [
  ...op.mark,
  ...Array.from({ length: random(4) }, () => drawInt(random)).flat(),
  ...op.tuple,
];

function draft(random: Random): Draft {
  const [type, size] = pick(random, Object.entries(classes));
  const right = () => {
    const parts: TensorParts = { storage: storage(type, op.text("0"), 4) };
    const shapes = [
      [[4], [1]],
      [
        [2, 2],
        [2, 1],
      ],
      [
        [2, 2],
        [1, 2],
      ],
      [[], []],
      [[3], [0]],
    ] as const;
    const [shape, stride] = pick(random, shapes);
    return { ...parts, size: numbers(...shape), stride: numbers(...stride) };
  };
  return {
    tensors: Array.from({ length: 1 + random(3) }, (_, i) => [op.text(`w${i}`), right()]),
    value: undefined,
    data: drawData(random, 4 * size),
    magic,
    version: op.int(1001),
    system: system(op.yes),
    keys: list(op.text("0")),
    count: 4n,
    members: {},
  };
}

function valueOf({ tensors, value }: Draft): number[] {
  const items = tensors.flatMap(([name, parts]) => [...name, ...tensorOf(parts)]);
  return value ?? [...op.emptyDict, ...op.mark, ...items, ...op.setItems];
}

function zipFileOf(file: Draft): Uint8Array<ArrayBuffer> {
  return checkpointOf(pickleOf(...valueOf(file)), { "data/0": file.data, ...file.members });
}

function legacyFileOf(file: Draft): Uint8Array<ArrayBuffer> {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigInt64(0, file.count, true);
  const pickles = [file.magic, file.version, file.system, valueOf(file), file.keys].map((value) => pickleOf(...value));
  return join(...pickles, length, file.data);
}

/** Changes of the value, which both formats have. */
const changesOfValue: Readonly<Record<string, Change>> = {
  opcodes: (file, random) => {
    const value = valueOf(file);
    const known = [
      ...Object.values(op).filter(Array.isArray).flat(),
      0x30,
      0x31,
      0x32,
      0x71,
      0x68,
      0x94,
      0x85,
      0x86,
      0x87,
      0x65,
      0x93,
      0x8f,
    ];
    for (let changes = 1 + random(3); changes > 0; changes--) {
      value.splice(
        random(value.length),
        random(3),
        ...(random(3) === 0 ? [] : [random(3) === 0 ? random(256) : pick(random, known)]),
      );
    }
    file.value = value;
  },
  "strides and offset": (file, random) => {
    const parts = pick(random, file.tensors)[1];
    if (random(2) === 0) parts.offset = drawInt(random);
    else parts.stride = drawInts(random);
  },
  "size of a tensor": (file, random) => {
    pick(random, file.tensors)[1].size = drawInts(random);
  },
  storage: (file, random) => {
    const type = pick(random, [...Object.keys(classes), "UntypedStorage", "__proto__", "load"]);
    const key =
      random(3) === 0 ? pick(random, [op.text("../0"), op.text("__proto__"), op.int(0), op.none]) : op.text("0");
    pick(random, file.tensors)[1].storage = storage(type, key, pick(random, wildInts));
  },
  "flag or hooks": (file, random) => {
    const parts = pick(random, file.tensors)[1];
    if (random(2) === 0) parts.grad = pick(random, [op.yes, op.none, op.int(1)]);
    else parts.hooks = pick(random, [op.none, op.emptyList, system(op.yes), op.yes]);
  },
  global: (file, random) => {
    const names = [
      ["os", "system"],
      ["builtins", "eval"],
      ["collections", "OrderedDict"],
      ["torch", "Size"],
      ["__main__", "__proto__"],
      ["torch._utils", "_rebuild_parameter"],
    ] as const;
    const [module, name] = pick(random, names);
    file.value = [
      ...op.global(module, name),
      ...pick(random, [op.emptyTuple, numbers(1), [...op.mark, ...op.text("ls"), ...op.tuple]]),
      ...op.reduce,
    ];
  },
  "duplicated key": (file, random) => {
    file.tensors.push([pick(random, file.tensors)[0], pick(random, file.tensors)[1]]);
  },
  key: (file, random) => {
    const names = [...wildNames.map(op.text), op.int(1), op.none, op.emptyTuple, op.emptyDict];
    pick(random, file.tensors)[0] = pick(random, names);
  },
  nesting: (file, random) => {
    const depth = 1 + random(3000);
    const inside = new Array<number[]>(depth).fill(op.emptyList).flat();
    file.value =
      random(2) === 0
        ? [...inside, ...new Array<number[]>(depth - 1).fill(op.append).flat()]
        : new Array<number[]>(depth).fill(op.mark).flat();
  },
  "value within itself": (file, random) => {
    const once = [...op.emptyList, 0x71, 0, 0x68, 0, ...op.append];
    const doubled = [...op.emptyList, 0x71, 0];
    for (let i = 1; i < 40; i++)
      doubled.push(...op.emptyList, 0x71, i, 0x68, i - 1, ...op.append, 0x68, i - 1, ...op.append);
    file.value = random(2) === 0 ? once : [...doubled, ...new Array(39).fill(op.append).flat()];
  },
  "length of the data": (file, random) => {
    file.data = drawData(random, random(40));
  },
};

const zipAlone: Readonly<Record<string, Change>> = {
  members: (file, random) => {
    const names = [
      "version",
      "byteorder",
      "data/0",
      "data/1",
      "constants.pkl",
      "data.pkl",
      ".data/serialization_id",
      "__proto__",
    ];
    const texts = ["", "3", "0\n", "11\n", "big", "little", "middle", "\xff"];
    file.members[pick(random, names)] = new TextEncoder().encode(pick(random, texts));
  },
  "big-endian": (file) => {
    file.members.byteorder = new TextEncoder().encode("big");
  },
};

const legacyAlone: Readonly<Record<string, Change>> = {
  "first pickles": (file, random) => {
    const field = pick(random, ["magic", "version", "system"] as const);
    file[field] = pick(random, [op.int(1001), magic, system(op.none), op.none, op.emptyDict, drawInt(random)]);
  },
  "big-endian": (file, random) => {
    file.system = system(op.no);
    if (random(2) === 0) file.count = 4n << 56n;
  },
  "list of storages": (file, random) => {
    file.keys = pick(random, [
      list(),
      list(op.text("1")),
      list(op.text("0"), op.text("0")),
      list(op.int(0)),
      op.emptyDict,
      op.none,
    ]);
  },
  "number of elements": (file, random) => {
    file.count = pick(random, [0n, 3n, 5n, -1n, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n]);
  },
};

function madeBy(
  finish: (file: Draft) => Uint8Array<ArrayBuffer>,
  changes: Readonly<Record<string, Change>>,
): Readonly<Record<string, Make>> {
  return Object.fromEntries(
    Object.entries(changes).map(([kind, change]) => [
      kind,
      (random: Random) => {
        const file = draft(random);
        change(file, random);
        return finish(file);
      },
    ]),
  );
}

/** Right files of both formats. */
export const rightPth: Make = (random) => zipFileOf(draft(random));
export const rightLegacyPth: Make = (random) => legacyFileOf(draft(random));

/** Every kind of change of the structure, in the format of today. */
export const pthChanges: Readonly<Record<string, Make>> = {
  ...madeBy(zipFileOf, { ...changesOfValue, ...zipAlone }),
  "bytes of the pickle": (random) => {
    const file = draft(random);
    return checkpointOf(mutated(pickleOf(...valueOf(file)), random), { "data/0": file.data });
  },
  ...zipChanges((random) => {
    const file = draft(random);
    const members = {
      "data.pkl": pickleOf(...valueOf(file)),
      "data/0": file.data,
      version: new TextEncoder().encode("3\n"),
    };
    return Object.entries(members).map(([name, content]) => ({ name: `archive/${name}`, content }));
  }),
};

/** And in the one before PyTorch 1.6. */
export const legacyPthChanges: Readonly<Record<string, Make>> = madeBy(legacyFileOf, {
  ...changesOfValue,
  ...legacyAlone,
});
