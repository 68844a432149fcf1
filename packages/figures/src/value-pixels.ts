// Arrays as pixels on the value scale: for maps of so many elements that none of them can have a cell of its own.
import type { Theme } from "./palette.ts";

/** Steps of the scale on either side of zero. */
const steps = 255;

/**
 * Red, green, blue and alpha bytes of every value: blue below zero, orange above, `most` and beyond in full, zero and what is not finite as
 * the ground. No number stands on it, so it goes further than the ground of a cell.
 */
export function valuePixels(values: ArrayLike<number>, most: number, theme: Theme): Uint8ClampedArray<ArrayBuffer> {
  // Four bytes at a time, in whatever order the machine has them
  const table = (tables[theme] ??= new Uint32Array(tableOf(theme).buffer));
  const bytes = new Uint8ClampedArray(4 * values.length);
  const pixels = new Uint32Array(bytes.buffer);
  const scale = most === 0 ? 0 : steps / most;
  for (let i = 0; i < values.length; i++) {
    const step = Math.round(values[i]! * scale);
    // What is not finite is no step of the table
    pixels[i] = table[Number.isFinite(step) ? Math.max(-steps, Math.min(steps, step)) + steps : steps]!;
  }
  return bytes;
}

const tables: Partial<Record<Theme, Uint32Array>> = {};

/** The scale from -1 to 1, on the ground of the page. Lightness carries the magnitude, hue the sign. */
function tableOf(theme: Theme): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(4 * (2 * steps + 1));
  for (let step = -steps; step <= steps; step++) {
    const share = Math.abs(step) / steps;
    const lightness = theme === "light" ? 0.986 - 0.53 * share : 0.185 + 0.64 * share;
    const chroma = share === 0 ? 0.004 : 0.004 + 0.13 * share ** 0.7;
    const colour = srgbBytes(lightness, chroma, share === 0 ? 95 : step < 0 ? 255 : 55);
    table.set([...colour, 255], 4 * (step + steps));
  }
  return table;
}

/** A colour of OKLCH as bytes of sRGB; what lies outside is cut. @see https://bottosson.github.io/posts/oklab/ */
export function srgbBytes(lightness: number, chroma: number, hue: number): [red: number, green: number, blue: number] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byteOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byteOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byteOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function byteOf(linear: number): number {
  const bent = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, bent)));
}
