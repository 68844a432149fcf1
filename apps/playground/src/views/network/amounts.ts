// Counts, shapes and times as a person reads them.

/** `1,234`, `5.20 M`, `3.6 G`. */
export function countText(count: number): string {
  if (count < 1e6) return Math.round(count).toLocaleString("en");
  if (count < 1e9) return `${(count / 1e6).toFixed(count < 1e7 ? 2 : 1)} M`;
  return `${(count / 1e9).toFixed(2)} G`;
}

/** `1 × 64 × 28 × 28`, without the batch of one: `64 × 28 × 28`. */
export function shapeText(shape: readonly number[]): string {
  return (shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape).join(" × ");
}

export function millisecondsText(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
}
