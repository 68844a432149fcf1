// Rows of interpolation: every mode on every rank, by sizes and by factors, up and down.
import { layerRows } from "./layers.ts";
import { data, type Recipe, values } from "./recipe.ts";
import { type Api, type Row, row, rowsOn, type Tolerance } from "./row.ts";

type InterpolateOptions = NonNullable<Parameters<Api["interpolate"]>[1]>;

const rounding: Tolerance = {
  ulps: 4,
  absolute: 2 ** -17,
  why: "which products and sums are rounded once depends on the compiler",
};

const python = (options: InterpolateOptions) =>
  Object.entries(options)
    .map(([name, value]) => {
      const text = typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
      return `, ${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}=${text}`;
    })
    .join("");

const on = (x: Recipe, options: InterpolateOptions, tolerance?: Tolerance, noDerivative?: string): Row =>
  row({
    id: `interpolate/${JSON.stringify(options)} ${x.shape.join(" ")} ${x.dtype === "float32" ? x.fill : x.dtype}${x.layout === "contiguous" ? "" : ` ${x.layout}`}`,
    inputs: { x },
    torch: `F.interpolate(x${python(options)})`,
    run: (t, { x }) => t.interpolate(x, options),
    line: `interpolate(x, ${JSON.stringify(options)})`,
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(noDerivative === undefined ? {} : { noDerivative }),
  });

const line = data([1, 2, 5]);
const plane = data([1, 2, 4, 5]);
const volume = data([1, 1, 3, 2, 4]);

/** Dyadic weights: every sum is exact. */
const exact: readonly Row[] = [
  ...[line, plane, volume].flatMap((x) => [
    on(x, { scaleFactor: 2 }),
    on(x, { size: 3 }),
    on(x, { scaleFactor: 0.6, mode: "nearest-exact" }),
  ]),
  on(plane, { scaleFactor: 1.7 }),
  on(plane, { scaleFactor: 1.7, recomputeScaleFactor: true }),
  on(plane, { size: 7, mode: "nearest-exact" }),
  on(line, { scaleFactor: 2, mode: "linear" }),
  on(plane, { scaleFactor: 2, mode: "bilinear" }),
  on(plane, { scaleFactor: [2, 4], mode: "bilinear", alignCorners: false }),
  on(volume, { scaleFactor: 2, mode: "trilinear" }),
  on(data([1, 2, 3, 5]), { size: [5, 9], mode: "bilinear", alignCorners: true }),
  on(line, { size: 9, mode: "linear", alignCorners: true }),
  on(data([2, 2, 4, 6]), { size: [2, 3], mode: "bilinear" }),
  on(plane, { size: [1, 1], mode: "bilinear", alignCorners: true }),
  on(plane, { size: [4, 5], mode: "bilinear" }),
];

const cube = data([1, 2, 3, 3, 4]);
const onlyBackwards = "PyTorch copies sizes that stay, or double, only on the way back";

/** Sizes that stay, or double, under factors that say otherwise: PyTorch copies, in some modes and on some of its ways. */
const kept: readonly Row[] = [
  ...[line, plane, volume, cube].flatMap((x) => [
    // One channel has its own gradient, where the way forward copies, too.
    ...[1.1, 2.1].map((scaleFactor) => on(x, { scaleFactor }, undefined, x === volume ? undefined : onlyBackwards)),
    on(x, { scaleFactor: 1.1, mode: "nearest-exact" }),
  ]),
  on(data([2, 1, 4, 5]), { scaleFactor: 1.1 }),
  on(data([2, 1, 4, 5]), { scaleFactor: [1.1, 2.1] }),
  on(data([1, 2, 4, 5], { layout: "channels-last" }), { scaleFactor: [2.1, 1.1] }, undefined, onlyBackwards),
  on(line, { scaleFactor: 1.1, mode: "linear" }),
  on(plane, { scaleFactor: 1.1, mode: "bilinear" }),
  on(plane, { scaleFactor: [1.1, 2], mode: "bilinear" }),
  on(cube, { scaleFactor: [1.1, 2, 1.2], mode: "trilinear" }),
  on(values(["inf", 1, 2, "nan", -3, 4, "-inf", 5], { shape: [1, 2, 1, 4] }), { scaleFactor: 1.2, mode: "bilinear" }),
  ...[1.1, [1, 1.1]].map((scaleFactor) => on(plane, { scaleFactor, mode: "bicubic" }, rounding, onlyBackwards)),
  on(plane, { scaleFactor: [1.1, 2], mode: "bicubic" }, rounding),
];

