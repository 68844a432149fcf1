// A step between sizes as a line of code, as a program with the way back, and as a link to the Arithmetic view.

import type { SizeStep, StackLayer } from "@toeplitz/figures";
import { limits } from "@toeplitz/widgets";
import type { Code, Programs } from "../../components/code-note.tsx";

/** Options that differ from their defaults, in PyTorch's order. */
function options({ stride, padding, dilation, outputPadding }: SizeStep): [name: string, value: number][] {
  const all: [string, number, number][] = [
    ["stride", stride, 1],
    ["padding", padding, 0],
    ["outputPadding", outputPadding, 0],
    ["dilation", dilation, 1],
  ];
  return all.filter(([, value, absent]) => value !== absent).map(([name, value]) => [name, value]);
}

/** `new nn.Conv2d(inChannels, outChannels, 3, { stride: 2, padding: 1 })`; the way back goes from outChannels to inChannels. */
export function stepCode(step: SizeStep, back = false): string {
  const given = options(step).map(([name, value]) => `${name}: ${value}`);
  const channels = back ? "outChannels, inChannels" : "inChannels, outChannels";
  const rest = given.length === 0 ? "" : `, { ${given.join(", ")} }`;
  return `new nn.Conv${step.transposed ? "Transpose" : ""}2d(${channels}, ${step.kernel}${rest})`;
}

/** `nn.Conv2d(in_channels, out_channels, 3, stride=2, padding=1)` */
export function stepTorchCode(step: SizeStep, back = false): string {
  const given = options(step).map(([name, value]) => `, ${name.replace("P", "_p")}=${value}`);
  const channels = back ? "out_channels, in_channels" : "in_channels, out_channels";
  return `nn.Conv${step.transposed ? "Transpose" : ""}2d(${channels}, ${step.kernel}${given.join("")})`;
}

/** Programs that go from a size to the next, and back where there is a way, and print the shapes. */
export function stepPrograms(step: SizeStep, back: SizeStep | null, size: number): Programs {
  const lines = (...all: readonly (string | false)[]) => `${all.filter((line) => line !== false).join("\n")}\n`;
  return [
    [
      "TypeScript",
      () =>
        lines(
          'import { nn, zeros } from "toeplitz";',
          "",
          "const [inChannels, outChannels] = [1, 1];",
          `const there = ${stepCode(step)};`,
          back !== null && `const back = ${stepCode(back, true)};`,
          `const y = there.forward(zeros([1, inChannels, ${size}, ${size}]));`,
          "console.log(y.shape);",
          back !== null && "console.log(back.forward(y).shape);",
        ),
    ],
    [
      "PyTorch",
      () =>
        lines(
          "import torch",
          "from torch import nn",
          "",
          "in_channels, out_channels = 1, 1",
          `there = ${stepTorchCode(step)}`,
          back !== null && `back = ${stepTorchCode(back, true)}`,
          `y = there(torch.zeros(1, in_channels, ${size}, ${size}))`,
          "print(list(y.shape))",
          back !== null && "print(list(back(y).shape))",
        ),
    ],
  ];
}

/** The stack as code, layer by layer. */
export function stackCode(layers: readonly StackLayer[]): Code {
  const steps = layers.map((layer) => ({ ...layer, transposed: false, outputPadding: 0 }));
  const joined = (lines: readonly string[]) => (lines.length === 0 ? "" : `\n  ${lines.join(",\n  ")},\n`);
  // One number of channels all along, so that the layers fit together.
  const own = (line: string) => line.replace(/inChannels, outChannels|in_channels, out_channels/, "channels, channels");
  return [
    ["TypeScript", `new nn.Sequential(${joined(steps.map((step) => own(stepCode(step))))})`],
    ["PyTorch", `nn.Sequential(${joined(steps.map((step) => own(stepTorchCode(step))))})`],
  ];
}

/** The step on numbers, or null where it is larger than that view. */
export function arithmeticLink(step: SizeStep, size: number): string | null {
  const { transposed, kernel, stride, padding, dilation, outputPadding } = step;
  const parts = { size, kernel, stride, padding, dilation, outputPadding };
  const fits = Object.entries(parts).every(([name, value]) => value <= limits(2)[name as keyof typeof parts][1]);
  if (!fits) return null;
  const query = new URLSearchParams({ v: "1", op: transposed ? "transposed2d" : "conv2d" });
  const spelled = { ...parts, output: outputPadding };
  for (const name of ["size", "kernel", "stride", "padding", "dilation", "output"] as const) {
    query.set(name, `${spelled[name]}x${spelled[name]}`);
  }
  query.set("channels", "1x1");
  return `#/arithmetic?${query}`;
}
