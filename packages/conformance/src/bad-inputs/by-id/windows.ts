// The catalogue's rows of windows, borders and kernel matrices, by id: sections E and F.
import type { Api } from "../../rows/index.ts";
import type { BadInput } from "../bad-input.ts";
import { catalogued, defined, refused, untyped as wrong } from "../bad-input.ts";

const image = [1, 2, 5, 5];

const unfold = (id: string, says: string, shape: readonly number[], kernelSize: unknown, options: object = {}) => {
  const line = `unfold(zeros([${shape.join(", ")}]), ${JSON.stringify(kernelSize)}, ${JSON.stringify(options)})`;
  return catalogued(
    id,
    refused(line, says, (t) => wrong(t).unfold(t.zeros(shape), kernelSize, options)),
  );
};
const fold = (id: string, says: string, shape: readonly number[], size: unknown, kernelSize: unknown) => {
  const line = `fold(ones([${shape.join(", ")}]), ${JSON.stringify(size)}, ${JSON.stringify(kernelSize)})`;
  return catalogued(
    id,
    refused(line, says, (t) => wrong(t).fold(t.ones(shape), size, kernelSize)),
  );
};
const pad = (id: string, says: string, shape: readonly number[], amounts: readonly number[], mode = "constant") => {
  const line = `pad(ones([${shape.join(", ")}]), [${amounts.join(", ")}], { mode: "${mode}" })`;
  return catalogued(
    id,
    refused(line, says, (t) => wrong(t).pad(t.ones(shape), amounts, { mode })),
  );
};
const sliding =
  "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input";

const windows: readonly BadInput[] = [
  ...unfold("E1", "kernel size should be greater than zero, but got kernel_height: 0 kernel_width: 3", image, [0, 3]),
  ...unfold("E1", "kernel size should be greater than zero, but got kernel_height: -1 kernel_width: -1", image, -1),
  ...unfold("E2", "stride should be greater than zero", image, 3, { stride: 0 }),
  ...unfold("E2", "dilation should be greater than zero", image, 3, { dilation: 0 }),
  ...unfold("E2", "padding should be non-negative", image, 3, { padding: -1 }),
  ...unfold("E3", "but got: [1, 1, 2, 5, 5]", [1, 1, 2, 5, 5], 3),
  ...unfold("E3", "but got: [5, 5]", [5, 5], 3),
  ...unfold(
    "E5",
    "padding must lie between -4294967296 and 4294967296, got 1250999896764",
    image,
    [1879048192, 1879048192],
    { padding: 1250999896764 },
  ),
  ...unfold("E5", "kernelSize must lie between -4294967296 and 4294967296", image, 2 ** 62),
  ...fold(
    "E6",
    "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=7 and kernel_size=(2, 2)",
    [1, 7, 9],
    [4, 4],
    2,
  ),
  ...fold(
    "E7",
    "expected size of input's dimension 2 to match the calculated number of sliding blocks 3 * 3 = 9, but got input.size(2)=8",
    [1, 8, 8],
    [4, 4],
    2,
  ),
  ...fold("E8", "Given output_size=(0, 0)", [1, 4, 9], 0, 2),
  ...fold("E8", "Given output_size=(-1, 4)", [1, 4, 9], [-1, 4], 2),
  ...fold("E8", "It is expected output_size equals to 2, but got size 3", [1, 4, 9], [4, 4, 4], 2),
  ...fold(
    "E9",
    "kernelSize[0] must lie between -4294967296 and 4294967296, got 1099511627776",
    [1, 4, 9],
    [4, 4],
    [2 ** 40, 2 ** 40],
  ),
  ...unfold("E10", "at most 4294967296 elements", [1, 64, 1024, 1024], 31),
  ...catalogued(
    "E11",
    defined("unfold(no images).shape", [0, 18, 9], (t) => t.unfold(t.zeros([0, 2, 5, 5]), 3).shape),
    defined("fold(no images).shape", [0, 2, 5, 5], (t) => t.fold(t.zeros([0, 18, 9]), 5, 3).shape),
  ),
  ...unfold("E12", sliding, [1, 0, 5, 5], 3),
  ...unfold("E12", sliding, [1, 2, 0, 5], 3),
  ...pad("E13", "Padding length must be divisible by 2", [2, 3], [1]),
  ...pad("E13", "Padding length", [2, 3], [1, 1, 1, 1, 1, 1]),
  ...pad("E14", "Padding size should be less than the corresponding input dimension", [1, 2, 3], [3, 0], "reflect"),
  ...pad("E15", "Padding value causes wrapping around more than once", [1, 2, 3], [4, 0], "circular"),
  ...catalogued(
    "E15",
    refused("pad(x, [1, 1], { mode: object that has no text })", "Unrecognised padding mode", (t) =>
      wrong(t).pad(t.ones([1, 2, 3]), [1, 1], { mode: Object.create(null) }),
    ),
    refused('pad(x, [1, 1], { mode: "\\u202e\\n" })', "Unrecognised padding mode \\u202e\\u000a", (t) =>
      wrong(t).pad(t.ones([1, 2, 3]), [1, 1], { mode: "\u202e\n" }),
    ),
  ),
];

const matrix = (id: string, line: string, says: string, run: (t: Api) => unknown) =>
  catalogued(id, refused(line, says, run));
const weight = [2, 2, 3, 3];

