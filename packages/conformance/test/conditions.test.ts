// Every condition that PyTorch's convolutions, modules, paddings and blocks check has a refused row whose recorded text says so.
import { describe, expect, it } from "vitest";
import { groups } from "../src/rows/index.ts";
import { goldenOf } from "./golden-files.ts";

const conditions: Readonly<Record<string, readonly RegExp[]>> = {
  "conv1d conv2d conv3d": [
    /Expected \dD \(unbatched\) or \dD \(batched\) input to conv\dd, but got input of size: \[/,
    /^non-positive groups is not supported/,
    /^expected stride to be a single integer value or a list of \d values/,
    /^expected padding to be a single integer value or a list of \d values/,
    /^expected dilation to be a single integer value or a list of \d values/,
    /^negative padding is not supported/,
    /^non-positive stride is not supported/,
    /^dilation should be greater than zero/,
    /^Given groups=\d, expected weight to be at least \d at dimension 0/,
    /^Given groups=\d, expected weight to be divisible by \d at dimension 0, but got weight of size \[\[/,
    /^Given groups=\d, weight of size \[.*\], expected input\[.*\] to have \d channels/,
    /^Given weight of size \[.*\], expected bias to be 1-dimensional with \d elements/,
    /^Calculated padded input size per channel: .*Kernel size can't be greater than actual input size/,
    /^Only zero batch or zero channel inputs are supported/,
    /^padding='same' is not supported for strided convolutions/,
    /^Invalid padding string: '/,
  ],
  conv2d: [
    /^Input type \(float\) and bias type \(double\) should be the same/,
    /^weight should have at least three dimensions/,
    /^Expected 3-dimensional input for 3-dimensional weight\[/,
    /^expected scalar type Float but found Double/,
    /^"slow_conv2d_cpu" not implemented for 'Bool'/,
    /^kernel size should be greater than zero/,
    /^stride cannot broadcast to 2 dimensions/,
    /^dilation cannot broadcast to 2 dimensions/,
  ],
  "conv1d convTranspose1d": [/^Expected 4-dimensional input for 4-dimensional weight \[/],
  "convTranspose1d convTranspose2d convTranspose3d": [
    /input to conv_transpose\dd, but got input of size: \[/,
    /^non-positive groups is not supported/,
    /^negative padding is not supported/,
    /^negative output_padding is not supported/,
    /^non-positive stride is not supported/,
    /^Given transposed=1, weight of size \[.*\], expected input\[.*\] to have \d channels/,
    /^Given transposed=1, weight of size \[.*\], expected bias to be 1-dimensional/,
    /^dilation should be greater than zero, but got dilation_/,
    /^output padding must be smaller than either stride or dilation, but got output_padding_/,
    /Output size is too small/,
    /^expected output_padding to be a single integer value or a list/,
  ],
  convTranspose2d: [/^kernel size should be greater than zero, but got kernel_height: \d kernel_width: \d/],
  "nn.ConvTranspose1d nn.ConvTranspose2d nn.ConvTranspose3d": [
    /^requested an output size of \[.*\], but valid sizes range from \[.*\] to \[.*\] \(for an input of torch\.Size/,
    /^ConvTranspose\dD: for \dD input, output_size must have \d or \d elements \(got \d\)/,
    /^out_channels must be divisible by groups/,
    /^Only "zeros" padding mode is supported for ConvTranspose\dd/,
  ],
  "nn.Conv1d nn.Conv2d nn.Conv3d nn.ConvTranspose1d nn.ConvTranspose2d nn.ConvTranspose3d": [
    /^groups must be a positive integer/,
  ],
  "nn.Conv1d nn.Conv2d nn.Conv3d": [
    /^in_channels must be divisible by groups/,
    /^padding='same' is not supported for strided convolutions/,
    /^Invalid padding string '.*', should be one of \{/,
    /^padding_mode must be one of \{.*but got padding_mode='/,
  ],
  pad: [
    /^Padding length must be divisible by 2/,
    /^Padding length too large/,
    /^Padding mode "reflect" doesn't take in value argument/,
    /^Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now/,
    /^Unrecognised padding mode /,
    /^Argument #4: Padding size should be less than the corresponding input dimension/,
    /^Argument #6: Padding size should be less than the corresponding input dimension/,
    /^Argument #8: Padding size should be less than the corresponding input dimension/,
    /^Padding value causes wrapping around more than once/,
    /^Negative padding value is resulting in an empty dimension/,
    /^"reflection_pad\dd/,
    /^"replication_pad\dd_cpu" not implemented for 'Int'/,
  ],
  unfold: [
    /^Expected 3D or 4D \(batch mode\) tensor with possibly 0 batch size/,
    /^Given input with spatial size \(.*its components must be at least one\.$/,
    /^kernel size should be greater than zero/,
    /^stride should be greater than zero/,
    /^dilation should be greater than zero/,
    /^padding should be non-negative/,
    /^"im2col_out_cpu" not implemented for 'Long'/,
  ],
  fold: [
    /^Expected 2D or 3D \(batch mode\) tensor/,
    /^Expected size of input's dimension 1 to be divisible by the product of kernel_size/,
    /^Given output_size=\(.*expected size of input's dimension 2 to match the calculated number of sliding blocks/,
    /^"col2im_out_cpu" not implemented for 'Long'/,
  ],
  backward: [/Specify retain_graph=True/, /^grad can be implicitly created only for scalar outputs/],
};

const texts = Object.keys(groups).flatMap((group) =>
  Object.entries(goldenOf(group).rows).flatMap(([id, { error }]) =>
    error === undefined ? [] : [[id, error[1]] as const],
  ),
);

describe.each(Object.entries(conditions))("%s", (names, sentences) => {
  it.each(sentences.map((sentence) => [String(sentence), sentence] as const))("%s", (_, sentence) => {
    const without = names
      .split(" ")
      .filter((name) => !texts.some(([id, text]) => id.startsWith(`${name}/`) && sentence.test(text)));
    expect(without).toEqual([]);
  });
});
