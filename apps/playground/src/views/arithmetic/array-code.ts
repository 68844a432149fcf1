// An array with all its numbers as code, in TypeScript and in Python.
import { type Numbers, typedNumber } from "@toeplitz/figures";

/** Longer lines are broken, at the ends of the array's own rows where those are short enough. */
const longest = 96;

/** `const x = tensor([1, 2], { shape: [1, 1, 2] });` */
export function arrayLine(name: string, numbers: Numbers, requiresGrad = false): string {
  const shape = `shape: [${numbers.shape.join(", ")}]`;
  return `const ${name} = tensor(${listed(numbers)}, { ${shape}${requiresGrad ? ", requiresGrad: true" : ""} });`;
}

/** `x = torch.tensor([1, 2], dtype=torch.float32).reshape(1, 1, 2)` */
export function torchArrayLine(name: string, numbers: Numbers, requiresGrad = false): string {
  const made = `torch.tensor(${listed(numbers)}, dtype=torch.float32).reshape(${numbers.shape.join(", ")})`;
  return `${name} = ${made}${requiresGrad ? ".requires_grad_()" : ""}`;
}

function listed({ shape, values }: Numbers): string {
  const texts = values.map(typedNumber);
  const whole = texts.join(", ");
  if (whole.length <= longest / 2) return `[${whole}]`;
  const row = shape.findLast((size) => size > 1) ?? 1;
  const lines: string[] = [];
  for (const [i, text] of texts.entries()) {
    const line = lines.at(-1);
    if (line === undefined || i % row === 0 || line.length + text.length + 2 > longest) lines.push(`  ${text},`);
    else lines[lines.length - 1] = `${line} ${text},`;
  }
  return `[\n${lines.join("\n")}\n]`;
}
