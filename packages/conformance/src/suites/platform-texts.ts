// Sentences of PyTorch's that depend on how it was built, or that say nothing of the call; ours must then contain another text.

interface PlatformText {
  readonly torch: RegExp;
  readonly ours: string;
  readonly why: string;
}

const platformTexts: readonly PlatformText[] = [
  {
    torch: /^non-positive dilation is not supported$/,
    ours: "dilation should be greater than zero, but got [",
    why: "oneDNN's check of float32 comes before that of the kernel, which float64 and builds without oneDNN meet",
  },
  {
    torch: /^Input type \(.+\) and weight type \(.+\) should be the same or input should be a MKLDNN tensor/,
    ours: "expected scalar type Float but found ",
    why: "oneDNN's check of float32, and it names a layout that is its own",
  },
  {
    torch: /^Dimension out of range \(expected to be in range of \[-2, 1\], but got 2\)$/,
    ours: "Expected 3D or 4D (batch mode) tensor",
    why: "unfold reads a size of images of two axes before it checks how many there are",
  },
];

/** What our sentence has to contain in place of PyTorch's; nothing where it is PyTorch's own. */
export const ownText = (sentence: string): string | undefined =>
  platformTexts.find(({ torch }) => torch.test(sentence))?.ours;
