// The programs of a step between sizes go where the table says: TypeScript is run, Python says the same.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stepBack, stepsBetween } from "@toeplitz/figures";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import { firstShapes } from "../src/state/shapes.ts";
import { stepCode, stepPrograms, stepTorchCode } from "../src/views/shapes/step-text.ts";
import { StepsPanel } from "../src/views/shapes/steps-panel.tsx";

const folder = fileURLToPath(new URL("../node_modules/.code/", import.meta.url));
mkdirSync(folder, { recursive: true });
afterEach(() => vi.restoreAllMocks());

const most = { kernel: 4, stride: 3, dilation: 2 };
const steps = [
  ...stepsBetween(28, 14, false, most).slice(0, 4),
  ...stepsBetween(14, 28, true, most).slice(0, 3),
  // Output padding that dilation alone allows: no convolution leads back
  { transposed: true, kernel: 2, stride: 1, padding: 0, dilation: 2, outputPadding: 1 },
];

it.each(steps.map((step, i) => [stepCode(step), step, i] as const))("%s", async (_, step, i) => {
  const size = step.transposed ? 14 : 28;
  const back = stepBack(size, step);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const [[, typescript], [, python]] = stepPrograms(step, back, size) as [
    [string, () => string],
    [string, () => string],
  ];
  writeFileSync(`${folder}step-${i}.ts`, typescript());
  await import(`${folder}step-${i}.ts`);
  const there = step.dilation === 2 && step.stride === 1 ? 17 : 42 - size;
  const shapes = [[1, 1, there, there], ...(back === null ? [] : [[1, 1, size, size]])];
  expect(log.mock.calls.map(([shape]) => shape)).toEqual(shapes);
  expect(python()).toContain(`there = ${stepTorchCode(step)}\n`);
  if (back !== null) expect(python()).toContain(`back = ${stepTorchCode(back, true)}\n`);
  else expect(python()).not.toContain("back");
});

it("shows the way back in both languages, and has copies of the step beside those of the stack", () => {
  const markup = renderToStaticMarkup(createElement(StepsPanel, { shapes: firstShapes, onShapes: () => {} }));
  const chosen = markup.slice(markup.indexOf("The chosen step"));
  for (const text of ["nn.ConvTranspose2d(outChannels, inChannels", "nn.ConvTranspose2d(out_channels, in_channels"])
    expect(chosen).toContain(text);
  for (const language of ["TypeScript", "PyTorch"]) expect(chosen).toContain(`Copy ${language} of the step`);
});
