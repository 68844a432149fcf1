// The two colour systems: value (diverging, zero is the ground) and weight identity (one hue per kernel position).
import type { ConvGeometry } from "@toeplitz/conv";

export type Theme = "light" | "dark";

/** Which of the two systems a picture wears. They are never mixed in one picture. */
export type Colouring = "weight" | "value";

/** Hues of the value scale: blue below zero, orange above; told apart by every kind of colour vision. */
const negativeHue = 255;
const positiveHue = 55;

/** A cell's ground for a value, `transparent` for zero, `most` being the largest magnitude beside it. */
export function valueColour(value: number, most: number, theme: Theme): string {
  if (!Number.isFinite(value)) return "transparent";
  const share = most === 0 ? 0 : Math.min(1, Math.abs(value) / most);
  if (share === 0) return "transparent";
  const hue = value < 0 ? negativeHue : positiveHue;
  // Lightness carries the magnitude, so that the scale survives a grey print.
  const lightness = theme === "light" ? 0.985 - 0.29 * share : 0.2 + 0.3 * share;
  return oklch(lightness, 0.02 + 0.13 * share ** 0.8, hue);
}

/** Hue of a weight element in degrees: each kernel position has a sector, its channel pairs share it out. */
export function weightHue(geometry: ConvGeometry, index: number): number {
  const [depth, height, width] = geometry.kernel;
  const positions = depth * height * width;
  const pairs = geometry.groups * geometry.narrowPerGroup * geometry.widePerGroup;
  const position = index % positions;
  const pair = Math.floor(index / positions);
  return (25 + (360 * (position + (0.75 * pair) / pairs)) / positions) % 360;
}

/** A weight element's colour: equal lightness for all, so that none stands out for its hue. */
export function weightColour(geometry: ConvGeometry, index: number, theme: Theme): string {
  return theme === "light"
    ? oklch(0.83, 0.105, weightHue(geometry, index))
    : oklch(0.47, 0.105, weightHue(geometry, index));
}

/** The stronger shade of a weight's hue, for an outline. */
export function weightEdge(geometry: ConvGeometry, index: number, theme: Theme): string {
  return theme === "light"
    ? oklch(0.52, 0.15, weightHue(geometry, index))
    : oklch(0.8, 0.13, weightHue(geometry, index));
}

/** Largest magnitude of a list of numbers. */
export function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

function oklch(lightness: number, chroma: number, hue: number): string {
  return `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${hue.toFixed(1)})`;
}
