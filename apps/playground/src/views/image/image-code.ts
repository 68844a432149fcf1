// The picture as lines of code, here and in PyTorch: a depthwise convolution, the same kernel on every channel.
import { typedNumber } from "@toeplitz/figures";
import type { Code } from "../../components/code-note.tsx";
import type { ImageState } from "../../state/image.ts";
import { sideOf } from "./image-kernels.ts";

export function imageCodeOf({ kernel, border }: ImageState): Code {
  const side = sideOf(kernel);
  const reach = (side - 1) / 2;
  const rows = Array.from({ length: side }, (_, row) => kernel.slice(row * side, (row + 1) * side).map(typedNumber));
  const numbers = `[${rows.map((row) => `[${row.join(", ")}]`).join(", ")}]`;
  const sides = [reach, reach, reach, reach].join(", ");
  const mode = border === "zeros" ? "constant" : border;
  return [
    [
      "TypeScript",
      `const k = tensor(${numbers});\nconv2d(pad(x, [${sides}], { mode: "${mode}" }), k.expand([3, 1, ${side}, ${side}]), { groups: 3 })`,
    ],
    [
      "PyTorch",
      `k = torch.tensor(${numbers})\nF.conv2d(F.pad(x, (${sides}), mode="${mode}"), k.expand(3, 1, ${side}, ${side}), groups=3)`,
    ],
  ];
}
