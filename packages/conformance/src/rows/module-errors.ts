// What the constructors of convolution modules, their calls and their output sizes refuse, alone and in pairs.
import { type Refusal, refuses, refusesAll } from "./refusals.ts";
import { type Api, called } from "./row.ts";

const ranks = [1, 2, 3] as const;
const make = (t: Api, name: string, ...args: readonly unknown[]) =>
  Reflect.construct(called(t.nn as never, name), args) as { forward(...inputs: unknown[]): unknown };
const zeros = (shape: readonly number[]) => `torch.zeros(${shape.join(", ")})`;

const others: readonly Refusal[] = [
  refusesAll(
    "nn.Hardtanh/bounds the wrong way",
    "nn.Hardtanh(1, 0)",
    (t) => new t.nn.Hardtanh({ minVal: 1, maxVal: 0 }),
    "maxVal must be larger than minVal, 1, got 0",
  ),
  refusesAll("nn.InstanceNorm1d/no momentum", "nn.InstanceNorm1d(2, momentum=None)(torch.ones(1, 2, 3))", (t) =>
    new t.nn.InstanceNorm1d(2, { momentum: null }).forward(t.ones([1, 2, 3])),
  ),
];

const everyRank = ranks.flatMap((rank): Refusal[] => {
  const conv = `Conv${rank}d`;
  const up = `ConvTranspose${rank}d`;
  const size = (n: number) => new Array<number>(rank).fill(n);
  return [
    refuses(`nn.${conv}/channels that groups do not divide`, `nn.${conv}(3, 4, 2, groups=2)`, 3, (t, channels) =>
      make(t, conv, channels, 4, 2, { groups: 2 }),
    ),
    refuses(`nn.${up}/outputs that groups do not divide`, `nn.${up}(4, 3, 2, groups=2)`, 3, (t, channels) =>
      make(t, up, 4, channels, 2, { groups: 2 }),
    ),
    refuses(`nn.${conv}/groups 0`, `nn.${conv}(4, 4, 2, groups=0)`, 0, (t, groups) =>
      make(t, conv, 4, 4, 2, { groups }),
    ),
    refuses(`nn.${up}/groups -1`, `nn.${up}(4, 4, 2, groups=-1)`, -1, (t, groups) => make(t, up, 4, 4, 2, { groups })),
    refuses(`nn.${conv}/strides beside 'same'`, `nn.${conv}(1, 1, 2, padding='same', stride=3)`, 3, (t, stride) =>
      make(t, conv, 1, 1, 2, { padding: "same", stride }),
    ),
    refuses(
      `nn.${conv}/another padding word`,
      `nn.${conv}(1, 1, 2, padding='half')`,
      "half",
      (t, padding) => make(t, conv, 1, 1, 2, { padding }),
      "Invalid padding string 'half', should be one of {",
    ),
    refuses(
      `nn.${conv}/another padding mode`,
      `nn.${conv}(1, 1, 2, padding_mode='wrap')`,
      "wrap",
      (t, paddingMode) => make(t, conv, 1, 1, 2, { paddingMode }),
      "padding_mode must be one of {",
    ),
    refuses(
      `nn.${up}/a padding mode of its own`,
      `nn.${up}(1, 1, 2, padding_mode='circular')`,
      "circular",
      (t, paddingMode) => make(t, up, 1, 1, 2, { paddingMode }),
    ),
    ...[rank - 1, rank + 3].map((axes) => {
      const shape = [1, 3, 8, 8, 8, 8, 8].slice(0, axes + 1).slice(-Math.max(1, axes));
      return refusesAll(`nn.${conv}/an input of ${shape.length} axes`, `nn.${conv}(3, 8, 3)(${zeros(shape)})`, (t) =>
        make(t, conv, 3, 8, 3).forward(t.zeros(shape)),
      );
    }),
    refusesAll(`nn.${up}/an input of ${rank + 3} axes`, `nn.${up}(3, 8, 3)(${zeros([1, 1, 3, ...size(4)])})`, (t) =>
      make(t, up, 3, 8, 3).forward(t.zeros([1, 1, 3, ...size(4)])),
    ),
    refuses(
      `nn.${conv}/an input of other channels`,
      `nn.${conv}(3, 8, 3)(${zeros([2, 4, ...size(5)])})`,
      [2, 4, ...size(5)],
      (t, shape) => make(t, conv, 3, 8, 3).forward(t.zeros(shape)),
    ),
    refuses(
      `nn.${up}/an input of other channels`,
      `nn.${up}(3, 8, 3)(${zeros([2, 4, ...size(5)])})`,
      [2, 4, ...size(5)],
      (t, shape) => make(t, up, 3, 8, 3).forward(t.zeros(shape)),
    ),
    refuses(
      `nn.${up}/an output size out of reach`,
      `nn.${up}(1, 1, 3, stride=2)(${zeros([1, 1, ...size(4)])}, output_size=[${size(11)}])`,
      size(11),
      (t, outputSize) => make(t, up, 1, 1, 3, { stride: 2 }).forward(t.zeros([1, 1, ...size(4)]), { outputSize }),
    ),
    refuses(
      `nn.${up}/an output size that is too small, unbatched`,
      `nn.${up}(1, 1, 3, stride=2)(${zeros([1, ...size(4)])}, output_size=[1, ${[...size(9).slice(1), 8]}])`,
      [1, ...size(9).slice(1), 8],
      (t, outputSize) => make(t, up, 1, 1, 3, { stride: 2 }).forward(t.zeros([1, ...size(4)]), { outputSize }),
    ),
    refusesAll(
      `nn.${up}/an output size of too many numbers`,
      `nn.${up}(1, 1, 3, stride=2)(${zeros([1, 1, ...size(4)])}, output_size=[1, 1, 1, ${size(9)}])`,
      (t) =>
        make(t, up, 1, 1, 3, { stride: 2 }).forward(t.zeros([1, 1, ...size(4)]), { outputSize: [1, 1, 1, ...size(9)] }),
    ),
  ];
});

