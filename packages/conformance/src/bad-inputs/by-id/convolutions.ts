// The catalogue's rows of convolutions, both ways, by id: sections C and D.
import type { Api } from "../../rows/index.ts";
import type { BadInput } from "../bad-input.ts";
import { catalogued, defined, refused, untyped as wrong } from "../bad-input.ts";

type Options = Parameters<Api["conv2d"]>[2];

/** A call of conv2d on shapes. */
const conv = (id: string, says: string, input: readonly number[], weight: readonly number[], options: object = {}) => {
  const more = Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`;
  const line = `conv2d(ones([${input.join(", ")}]), ones([${weight.join(", ")}])${more})`;
  return catalogued(
    id,
    refused(line, says, (t) => t.conv2d(t.ones(input), t.ones(weight), options as Options)),
  );
};
/** The same, which has a result of this shape. */
const shaped = (
  id: string,
  shape: readonly number[],
  input: readonly number[],
  weight: readonly number[],
  options: object = {},
) =>
  catalogued(
    id,
    defined(
      `conv2d(ones([${input.join(", ")}]), ones([${weight.join(", ")}]), ${JSON.stringify(options)}).shape`,
      shape,
      (t) => t.conv2d(t.ones(input), t.ones(weight), options as Options).shape,
    ),
  );
const image = [1, 2, 5, 5];
const kernel = [2, 2, 3, 3];

const withBias = (shape: readonly number[]) =>
  catalogued(
    "C26",
    refused(
      `conv2d(x, weight, { bias: ones([${shape.join(", ")}]) })`,
      `Given weight of size [2, 2, 3, 3], expected bias to be 1-dimensional with 2 elements, but got bias of size [${shape.join(", ")}] instead`,
      (t) => t.conv2d(t.ones(image), t.ones(kernel), { bias: t.ones(shape) }),
    ),
  );

const forwards: readonly BadInput[] = [
  ...catalogued(
    "C1",
    refused("conv2d(null, weight)", "input must be a tensor, got null", (t) => wrong(t).conv2d(null, t.ones(kernel))),
    refused("conv2d([[[[1]]]], weight)", "input must be a tensor, got [[[[...]]]]", (t) =>
      wrong(t).conv2d([[[[1]]]], t.ones(kernel)),
    ),
  ),
  ...conv(
    "C2",
    "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [1, 10, 1, 28, 28]",
    [1, 10, 1, 28, 28],
    [6, 1, 5, 5],
  ),
  ...conv("C3", "weight should have at least three dimensions", [1, 1, 5, 5], [1, 1]),
  ...conv(
    "C4",
    "expected stride to be a single integer value or a list of 1 values to match the convolution dimensions",
    [1, 1, 5, 5],
    [1, 1, 3],
  ),
  ...catalogued(
    "C5",
    refused("conv2d(x, ones([]))", "weight should have at least three dimensions", (t) =>
      t.conv2d(t.ones(image), t.ones([])),
    ),
    refused("conv2d(x)", "weight must be a tensor, got undefined", (t) => wrong(t).conv2d(t.ones(image))),
  ),
  ...conv(
    "C6",
    "Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 4, 9, 9] to have 3 channels, but got 4 channels instead",
    [1, 4, 9, 9],
    [8, 3, 3, 3],
  ),
  ...conv("C7", "non-positive stride is not supported", image, kernel, { stride: 0 }),
  ...conv("C7", "non-positive stride is not supported", image, kernel, { stride: [1, 0] }),
  ...conv("C8", "non-positive stride is not supported", image, kernel, { stride: -1 }),
  ...conv("C8", "non-positive stride is not supported", image, kernel, { stride: -(2 ** 31) }),
  ...conv("C9", "stride must be a whole number or a list of 2 whole numbers, got 1.5", image, kernel, { stride: 1.5 }),
  ...conv("C9", 'stride must be a whole number or a list of 2 whole numbers, got "2"', image, kernel, { stride: "2" }),
  ...conv("C9", "stride must be a whole number or a list of 2 whole numbers, got true", image, kernel, {
    stride: true,
  }),
  ...conv("C9", "expected stride to be a single integer value or a list of 2 values", image, kernel, { stride: [] }),
  ...conv("C9", "expected stride to be a single integer value or a list of 2 values", image, kernel, {
    stride: [1, 2, 3],
  }),
  ...shaped("C10", [1, 2, 1, 1], image, kernel, { stride: 2 ** 31 }),
  ...shaped("C10", [1, 2, 1, 1], image, kernel, { stride: 2 ** 32 }),
  ...conv("C10", "stride must lie between -4294967296 and 4294967296", image, kernel, { stride: 2 ** 53 - 1 }),
  ...conv("C11", "negative padding is not supported", image, kernel, { padding: -1 }),
  ...conv("C11", "expected padding to be a single integer value or a list of 2 values", image, kernel, { padding: [] }),
  ...conv("C12", "padding must lie between -4294967296 and 4294967296", image, kernel, { padding: 2 ** 62 }),
  ...conv("C12", "padding must lie between -4294967296 and 4294967296", image, kernel, {
    padding: 2 ** 63,
  }),
  ...shaped("C13", [1, 2, 2, 2], image, kernel, { padding: 1e6, stride: 1.9e6 }),
  ...conv("C15", "padding='same' is not supported for strided convolutions", image, kernel, {
    padding: "same",
    stride: 2,
  }),
  ...conv("C15", "padding='same' is not supported for strided convolutions", image, kernel, {
    padding: "same",
    stride: [1, 3],
  }),
  ...shaped("C16", [1, 2, 5, 5], image, [2, 2, 2, 4], { padding: "same", dilation: [1, 2] }),
  ...conv("C18", "Kernel size can't be greater than actual input size", image, kernel, { dilation: 2 ** 31 }),
  ...conv(
    "C20",
    "kernel size should be greater than zero, but got kernel_height: 0 kernel_width: 3",
    image,
    [2, 2, 0, 3],
  ),
  ...conv("C21", "non-positive groups is not supported", image, kernel, { groups: 0 }),
  ...conv("C21", "non-positive groups is not supported", image, kernel, { groups: -1 }),
  ...conv("C22", "groups must be a whole number, got 1.5", image, kernel, { groups: 1.5 }),
  ...conv("C22", 'groups must be a whole number, got "2"', image, kernel, { groups: "2" }),
  ...conv(
    "C23",
    "Given groups=3, expected weight to be at least 3 at dimension 0, but got weight of size [2, 2, 2, 2] instead",
    image,
    [2, 2, 2, 2],
    { groups: 3 },
  ),
  ...conv(
    "C24",
    "Given groups=2, expected weight to be divisible by 2 at dimension 0, but got weight of size [[3, 1, 3, 3]] instead",
    image,
    [3, 1, 3, 3],
    { groups: 2 },
  ),
  ...conv("C25", "Given groups=4294967296, expected weight to be at least 4294967296", image, kernel, {
    groups: 2 ** 32,
  }),
  ...[[3], [1], [2, 1], []].flatMap(withBias),
  ...catalogued(
    "C27",
    refused(
      "conv2d(x, weight, { bias: float64 })",
      "Input type (float) and bias type (double) should be the same",
      (t) => t.conv2d(t.ones(image), t.ones(kernel), { bias: t.ones([2], { dtype: "float64" }) }),
    ),
    refused(
      "conv2d(int64, int64, { bias: float32 })",
      "Input type (long int) and bias type (float) should be the same",
      (t) => t.conv2d(t.ones(image, { dtype: "int64" }), t.ones(kernel, { dtype: "int64" }), { bias: t.ones([2]) }),
    ),
  ),
  ...catalogued(
    "C28",
    refused("conv2d(x, float64)", "expected scalar type Float but found Double", (t) =>
      t.conv2d(t.ones(image), t.ones(kernel, { dtype: "float64" })),
    ),
  ),
  ...catalogued(
    "C29",
    defined("conv2d(int64, int64)", [[[[18]]]], (t) =>
      t.conv2d(t.ones([1, 2, 3, 3], { dtype: "int64" }), t.ones([1, 2, 3, 3], { dtype: "int64" })),
    ),
  ),
  ...shaped("C30", [0, 2, 3, 3], [0, 2, 5, 5], kernel),
  ...catalogued(
    "C30",
    defined("gradient of the weight of no images", true, (t) => {
      const weight = t.ones(kernel, { requiresGrad: true });
      t.conv2d(t.zeros([0, 2, 5, 5]), weight)
        .sum()
        .backward();
      return weight.grad?.toTypedArray().every((x) => x === 0);
    }),
  ),
  ...catalogued(
    "C31",
    defined("conv2d(no channels, weight, { bias: [1, 2] })", true, (t) =>
      t
        .conv2d(t.zeros([1, 0, 3, 3]), t.zeros([2, 0, 3, 3]), { bias: t.tensor([1, 2]) })
        .toTypedArray()
        .every((x, i) => x === i + 1),
    ),
  ),
  ...conv(
    "C32",
    "Given groups=1, expected weight to be at least 1 at dimension 0, but got weight of size [0, 2, 3, 3] instead",
    image,
    [0, 2, 3, 3],
  ),
  ...conv("C33", "Kernel size can't be greater than actual input size", [1, 2, 0, 8], kernel),
  ...conv("C34", "[0, 0, 0, 0]", [0, 0, 0, 0], [0, 0, 0, 0]),
  ...conv("C39", "at most 4294967296 elements", [1, 1, 1, 1], [1, 1, 1, 1], { padding: 1e5 }),
  ...catalogued(
    "C38",
    defined("conv2d(strided, strided) is conv2d of their copies", true, (t) => {
      const x = t.linspace(-1, 1, 200).reshape([2, 5, 10, 2]).permute([0, 3, 2, 1]).index("...", "1::2", ":");
      const w = t.linspace(-2, 3, 36).reshape([3, 3, 2, 2]).permute([3, 2, 1, 0]);
      return t.equal(t.conv2d(x, w), t.conv2d(x.contiguous(), w.contiguous()));
    }),
  ),
  ...catalogued(
    "C37",
    defined("conv2d(the least float, 1)", [[[[2 ** -149]]]], (t) =>
      t.conv2d(t.full([1, 1, 1, 1], 2 ** -149), t.ones([1, 1, 1, 1])),
    ),
    defined("conv2d(the largest float, 2), its text", "Infinity", (t) =>
      String(t.conv2d(t.full([1, 1, 1, 1], 3.4028234663852886e38), t.full([1, 1, 1, 1], 2)).item()),
    ),
  ),
  ...catalogued(
    "C40",
    defined(
      "conv2d(one output of a 101 x 101 kernel)",
      [1, 1, 1, 1],
      (t) => t.conv2d(t.ones([1, 4, 101, 101]), t.ones([1, 4, 101, 101])).shape,
    ),
  ),
  ...catalogued(
    "C41",
    refused(
      "copy_ into an overlapping view",
      "more than one element of the written-to tensor refers to a single memory location",
      (t) =>
        t
          .ones([3])
          .expand([3, 3])
          .copy_(t.ones([3, 3])),
    ),
  ),
  ...catalogued(
    "C48",
    refused("backward(gradient of another shape) of conv2d", "Mismatch in shape", (t) =>
      t.conv2d(t.ones(image, { requiresGrad: true }), t.ones(kernel)).backward(t.ones([1, 2, 4, 4])),
    ),
  ),
  ...catalogued(
    "C50",
    defined("64, 320, then 64 channels again", true, (t) => {
      const call = (channels: number) =>
        t
          .conv2d(t.ones([1, channels, 6, 6]), t.full([3, channels, 3, 3], 0.25))
          .toTypedArray()
          .join();
      const [first, between, last] = [call(64), call(320), call(64)];
      return first === last && first !== between;
    }),
  ),
];

/** A call of convTranspose2d on shapes. */
const wide = (id: string, says: string, input: readonly number[], weight: readonly number[], options: object = {}) => {
  const more = Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`;
  const line = `convTranspose2d(ones([${input.join(", ")}]), ones([${weight.join(", ")}])${more})`;
  return catalogued(
    id,
    refused(line, says, (t) => t.convTranspose2d(t.ones(input), t.ones(weight), options as never)),
  );
};

