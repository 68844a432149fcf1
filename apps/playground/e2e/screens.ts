// What is worth looking at in each view: screenshots are taken of it, and axe looks at it. A view without an entry fails the type check.
import type { Page } from "playwright";
import type { View } from "../src/state/link.ts";

/** Links by name; the first of a view is the view itself. */
export const screens: Readonly<Record<View, Readonly<Record<string, string>>>> = {
  arithmetic: {
    arithmetic: "#/arithmetic?v=1&pin=y4",
    "arithmetic-value": "#/arithmetic?v=1&op=conv2d&size=6x6&channels=1x1&kernel=3x3&padding=1x1&colour=value&pin=w4",
    "arithmetic-groups": "#/arithmetic?v=1&op=conv2d&size=4x4&channels=2x4&groups=2&kernel=3x3&pin=y5",
    "arithmetic-line": "#/arithmetic?v=1&op=conv1d&size=1x8&channels=1x1&kernel=1x3&padding=1x1&pin=y3",
    "arithmetic-volume": "#/arithmetic?v=1&op=conv3d&size=4x4x4&channels=1x1&kernel=2x3x3&padding=0x1x1&pin=y21",
    "arithmetic-transposed":
      "#/arithmetic?v=1&op=transposed2d&size=3x3&channels=1x1&kernel=3x3&stride=2x2&padding=1x1&output=1x1&pin=x4",
    "arithmetic-gradient": "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&gradient=weight&pin=w4",
    "arithmetic-batch": "#/arithmetic?v=1&op=conv2d&batch=2&size=4x4&channels=1x1&kernel=3x3&pin=y5",
    "arithmetic-batch-channels":
      "#/arithmetic?v=1&op=conv2d&batch=2&size=4x4&channels=3x2&kernel=3x3&padding=1x1&pin=y40",
    "arithmetic-batch-groups": "#/arithmetic?v=1&op=conv2d&batch=2&size=4x4&channels=2x4&groups=2&kernel=3x3&pin=y25",
    "arithmetic-batch-gradient":
      "#/arithmetic?v=1&op=conv2d&batch=2&size=4x4&channels=1x1&kernel=3x3&gradient=weight&pin=w4",
    "arithmetic-bias": "#/arithmetic?v=1&op=conv2d&size=4x4&channels=2x2&kernel=3x3&b=1.5_-2&pin=y4",
    "arithmetic-bias-gradient":
      "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x2&kernel=3x3&b=1.5_-2&gradient=input&pin=b1",
    "arithmetic-impossible": "#/arithmetic?v=1&op=conv2d&size=3x3&channels=1x1&kernel=5x5",
    "arithmetic-reduced": "#/arithmetic?v=1&hide=parameters_formula&embed=1&pin=y4",
    "arithmetic-fault": "#/arithmetic?v=1&size=5x5&kernel=99x1&colour=red&later=1",
    tour: "#/arithmetic?v=1&tour=3",
  },
  matrix: {
    matrix: "#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&pin=y1",
    "matrix-batch": "#/matrix?v=1&op=conv2d&batch=3&size=4x4&channels=1x1&kernel=3x3&pin=y5",
    "matrix-bias": "#/matrix?v=1&op=conv2d&size=4x4&channels=1x2&kernel=3x3&b=1.5_-2&pin=y1",
    "matrix-columns":
      "#/matrix?v=1&op=transposed2d&size=3x3&channels=1x1&kernel=3x3&stride=2x2&by=columns&colour=value&pin=x4",
    "matrix-numbers": "#/matrix?v=1&op=conv2d&size=5x5&channels=1x1&kernel=3x3&padding=1x1&as=numbers&pin=y12",
    "matrix-symbols": "#/matrix?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&as=symbols&pin=y1",
    "matrix-list": "#/matrix?v=1&op=conv3d&size=3x3x3&channels=1x1&kernel=2x2x2&as=list",
  },
  image: {
    image: "#/image?v=1&at=300x180",
    "image-cat": "#/image?v=1&photo=cat&kernel=0_-1_0_-1_5_-1_0_-1_0&show=plain&border=circular&at=200x120",
  },
  network: {
    network: "#/network?v=1&net=fashion&layer=features.1.0&channel=3",
    "network-photo": "#/network?v=1&net=super-resolution&layer=SR",
  },
  train: {
    train: "#/train?v=1&pictures=200&epochs=3&until=8",
  },
  shapes: {
    shapes: "#/shapes",
    "shapes-refused": "#/shapes?v=1&op=transposed&from=500&to=3&input=4&stack=3.1.0.1_3.1.0.1",
  },
};

/** Pages with what opens on them open: the summaries that are pressed. */
export const opened: Readonly<Record<string, { readonly hash: string; readonly summaries: readonly string[] }>> = {
  "network-open": { hash: screens.network.network!, summaries: ["Share less", "The code"] },
  "train-open": { hash: screens.train.train!, summaries: ["Share less", "The code"] },
};

/** Of these, pictures are kept for people to look at. */
export const kept: readonly string[] = [
  "arithmetic",
  "arithmetic-batch",
  "arithmetic-bias",
  "arithmetic-volume",
  "arithmetic-transposed",
  "arithmetic-impossible",
  "tour",
  "matrix",
  "matrix-batch",
  "matrix-columns",
  "image",
  "network",
  "network-photo",
  "network-open",
  "train",
  "train-open",
  "shapes",
];

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  /** Down to the end of the page, not to the fold. */
  readonly whole?: boolean;
  /** Which screens are taken at this size, where not all are. */
  readonly of?: readonly string[];
}

export const sizes: Readonly<Record<string, Screen>> = {
  light: { width: 1440, height: 900, dark: false },
  dark: { width: 1440, height: 900, dark: true },
  phone: { width: 375, height: 812, dark: false, whole: true },
  "4k": { width: 3840, height: 2160, dark: false, of: ["arithmetic"] },
};

/** Waits until a screen shows all that it has; a training goes as far as its link says. */
export async function shown(page: Page, hash: string): Promise<void> {
  await page.locator("h1").waitFor({ state: "attached" });
  if (hash.startsWith("#/network")) await page.locator(".layer-panel .tiles").first().waitFor();
  if (hash.startsWith("#/train")) {
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText(/^Paused at step/).waitFor();
  }
  await page.waitForLoadState("networkidle");
  // Workers answer after that.
  await page.waitForTimeout(300);
}

/** Opens what a screen has open, and brings it into sight. */
export async function open(page: Page, summaries: readonly string[]): Promise<void> {
  if (summaries.length === 0) return;
  for (const summary of [...summaries].reverse()) await page.locator("summary").filter({ hasText: summary }).click();
  // What opens goes up from this row, the code stands below it.
  await page.locator(".keepsakes .take-away").evaluate((row) => row.scrollIntoView({ block: "center" }));
}
