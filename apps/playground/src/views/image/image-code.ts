// The picture as code, here and in PyTorch: a depthwise convolution, the same kernel on every channel.
import { typedNumber } from "@toeplitz/figures";
import type { Code, Programs } from "../../components/code-note.tsx";
import type { ImageState } from "../../state/image.ts";
import { sideOf } from "./image-kernels.ts";

type Filter = Pick<ImageState, "kernel" | "border">;

/** The lines that matter. */
export function imageLinesOf(filter: Filter): Code {
  return languagesOf(filter).map(({ language, kernel, sum }) => [language, `${kernel}\n${sum}`]);
}

/** Programs that print what becomes of a photograph; random numbers, the same in both languages, stand in for a person's own. */
export function imageProgramsOf(filter: Filter): Programs {
  return languagesOf(filter).map(({ language, opening, kernel, sum, closing }) => [
    language,
    () => `${[...opening, kernel, `${closing.result} = ${sum}${closing.end}`, closing.print].join("\n")}\n`,
  ]);
}

function languagesOf({ kernel, border }: Filter) {
  const side = sideOf(kernel);
  const reach = (side - 1) / 2;
  const rows = Array.from({ length: side }, (_, row) => kernel.slice(row * side, (row + 1) * side).map(typedNumber));
  const numbers = `[${rows.map((row) => `[${row.join(", ")}]`).join(", ")}]`;
  const sides = [reach, reach, reach, reach].join(", ");
  const mode = border === "zeros" ? "constant" : border;
  return [
    {
      language: "TypeScript",
      opening: [
        'import { conv2d, manualSeed, pad, rand, tensor } from "toeplitz";',
        "",
        "manualSeed(0);",
        "// Your photograph: red, green and blue from 0 to 1, [1, 3, height, width]",
        "const x = rand([1, 3, 48, 64]);",
      ],
      // Whole numbers would be int64, which nothing convolves with
      kernel: `const k = tensor(${numbers}, { dtype: "float32" });`,
      sum: `conv2d(pad(x, [${sides}], { mode: "${mode}" }), k.expand([3, 1, ${side}, ${side}]), { groups: 3 })`,
      closing: { result: "const y", end: ";", print: "console.log(y);" },
    },
    {
      language: "PyTorch",
      opening: [
        "import torch",
        "import torch.nn.functional as F",
        "",
        "torch.manual_seed(0)",
        "# Your photograph: red, green and blue from 0 to 1, [1, 3, height, width]",
        "x = torch.rand(1, 3, 48, 64)",
      ],
      kernel: `k = torch.tensor(${numbers}, dtype=torch.float32)`,
      sum: `F.conv2d(F.pad(x, (${sides}), mode="${mode}"), k.expand(3, 1, ${side}, ${side}), groups=3)`,
      closing: { result: "y", end: "", print: "print(y)" },
    },
  ] as const;
}