const backwards: readonly BadInput[] = [
  ...wide(
    "D1",
    "Given transposed=1, weight of size [1, 1, 21, 21], expected input[1, 2, 24, 5] to have 1 channels, but got 2 channels instead",
    [1, 2, 24, 5],
    [1, 1, 21, 21],
  ),
  ...wide("D2", "output padding must be smaller than either stride or dilation", image, kernel, { outputPadding: 4 }),
  ...wide("D3", "negative output_padding is not supported", image, kernel, { outputPadding: -1 }),
  ...wide("D3", "outputPadding must", image, kernel, { outputPadding: 0.5 }),
  ...wide("D4", "Calculated output size", image, kernel, { padding: 9 }),
  ...[15, 17, 21].flatMap((size) =>
    catalogued(
      "D5",
      refused(
        `new nn.ConvTranspose2d(1, 1, 3, { stride: 3 }).forward(x, { outputSize: [${size}, ${size}] })`,
        `requested an output size of [${size}, ${size}], but valid sizes range from [18, 18] to [20, 20] (for an input of torch.Size([6, 6]))`,
        (t) =>
          new t.nn.ConvTranspose2d(1, 1, 3, { stride: 3, generator: new t.Generator() }).forward(t.ones([1, 1, 6, 6]), {
            outputSize: [size, size],
          }),
      ),
    ),
  ),
  ...catalogued(
    "D6",
    refused(
      "new nn.ConvTranspose2d(1, 1, 3).forward(x, { outputSize: [8, 8, 8] })",
      "output_size must have 2 or 4 elements (got 3)",
      (t) =>
        new t.nn.ConvTranspose2d(1, 1, 3, { generator: new t.Generator() }).forward(t.ones([1, 1, 6, 6]), {
          outputSize: [8, 8, 8],
        }),
    ),
  ),
  ...catalogued(
    "D8",
    refused(
      "convTranspose2d(x, weight, { groups: 2, bias: ones([1]) })",
      "expected bias to be 1-dimensional with 2 elements",
      (t) => t.convTranspose2d(t.ones(image), t.ones([2, 1, 3, 3]), { groups: 2, bias: t.ones([1]) }),
    ),
  ),
  ...wide("D9", 'padding must be a whole number or a list of 2 whole numbers, got "same"', image, kernel, {
    padding: "same",
  }),
  ...catalogued(
    "D12",
    defined("convTranspose2d(8 channels to 1, with a bias)", true, (t) =>
      t
        .convTranspose2d(t.ones([1, 8, 4, 4]), t.ones([8, 1, 1, 1]), { bias: t.tensor([0.5]) })
        .toTypedArray()
        .every((x) => x === 8.5),
    ),
  ),
  ...wide("D14", "at most 4294967296 elements", [1, 1, 64, 64], [1, 1, 3, 3], { stride: 2 ** 20 }),
  ...catalogued(
    "D14",
    defined(
      "convTranspose1d(one element, { stride: 2 ** 31 - 1 }).shape",
      [1, 2, 1],
      (t) => t.convTranspose1d(t.ones([1, 3, 1]), t.ones([3, 2, 1]), { stride: 2 ** 31 - 1, dilation: 3 }).shape,
    ),
    defined("convTranspose1d(one element, { stride: 2 ** 32 })", [[[6, 6]]], (t) =>
      t.convTranspose1d(t.ones([1, 3, 1]), t.full([3, 1, 2], 2), { stride: 2 ** 32 }),
    ),
  ),
  ...wide(
    "D16",
    "Expected 3D (unbatched) or 4D (batched) input to conv_transpose2d, but got input of size: [1, 2, 1, 5, 5]",
    [1, 2, 1, 5, 5],
    kernel,
  ),
];

/** Every row. */
export const convolutionsById: readonly BadInput[] = [...forwards, ...backwards];
