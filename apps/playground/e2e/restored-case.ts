// A case that a page shows, number by number, against what the library says to it.
import type { Focus, Operand } from "@toeplitz/figures";
import {
  axesOf,
  axisNames,
  freshNumbers,
  inputShape,
  type Settings,
  upstreamSeed,
  weightShape,
} from "@toeplitz/widgets";
import type { Page } from "playwright";
import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  kernelMatrix,
  type Tensor,
  ToeplitzError,
  tensor,
} from "toeplitz";
import { expect } from "vitest";
import type { Link } from "../src/state/link.ts";
import { type Shown, textOf } from "./shown.ts";

const four = (value: number) => Number(value.toFixed(4)) + 0;
const flat = (t: Tensor) => (t.detach().flatten().toArray() as number[]).map(four);

/** What the library makes of a case: what stands in its arrays, its matrix, and how many products meet where; or why there is none. */
function worked({ settings, input, weight, bias, gradient, upstream }: Link & { readonly settings: Settings }) {
  const { rank, transposed, groups, paddingMode, padding } = settings;
  const axes = (name: "stride" | "dilation" | "outputPadding") => [...axesOf(rank, settings[name])];
  const options = {
    stride: axes("stride"),
    padding: typeof padding === "string" ? padding : [...axesOf(rank, padding)],
    dilation: axes("dilation"),
    groups,
    paddingMode,
    ...(transposed ? { outputPadding: axes("outputPadding") } : {}),
  };
  const x = tensor([...input!.values], { shape: inputShape(settings), dtype: "float32" });
  const w = tensor([...weight!.values], { shape: weightShape(settings), dtype: "float32" });
  const b = bias === null ? null : tensor([...bias.values], { shape: bias.shape, dtype: "float32" });
  const name = `conv${transposed ? "Transpose" : ""}${rank}d` as const;
  const functions = { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d };
  const convolve = functions[name] as (input: Tensor, weight: Tensor, given: object) => Tensor;
  try {
    if (gradient !== "off") for (const each of [gradient === "input" ? x : w, b]) each?.requiresGrad_(true);
    const y = convolve(x, w, { ...options, bias: b });
    if (y.shape[1] !== settings.channels[1]) return { refusal: "out_channels must be divisible by groups" };
    const numbers: Record<Operand, number[]> = {
      input: flat(x),
      weight: flat(w),
      output: flat(y),
      bias: b === null ? [] : flat(b),
    };
    const matrix = kernelMatrix(w.detach(), x.shape.slice(1), { ...options, transposed });
    const largest = Math.max(...[x, w, y].map((array) => array.numel()));
    if (gradient !== "off") {
      const g = upstream ?? freshNumbers(y.shape, upstreamSeed).values;
      y.backward(tensor([...g], { shape: y.shape, dtype: "float32" }));
      numbers.output = g.map(four);
      numbers[gradient] = flat((gradient === "input" ? x : w).grad!);
      if (b !== null) numbers.bias = flat(b.grad!);
    }
    return { numbers, matrix, largest, spatial: y.shape.slice(2) };
  } catch (error) {
    if (error instanceof ToeplitzError) return { refusal: error.message };
    throw error;
  }
}

type Worked = Extract<ReturnType<typeof worked>, { readonly numbers: unknown }>;

/** Expects a case as the Arithmetic and the Matrix view show it. */
export async function expectCase(page: Page, { fields, chosen }: Shown, link: Link): Promise<void> {
  const { settings, gradient, colouring, form, walk, view } = link;
  // An untouched step of the tour has its own settings, which the tour's tests look at.
  if (settings === null) return;
  const { rank, padding } = settings;
  const names = axisNames.slice(3 - rank);
  const expectAxes = (label: string, triple: readonly number[]) => {
    for (const [i, value] of axesOf(rank, triple as Settings["size"]).entries()) {
      expect(fields[rank === 1 ? label : `${label} ${names[i]}`], label).toBe(String(value));
    }
  };
  expectAxes("input size", settings.size);
  expectAxes("kernel", settings.kernel);
  expectAxes("stride", settings.stride);
  expectAxes("dilation", settings.dilation);
  if (typeof padding === "string") expect(chosen).toContain(padding);
  else expectAxes("padding", padding);
  if (settings.transposed) expectAxes("output padding", settings.outputPadding);
  expect([fields["channels in"], fields["channels out"]]).toEqual(settings.channels.map(String));
  expect([fields["batch N"], fields.groups]).toEqual([settings.batch, settings.groups].map(String));
  expect(fields["padding mode"]).toBe(settings.paddingMode);
  for (const choice of [
    settings.transposed ? "Transposed" : "Convolution",
    `${rank}-D`,
    { off: "off", input: "to input", weight: "to weight" }[gradient],
    `by ${colouring}`,
    settings.bias ? "+ b" : "none",
  ]) {
    expect(chosen).toContain(choice);
  }
  const result = worked({ ...link, settings });
  const problem = await textOf(page, ".problem");
  if (result.refusal !== undefined) return expect(problem).toContain(result.refusal.replaceAll("−", "-"));
  // The page draws no more than a person can look at, and says so.
  if (problem.includes("too large to be drawn")) {
    return expect(result.largest > 6000 || result.matrix.nnz > 5000).toBe(true);
  }
  expect(problem).toBe("");
  if (view === "matrix") {
    expect(chosen).toContain(form);
    if (await page.getByLabel("Step by step").count()) {
      expect(chosen).toContain(walk === "rows" ? "row by row" : "column by column");
    }
    const facts = (await page.getByLabel("Structure").allTextContents()).join();
    const [rows, columns] = result.matrix.shape;
    // The gradient of the input is made by the transpose.
    expect(facts).toContain(`shape${gradient === "input" ? `${columns} × ${rows}` : `${rows} × ${columns}`}`);
    expect(facts).toContain(`entries${result.matrix.nnz},`);
  } else {
    await expectArrays(page, result);
  }
  await expectFocus(page, link, result);
}