const matrices: readonly BadInput[] = [
  ...matrix(
    "F1",
    "kernelMatrix(ones([64, 3, 3, 3]), [224, 224]).dense()",
    "a dense matrix of 3154176 x 150528 would take 1899167219712 bytes, and the limit is 268435456",
    (t) => t.kernelMatrix(t.ones([64, 3, 3, 3]), [224, 224]).dense(),
  ),
  ...matrix("F1", "kernelMatrix(ones([1, 1, 3, 3]), [300, 300]).symbols()", "have at most 1048576 cells", (t) =>
    t.kernelMatrix(t.ones([1, 1, 3, 3]), [300, 300]).symbols(),
  ),
  ...(["csr", "dense", "matmul", "entries"] as const).flatMap((name) =>
    matrix(
      "F2",
      `kernelMatrix(ones([64, 64, 3, 3]), [1024, 1024]).${name}()`,
      name === "dense"
        ? "would take 17944098484781056 bytes"
        : "leave at most 134217728 entries to list, got 38503858176",
      (t) => {
        const k = t.kernelMatrix(t.ones([64, 64, 3, 3]), [1024, 1024]);
        if (name === "entries") return [...k.entries()];
        return name === "matmul" ? k.matmul(t.ones([1]).expand([2 ** 26])) : k[name]();
      },
    ),
  ),
  ...matrix(
    "F2",
    "kernelMatrix(ones([1, 1, 1]), [2 ** 28])",
    "inputShape must lead to at most 16777216 positions along each axis",
    (t) => t.kernelMatrix(t.ones([1, 1, 1]), [2 ** 28]),
  ),
  ...matrix("F3", "kernelMatrix(weight)", "inputShape must have 2 sizes, or 3 with the channels, got undefined", (t) =>
    wrong(t).kernelMatrix(t.ones(weight)),
  ),
  ...matrix("F3", "kernelMatrix(weight, [5])", "inputShape must have 2 sizes, or 3 with the channels, got [5]", (t) =>
    t.kernelMatrix(t.ones(weight), [5]),
  ),
  ...matrix("F3", "kernelMatrix(weight, [1, 2, 5, 5])", "inputShape must have 2 sizes, or 3 with the channels", (t) =>
    t.kernelMatrix(t.ones(weight), [1, 2, 5, 5]),
  ),
  ...[1.5, "5", -1, null, Number.NaN].flatMap((size) =>
    matrix(
      "F4",
      `kernelMatrix(weight, [5, ${typeof size === "string" ? `"${size}"` : size}])`,
      "inputShape[1] must be a size",
      (t) => wrong(t).kernelMatrix(t.ones(weight), [5, size]),
    ),
  ),
  ...matrix("F5", "kernelMatrix(weight, [5, 5], { stride: 0 })", "non-positive stride is not supported", (t) =>
    t.kernelMatrix(t.ones(weight), [5, 5], { stride: 0 }),
  ),
  ...matrix("F5", "kernelMatrix(weight, [5, 5], { padding: -1 })", "negative padding is not supported", (t) =>
    t.kernelMatrix(t.ones(weight), [5, 5], { padding: -1 }),
  ),
  ...matrix(
    "F5",
    "kernelMatrix(weight, [5, 5], { groups: 3 })",
    "expected weight to be at least 3 at dimension 0",
    (t) => t.kernelMatrix(t.ones(weight), [5, 5], { groups: 3 }),
  ),
  ...catalogued(
    "F6",
    defined("kernelMatrix(weight, [4, 4], { padding: 1, paddingMode: 'reflect' }) is the convolution", true, (t) => {
      const [x, w] = [t.arange(16).to("float32"), t.arange(9).to("float32").reshape([1, 1, 3, 3])];
      const padded = t.pad(x.reshape([1, 1, 4, 4]), [1, 1, 1, 1], { mode: "reflect" });
      const k = t.kernelMatrix(w, [4, 4], { padding: 1, paddingMode: "reflect" });
      return t.equal(k.matmul(x), t.conv2d(padded, w).flatten());
    }),
  ),
  ...matrix(
    "F8",
    "kernelMatrix(ones([1, 1, 1, 1]), [217, 217]).dense({ maxBytes: 1e12 })",
    "have fewer than 2147483648 cells",
    (t) => t.kernelMatrix(t.ones([1, 1, 1, 1]), [217, 217]).dense({ maxBytes: 1e12 }),
  ),
  ...catalogued(
    "F10",
    defined("kernelMatrix(weight with NaN and 0).csr().values", ["NaN", "0", "NaN", "0"], (t) =>
      [
        ...t
          .kernelMatrix(t.tensor([Number.NaN, 0]).reshape([1, 1, 1, 2]), [1, 3])
          .csr()
          .values.toTypedArray(),
      ].map(String),
    ),
  ),
  ...catalogued(
    "F12",
    defined(
      "kernelMatrix(float64).csr().values.dtype",
      "float64",
      (t) => t.kernelMatrix(t.ones([1, 1, 1, 1], { dtype: "float64" }), [2, 2]).csr().values.dtype,
    ),
    refused("kernelMatrix(float64).matmul(float32)", "x must have the weight's dtype float64", (t) =>
      t.kernelMatrix(t.ones([1, 1, 1, 1], { dtype: "float64" }), [2, 2]).matmul(t.ones([4])),
    ),
  ),
];

/** Every row. */
export const windowsById: readonly BadInput[] = [...windows, ...matrices];