const rounded: readonly Row[] = [
  ...([false, true] as const).flatMap((alignCorners) => [
    on(data([2, 3, 5], { fill: "random" }), { size: 8, mode: "linear", alignCorners }, rounding),
    on(data([1, 2, 4, 5], { fill: "random" }), { size: [7, 3], mode: "bilinear", alignCorners }, rounding),
    on(data([1, 1, 3, 2, 4], { fill: "random" }), { size: [4, 5, 3], mode: "trilinear", alignCorners }, rounding),
    on(data([1, 2, 4, 5], { fill: "random" }), { size: [7, 3], mode: "bicubic", alignCorners }, rounding),
  ]),
  on(plane, { scaleFactor: 1.7, mode: "bilinear" }, rounding),
  on(plane, { scaleFactor: 1.7, mode: "bilinear", recomputeScaleFactor: true }, rounding),
  on(plane, { scaleFactor: [2, 1.5], mode: "bicubic" }, rounding),
  on(data([1, 2, 4, 5], { dtype: "float64", fill: "random" }), { size: [7, 3], mode: "bilinear" }, rounding),
  on(data([1, 2, 4, 5], { dtype: "float64", fill: "random" }), { scaleFactor: 1.3, mode: "bicubic" }, rounding),
  on(line, { size: 3, mode: "area" }, rounding),
  on(plane, { scaleFactor: 0.5, mode: "area" }, rounding),
  on(volume, { size: [2, 2, 3], mode: "area" }, rounding),
];

const refusals: readonly Row[] = rowsOn({ x: data([1, 2, 3, 4]) }, [
  ...(
    [
      ["nothing", {}],
      ["both", { size: 2, scaleFactor: 2 }],
      ["two many sizes", { size: [2, 2, 2] }],
      ["too few factors", { scaleFactor: [2] }],
      ["corners of nearest", { size: 2, alignCorners: true }],
      ["a mode of lines", { size: 2, mode: "linear" }],
      ["a mode of volumes", { size: 2, mode: "trilinear" }],
      ["another mode", { size: 2, mode: "cubic" as never }],
      ["factors of sizes", { size: 2, recomputeScaleFactor: true }],
      ["size 0", { size: [0, 2] }],
      ["a small factor", { scaleFactor: 0.1, mode: "bilinear" }],
    ] as const satisfies readonly (readonly [string, InterpolateOptions])[]
  ).map(
    ([what, options]) =>
      [
        `interpolate/refuses ${what}`,
        `F.interpolate(x${python(options)})`,
        (t: Parameters<Row["run"]>[0], { x }: { x: Parameters<typeof t.interpolate>[0] }) => t.interpolate(x, options),
        { error: true },
      ] as const,
  ),
  ["interpolate/refuses no options", "F.interpolate(x)", (t, { x }) => t.interpolate(x), { error: true }],
  [
    "interpolate/refuses two axes",
    "F.interpolate(x[0, 0], size=())",
    (t, { x }) => t.interpolate(x.index(0, 0), { size: [] }),
    { error: true },
  ],
  [
    "interpolate/refuses a line of planes",
    "F.interpolate(x[0], size=2, mode='bilinear')",
    (t, { x }) => t.interpolate(x.index(0), { size: 2, mode: "bilinear" }),
    { error: true },
  ],
  [
    "interpolate/refuses a line of size 0",
    "F.interpolate(x[0], size=0)",
    (t, { x }) => t.interpolate(x.index(0), { size: 0 }),
    { error: true },
  ],
  [
    "interpolate/refuses no channels",
    "F.interpolate(x[:, :0], size=2)",
    (t, { x }) => t.interpolate(x.index(":", ":0"), { size: 2 }),
    { error: true },
  ],
  ["interpolate/empty batch", "F.interpolate(x[:0], size=2)", (t, { x }) => t.interpolate(x.index(":0"), { size: 2 })],
  [
    "interpolate/name",
    "F.interpolate(x, size=2, mode='bicubic').grad_fn.name()",
    (t, { x }) => t.interpolate(x, { size: 2, mode: "bicubic" }).gradFn!.name,
  ],
]);

const modules: readonly Row[] = [
  ...layerRows(plane, "nn.Upsample(scale_factor=2)", (t) => new t.nn.Upsample({ scaleFactor: 2 })),
  ...layerRows(plane, "nn.Upsample(size=(3, 7))", (t) => new t.nn.Upsample({ size: [3, 7] })),
  ...layerRows(
    plane,
    "nn.Upsample(scale_factor=(2., 4.), mode='bilinear')",
    (t) => new t.nn.Upsample({ scaleFactor: [2, 4], mode: "bilinear" }),
  ),
  ...layerRows(
    data([1, 2, 3, 5]),
    "nn.Upsample(size=9, mode='bilinear', align_corners=True)",
    (t) => new t.nn.Upsample({ size: 9, mode: "bilinear", alignCorners: true }),
  ),
];

export const interpolationRows: readonly Row[] = [...exact, ...kept, ...rounded, ...refusals, ...modules];
