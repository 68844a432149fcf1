// Curves in a box, their round marks, and the value scale as pixels.
import { describe, expect, it } from "vitest";
import { plotLayoutOf, roundMarks, smoothed } from "../src/plot-layout.ts";
import { srgbBytes, valuePixels } from "../src/value-pixels.ts";

describe("plot", () => {
  const room = { width: 108, height: 116, left: 0, bottom: 8 };

  it("draws curves from corner to corner, and what lies beyond at the edge", () => {
    const { paths, ends, box } = plotLayoutOf(
      [
        [
          [0, 0],
          [5, 1],
          [10, 9],
        ],
        [],
      ],
      10,
      [0, 2],
      room,
    );
    expect(box).toEqual({ left: 0, right: 100, top: 8, bottom: 108 });
    expect(paths).toEqual(["M0.0 108.0L50.0 58.0L100.0 8.0", ""]);
    expect(ends).toEqual([[100, 8], null]);
  });

  it("leaves out what is not finite", () => {
    const { paths, ends } = plotLayoutOf(
      [
        [
          [0, 1],
          [1, Number.NaN],
        ],
      ],
      1,
      [0, 1],
      room,
    );
    expect([paths[0], ends[0]]).toEqual(["M0.0 8.0", [0, 8]]);
  });

  it("marks round numbers", () => {
    expect(roundMarks(0, 375, 6)).toEqual([0, 100, 200, 300]);
    expect(roundMarks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(roundMarks(0, 2.4, 4)).toEqual([0, 1, 2]);
    expect(roundMarks(0.1, 0.3, 4)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
    expect(roundMarks(3, 3, 4)).toEqual([3]);
  });

  it("smooths by the mean of the last values", () => {
    expect(
      smoothed(
        [
          [1, 4],
          [2, 2],
          [3, 0],
          [4, 7],
        ],
        2,
      ),
    ).toEqual([
      [1, 4],
      [2, 3],
      [3, 1],
      [4, 3.5],
    ]);
  });
});

describe("value pixels", () => {
  it("know the colours that CSS gives as examples of OKLCH", () => {
    expect(srgbBytes(0.628, 0.2577, 29.23)).toEqual([255, 0, 0]);
    expect(srgbBytes(0.51975, 0.17686, 142.495)).toEqual([0, 128, 0]);
    expect(srgbBytes(1, 0, 0)).toEqual([255, 255, 255]);
    expect(srgbBytes(0, 0, 0)).toEqual([0, 0, 0]);
  });

  it.each(["light", "dark"] as const)(
    "%s: signs are told apart by hue, magnitudes by lightness, for every eye",
    (theme) => {
      const bytes = valuePixels([-1, -0.5, 0, 0.5, 1], 1, theme);
      const colours = Array.from({ length: 5 }, (_, i) => [...bytes.subarray(4 * i, 4 * i + 3)]);
      const light = colours.map(([r, g, b]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!);
      const direction = theme === "light" ? -1 : 1;
      for (const [near, far] of [
        [2, 1],
        [1, 0],
        [2, 3],
        [3, 4],
      ] as const) {
        expect(direction * (light[far]! - light[near]!)).toBeGreaterThan(20);
      }
      // Blue and orange differ in blue and red, which the common kinds of colour blindness keep apart.
      expect(colours[0]![2]! - colours[0]![0]!).toBeGreaterThan(40);
      expect(colours[4]![0]! - colours[4]![2]!).toBeGreaterThan(40);
    },
  );

  it("take what is not finite, and a map of zeros, for the ground", () => {
    const ground = [...valuePixels([0], 1, "light")];
    expect([...valuePixels([Number.NaN, 0], 0, "light")]).toEqual([...ground, ...ground]);
    expect([...valuePixels([Number.POSITIVE_INFINITY], 1, "light")]).toEqual(ground);
  });
});
