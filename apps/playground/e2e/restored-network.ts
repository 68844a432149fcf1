// What the Network view shows of a network, against the same network run here.
import { readFileSync } from "node:fs";
import {
  FashionClassifier,
  fashionClasses,
  type LayersModel,
  loadLayersModel,
  SuperResolution,
  watchLayers,
} from "@toeplitz/networks";
import type { Page } from "playwright";
import { noGrad, softmax, type Tensor, tensor } from "toeplitz";
import { loadSafetensors } from "toeplitz/io";
import { expect } from "vitest";
import type { NetworkState } from "../src/state/network.ts";
import { garmentWeights } from "./network-page.ts";
import { passOver, type Shown } from "./shown.ts";

/** Expects the input of a network, the layer that is looked into, and what comes out. */
export async function expectNetwork(page: Page, shown: Shown, state: NetworkState): Promise<void> {
  if (state.network === "fashion") await expectClassifier(page, shown.chosen, state);
  else await expectEnlarger(page, shown, state);
}

let fashion: FashionClassifier | undefined;

async function classifier(): Promise<FashionClassifier> {
  if (fashion !== undefined) return fashion;
  fashion = new FashionClassifier();
  fashion.loadStateDict(await loadSafetensors(readFileSync(garmentWeights)));
  fashion.eval();
  return fashion;
}

async function expectClassifier(page: Page, chosen: readonly string[], state: NetworkState): Promise<void> {
  expect(chosen).toContain("Fashion-MNIST");
  const greys = await page
    .locator(".pad-ground canvas")
    .evaluate((canvas: HTMLCanvasElement) =>
      [...canvas.getContext("2d")!.getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0),
    );
  if (state.drawing === null) {
    expect(chosen.join()).toContain(`test picture ${state.picture},`.slice(0, state.picture < 60 ? undefined : 0));
    expect(await page.getByLabel("Input", { exact: true }).textContent()).toContain(`Test picture ${state.picture}: `);
  } else {
    expect(greys).toEqual(Array.from(state.drawing, (grey) => 17 * grey));
  }
  const input = tensor(
    greys.map((grey) => grey / 255),
    { shape: [1, 1, 28, 28], dtype: "float32" },
  );
  const { made, output } = everyLayer(await classifier(), input);
  const bars = (await page.locator(".class-bars svg").getAttribute("aria-label", { timeout: 2000 })) ?? "";
  for (const [i, share] of (softmax(output, 1).flatten().toArray() as number[]).entries()) {
    const shown = new RegExp(`(?:^|, )${fashionClasses[i]} ([\\d.]+) %`).exec(bars);
    expect(Math.abs(Number(shown?.[1]) - 100 * share), fashionClasses[i]!).toBeLessThan(0.11);
  }
  const layer = made.has(state.layer ?? "") ? state.layer! : "features.0.0";
  await expectLayer(page, chosen, state, { layer, map: made.get(layer)!, size: made.get(layer)!.shape.slice(2) });
}

let enlarger: SuperResolution | undefined;

function superResolution(): SuperResolution {
  if (enlarger !== undefined) return enlarger;
  const shipped = (name: string) =>
    readFileSync(new URL(`../node_modules/@upscalerjs/default-model/models/${name}`, import.meta.url));
  const model: LayersModel = JSON.parse(shipped("model.json").toString());
  enlarger = new SuperResolution();
  enlarger.loadStateDict(loadLayersModel(model, Uint8Array.from(shipped("group1-shard1of1.bin")).buffer));
  return enlarger;
}

/** No layer of the enlarger sees further than so many pixels. */
const reach = 16;