async function expectArrays(page: Page, { numbers, spatial }: Worked): Promise<void> {
  const cells = await page
    .locator("[data-side] [role=gridcell][data-index]")
    .evaluateAll((all) =>
      all.map((cell) => [
        cell.closest<HTMLElement>("[data-side]")!.dataset.side,
        (cell as HTMLElement | SVGElement).dataset.index,
        cell.ariaLabel ?? cell.getAttribute("aria-label"),
      ]),
    );
  for (const [side, expected] of Object.entries(numbers)) {
    const values = new Array<number>(expected.length).fill(Number.NaN);
    for (const [of, index, label] of cells) {
      if (of === side) values[Number(index)] = Number(/: (−?[\d.]+)/.exec(label ?? "")?.[1]?.replace("−", "-"));
    }
    expect(values, side).toEqual(expected);
  }
  const sizes = await page.getByLabel("Output size").locator("strong").allTextContents();
  expect([...new Set(sizes)]).toEqual([...new Set(spatial.map(String))]);
}

/** What is pinned, or else where the walk stands, with its number and its products. */
async function expectFocus(page: Page, link: Link, { numbers, matrix }: Worked): Promise<void> {
  const { view, walk, gradient, pin, step, speed, settings, weight } = link;
  const result = gradient === "off" ? "output" : gradient;
  const across = result === "output" ? "input" : "output";
  const walked = view === "matrix" && walk === "columns" && result !== "weight" ? across : result;
  const steps = numbers[walked].length;
  const [rows, columns] = matrix.shape;
  const there =
    pin !== null && (pin.on === "entry" ? pin.row < rows && pin.column < columns : pin.index < numbers[pin.on].length);
  // Where there is less than the link says, the walk stands at its end.
  const at = Math.max(0, Math.min(pin !== null && pin.on === walked ? pin.index : step, steps - 1));
  expect(await textOf(page, ".step-count")).toBe(`${Math.min(at + 1, steps)} of ${steps}`);
  expect(await page.locator(".player button").last().textContent()).toBe(`${speed}×`);
  if (!there && steps === 0) return;
  const focus: Focus = there ? pin : { on: walked, index: at };
  const said = await textOf(page, ".formula-subject");
  /** The weights of all products that meet in it, of one sample. */
  const met = [...matrix.entries()].flatMap(({ row, column, weights }) => {
    if (focus.on === "entry") return focus.row === row && focus.column === column ? weights : [];
    if (focus.on === "bias") return [];
    if (focus.on === "weight") return weights.filter((at) => at === focus.index);
    return focus.index % (focus.on === "output" ? rows : columns) === (focus.on === "output" ? row : column)
      ? weights
      : [];
  });
  if (focus.on === "entry") {
    expect(said).toContain(`K[${focus.row}, ${focus.column}] = `);
    const addends = said.includes("no tap") ? [] : said.split(" = ").at(-1)!.replaceAll(/[()]/g, "").split(" + ");
    return expect(addends.map(Number)).toEqual(met.map((at) => four(Math.fround(weight!.values[at]!))));
  }
  const field = page.locator(".formula-subject input");
  const value = (await field.count()) > 0 ? await field.inputValue() : /= (-?[\d.]+)/.exec(said)?.[1];
  expect(four(Number(value)), said).toBe(numbers[focus.on][focus.index]);
  if (focus.on === "bias") {
    const outputs = numbers.output.length / settings!.channels[1];
    return expect(said).toMatch(new RegExp(`\\b${outputs} (output|gradient)s?\\b`));
  }
  const products = met.length * (focus.on === "weight" ? settings!.batch : 1);
  expect(said).toMatch(new RegExp(`\\b${products} (product|sum)s?\\b`));
}
