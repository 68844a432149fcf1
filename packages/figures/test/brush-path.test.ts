// A brush skips no cell on its way, and takes none that it passes by.
import { describe, expect, it } from "vitest";
import { cellsOnWay } from "../src/index.ts";

const edge = 10;
const cells = Array.from({ length: 25 }, (_, index) => ({
  index,
  x: (index % 5) * edge,
  y: Math.floor(index / 5) * edge,
}));
const middle = (row: number, column: number) => ({ x: (column + 0.5) * edge, y: (row + 0.5) * edge });

/** Small whole numbers that look drawn, always the same. */
function* rolls(): Generator<number> {
  for (let state = 7; ; state = (state * 48271) % 2147483647) yield state / 2147483647;
}

describe("cells on the way of a brush", () => {
  it("are all of a row, of a column and of a diagonal, in their order", () => {
    expect(cellsOnWay(cells, edge, middle(2, 0), middle(2, 4))).toEqual([10, 11, 12, 13, 14]);
    expect(cellsOnWay(cells, edge, middle(4, 1), middle(0, 1))).toEqual([21, 16, 11, 6, 1]);
    expect(cellsOnWay(cells, edge, middle(0, 0), middle(4, 4))).toEqual([0, 6, 12, 18, 24]);
  });

  it("are the one under a brush that rests, and none outside", () => {
    expect(cellsOnWay(cells, edge, middle(3, 2), middle(3, 2))).toEqual([17]);
    expect(cellsOnWay(cells, edge, { x: -3, y: 20 }, { x: -3, y: 40 })).toEqual([]);
    expect(cellsOnWay(cells, edge, { x: -40, y: 25 }, { x: 90, y: 25 })).toEqual([10, 11, 12, 13, 14]);
  });

  it("are on one side of a border that the brush follows", () => {
    expect(cellsOnWay(cells, edge, { x: 20, y: 5 }, { x: 20, y: 45 })).toEqual([2, 7, 12, 17, 22]);
  });

  it("join gaplessly, whatever the way, however few points of it are known", () => {
    const next = rolls();
    const roll = () => next.next().value as number;
    for (let way = 0; way < 300; way++) {
      const [from, to] = [
        { x: roll() * 50, y: roll() * 50 },
        { x: roll() * 50, y: roll() * 50 },
      ];
      const straight = cellsOnWay(cells, edge, from, to);
      expect(new Set(straight).size).toBe(straight.length);
      for (const [i, index] of straight.slice(1).entries()) {
        const before = straight[i]!;
        const apart = [Math.abs((index % 5) - (before % 5)), Math.abs(Math.floor(index / 5) - Math.floor(before / 5))];
        expect(Math.max(...apart), `${before} to ${index}`).toBe(1);
      }
      // Every point of the way that is not on a border lies in one of them.
      for (let share = 0; share <= 1; share += 1 / 64) {
        const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
        if ([x, y].some((along) => Math.abs(along / edge - Math.round(along / edge)) < 0.05)) continue;
        expect(straight).toContain(Math.floor(y / edge) * 5 + Math.floor(x / edge));
      }
    }
  });
});