async function expectEnlarger(page: Page, { fields, chosen }: Shown, state: NetworkState): Promise<void> {
  expect(chosen).toEqual(expect.arrayContaining(["Super-resolution", state.photo, state.beside]));
  expect(fields["Share that shows the photograph before"]).toBe(String(state.split));
  // What the enlargement is of, is to be seen without it.
  const press = (text: string) =>
    page.locator(".enlarged-photo").getByText(text, { exact: true }).dispatchEvent("click");
  await press("pixels");
  const { width, height, bytes } = await page
    .locator(".enlarged-photo canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      return { width, height, bytes: [...canvas.getContext("2d")!.getImageData(0, 0, width, height).data] };
    });
  await press(state.beside);
  const network = superResolution();
  const names = network.namedModules().map(([name]) => name);
  const layer = names.find((name) => name !== "" && name === state.layer) ?? "F_m1";
  const scale = layer === "UPsample" || layer === "SR" ? 2 : 1;
  const size = [height * scale, width * scale];
  const place = state.place ?? size.map((side) => side >> 1);
  // Of the photograph, what the place sees: all of it would take a minute here.
  const spans = [height, width].map((side, axis) => {
    const pixel = Math.min(side - 1, Math.floor(place[axis]! / scale));
    return [Math.max(0, pixel - reach), Math.min(side, pixel + reach + 1)] as const;
  }) as [readonly [number, number], readonly [number, number]];
  const [[top, bottom], [left, right]] = spans;
  const input = tensor(bytes, { shape: [height, width, 4], dtype: "float32" })
    .index(`${top}:${bottom}`, `${left}:${right}`, ":3")
    .permute([2, 0, 1])
    .unsqueeze(0)
    .contiguous();
  const map = everyLayer(network, input).made.get(layer)!;
  await expectLayer(page, chosen, state, { layer, map, size, corner: [top * scale, left * scale] });
}

/** What every layer makes, by its path, and what comes out. */
function everyLayer(network: FashionClassifier | SuperResolution, input: Tensor) {
  const made = new Map<string, Tensor>();
  const watch = watchLayers(network, ({ name, output }) => made.set(name, output.clone()));
  const output = noGrad(() => network.forward(input));
  watch.remove();
  return { made, output };
}

interface Layer {
  readonly layer: string;
  /** All that it makes, or a piece of it. */
  readonly map: Tensor;
  /** Height and width of all that it makes; empty where it makes a row of numbers. */
  readonly size: readonly number[];
  /** Where the piece begins. */
  readonly corner?: readonly [row: number, column: number];
}

async function expectLayer(
  page: Page,
  chosen: readonly string[],
  state: NetworkState,
  { layer, map, size, corner = [0, 0] }: Layer,
): Promise<void> {
  expect(await page.locator("[data-layer][aria-pressed=true]").getAttribute("data-layer")).toBe(layer);
  expect(await page.locator(".layer-panel h2").textContent()).toBe(layer);
  const channel = Math.min(state.channel, map.shape[1]! - 1);
  const pictures = page.locator(".kernel-pictures");
  if ((await pictures.count()) > 0) {
    // Either every channel has a kernel, or the channel has one for each channel that comes in.
    const each = (await pictures.locator("h3").textContent())!.includes("one for each channel");
    const last = (await pictures.locator("[data-index]").count()) - 1;
    expect(await pictures.locator("[aria-pressed=true]").getAttribute("data-index", { timeout: 2000 })).toBe(
      String(Math.min(last, each ? channel : state.inner)),
    );
  }
  const number = (text: string) => Number(text.replace("−", "-"));
  let [shown, made]: [number, number] = [Number.NaN, Number.NaN];
  if (size.reduce((product, side) => product * side, 1) === 1) {
    shown = number(chosen.find((label) => label.startsWith(`number ${channel}, `))!.split(", ")[1]!);
    made = Number(map.flatten().index(channel).item());
  } else {
    expect(chosen.some((label) => label.startsWith(`channel ${channel}, `))).toBe(true);
    const [row, column] = size.map((side, axis) => Math.min(side - 1, state.place?.[axis] ?? side >> 1));
    const plane = page.locator(".enlarged-plane");
    expect(await plane.getAttribute("data-kept", { timeout: 2000 })).toBe(String(state.kept));
    // What the link hides takes no room, so that nobody could point at it.
    if (state.kept && (await plane.isVisible())) await passOver(page, ".enlarged-plane");
    const caption = await page.locator(".enlarged figcaption").textContent({ timeout: 2000 });
    const [before, value] = caption!.split(/: +/);
    expect(before).toBe(`channel ${channel}, row ${row}, column ${column}`);
    shown = number(value!);
    made = Number(map.index(0, channel, row! - corner[0], column! - corner[1]).item());
  }
  // The page's accelerator adds in another order.
  const largest = Number(map.abs().max().item());
  expect(Math.abs(shown - made), `${shown} for ${made}`).toBeLessThanOrEqual(1e-4 + 1e-3 * largest);
}