const pairs: readonly Refusal[] = [
  refusesAll("nn.Conv2d/groups before a padding word", "nn.Conv2d(1, 1, 3, groups=-1, padding='full')", (t) =>
    make(t, "Conv2d", 1, 1, 3, { groups: -1, padding: "full" }),
  ),
  refusesAll("nn.Conv2d/both channels", "nn.Conv2d(3, 5, 3, groups=2)", (t) =>
    make(t, "Conv2d", 3, 5, 3, { groups: 2 }),
  ),
  refusesAll("nn.Conv2d/channels before a padding word", "nn.Conv2d(3, 4, 3, groups=2, padding='full')", (t) =>
    make(t, "Conv2d", 3, 4, 3, { groups: 2, padding: "full" }),
  ),
  refusesAll("nn.Conv2d/outputs before a padding mode", "nn.Conv2d(4, 3, 3, groups=2, padding_mode='mirror')", (t) =>
    make(t, "Conv2d", 4, 3, 3, { groups: 2, paddingMode: "mirror" }),
  ),
  refusesAll("nn.Conv2d/outputs before strides", "nn.Conv2d(4, 3, 3, groups=2, padding='same', stride=2)", (t) =>
    make(t, "Conv2d", 4, 3, 3, { groups: 2, padding: "same", stride: 2 }),
  ),
  refusesAll(
    "nn.Conv2d/a padding word before strides",
    "nn.Conv2d(1, 1, 3, padding='full', stride=2)",
    (t) => make(t, "Conv2d", 1, 1, 3, { padding: "full", stride: 2 }),
    "Invalid padding string 'full', should be one of {",
  ),
  refusesAll(
    "nn.Conv2d/a padding word before a padding mode",
    "nn.Conv2d(1, 1, 3, padding='full', padding_mode='mirror')",
    (t) => make(t, "Conv2d", 1, 1, 3, { padding: "full", paddingMode: "mirror" }),
    "Invalid padding string 'full', should be one of {",
  ),
  refusesAll(
    "nn.Conv2d/strides before a padding mode",
    "nn.Conv2d(1, 1, 3, padding='same', stride=2, padding_mode='mirror')",
    (t) => make(t, "Conv2d", 1, 1, 3, { padding: "same", stride: 2, paddingMode: "mirror" }),
  ),
  refusesAll(
    "nn.ConvTranspose2d/a padding mode before channels",
    "nn.ConvTranspose2d(3, 4, 3, groups=2, padding_mode='reflect')",
    (t) => make(t, "ConvTranspose2d", 3, 4, 3, { groups: 2, paddingMode: "reflect" }),
  ),
  refusesAll(
    "nn.ConvTranspose2d/an input's axes before an output size",
    "nn.ConvTranspose2d(1, 1, 3)(torch.zeros(5), output_size=[9, 9])",
    (t) => make(t, "ConvTranspose2d", 1, 1, 3).forward(t.zeros([5]), { outputSize: [9, 9] }),
    "Expected 3D (unbatched) or 4D (batched) input to conv_transpose2d, but got input of size: [5]",
  ),
  refusesAll(
    "nn.ConvTranspose2d/an output size before channels",
    "nn.ConvTranspose2d(2, 1, 3)(torch.zeros(1, 3, 4, 4), output_size=[9, 9])",
    (t) => make(t, "ConvTranspose2d", 2, 1, 3).forward(t.zeros([1, 3, 4, 4]), { outputSize: [9, 9] }),
  ),
  refusesAll(
    "nn.Conv2d/a reflection before other channels",
    "nn.Conv2d(3, 1, 3, padding=4, padding_mode='reflect')(torch.zeros(1, 2, 3, 3))",
    (t) => make(t, "Conv2d", 3, 1, 3, { padding: 4, paddingMode: "reflect" }).forward(t.zeros([1, 2, 3, 3])),
    "Padding size should be less than the corresponding input dimension, but got: padding (4, 4) at dimension 3",
  ),
  refusesAll(
    "nn.Conv2d/wrapping before other channels",
    "nn.Conv2d(3, 1, 3, padding=4, padding_mode='circular')(torch.zeros(1, 2, 3, 3))",
    (t) => make(t, "Conv2d", 3, 1, 3, { padding: 4, paddingMode: "circular" }).forward(t.zeros([1, 2, 3, 3])),
  ),
  refuses(
    "nn.Conv2d/a negative stride at its call",
    "nn.Conv2d(1, 1, 3, stride=-1)(torch.zeros(1, 1, 5, 5))",
    -1,
    (t, stride) => make(t, "Conv2d", 1, 1, 3, { stride }).forward(t.zeros([1, 1, 5, 5])),
  ),
  refusesAll("nn.Conv2d/an input of another dtype", "nn.Conv2d(1, 1, 3)(torch.zeros(1, 1, 5, 5).double())", (t) =>
    make(t, "Conv2d", 1, 1, 3).forward(t.zeros([1, 1, 5, 5], { dtype: "float64" })),
  ),
  refusesAll("nn.Conv2d/negative channels", "nn.Conv2d(-1, 2, 3)", (t) => make(t, "Conv2d", -1, 2, 3)),
];

export const moduleErrorRows: readonly Refusal[] = [...others, ...everyRank, ...pairs];
