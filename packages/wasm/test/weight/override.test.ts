// The override of the weight gradient: which way it takes, and that what it gives belongs to the call.
import { type ConvGeometry, convGeometry } from "@toeplitz/conv/geometry";
import { convWeight } from "@toeplitz/conv/kernels";
import { describe, expect, it } from "vitest";
import type { Level } from "../../src/engine/engine.ts";
import { emitWeightStaging } from "../../src/kernels/weight-stage.ts";
import { emitWeightSums } from "../../src/kernels/weight-sums.ts";
import { emitWeightWinogradOut, emitWeightWinogradTiles } from "../../src/kernels/weight-winograd.ts";
import { convWeightOverrides } from "../../src/overrides/conv-weight.ts";
import { EdgeEngine, operandOf, overrideFor } from "../edge-engine.ts";
import { caseOf, inDoubles, portably, randomCase, type WeightCase } from "./cases.ts";

const families = [emitWeightStaging, emitWeightSums, emitWeightWinogradTiles, emitWeightWinogradOut];

/** An engine that notes which jobs ran, and whose scratch is full of NaN at first. */
class Watched extends EdgeEngine {
  readonly ran: string[] = [];
  #scratch: [slot: number, bytes: number][] = [];

  override start(): void {
    super.start();
    this.#scratch = [];
  }

  override scratch(bytes: number): number {
    const slot = super.scratch(bytes);
    this.#scratch.push([slot, bytes]);
    return slot;
  }

  override commit(): boolean {
    const committed = super.commit();
    for (const [slot, bytes] of this.#scratch) {
      this.floats.fill(Number.NaN, this.address(slot) / 4, (this.address(slot) + bytes) / 4);
    }
    return committed;
  }

  override run(...call: Parameters<EdgeEngine["run"]>): void {
    this.ran.push(call[0].name);
    super.run(...call);
  }
}

const engines = new Map(
  (["default", "high", "deterministic"] as const).map((level) => {
    const engine = new Watched(level, families, level === "default" ? 160 : 96, level !== "deterministic");
    return [level, { engine, entry: overrideFor(convWeightOverrides(engine), convWeight) }];
  }),
);

/** The gradient, operands beginning behind other elements, and the jobs that made it. */
function given(level: Level, { g, x, y, weights }: WeightCase, edge = 0) {
  const { engine, entry } = engines.get(level)!;
  engine.edge = edge;
  engine.splits = edge % 2 === 1;
  engine.ran.length = 0;
  const behind = (array: Float32Array, lead: number) =>
    operandOf(Float32Array.from([...new Float32Array(lead), ...array]), "float32", lead);
  const weight = behind(new Float32Array(weights), 0);
  const operands = { x: behind(x, 3), y: behind(y, 1), weight };
  expect(entry.run(operands, g)).toBe(true);
  return { weight: engine.result(weight.storage) as Float32Array, ran: engine.ran.join() };
}

function square(batch: number, wide: number, narrow: number, size: readonly number[], padding: number): ConvGeometry {
  return convGeometry({
    api: "test",
    rank: size.length as ConvGeometry["rank"],
    transposed: false,
    input: { shape: [batch, wide, ...size], dtype: "float32" },
    weight: { shape: [narrow, wide, ...size.map((_, axis) => (axis < size.length - 2 ? 1 : 3))], dtype: "float32" },
    options: { padding: size.map((_, axis) => (axis < size.length - 2 ? 0 : padding)) },
  }).geometry;
}

// Tiles that fit, tiles that do not, rows of fewer than four tiles, several planes, channels that fill no block,
// and a number of tiles that fills no run.
const dense = [
  square(1, 16, 22, [32, 32], 1),
  square(2, 19, 23, [27, 22], 1),
  square(9, 43, 41, [7, 7], 1),
  square(2, 22, 31, [3, 13, 18], 0),
  square(1, 22, 23, [30, 41], 2),
  square(1, 10, 10, [52, 496], 1),
];

describe("the override of the weight gradient", () => {
  it("gives the portable kernel's bits at level deterministic", () => {
    for (const [edge, g] of dense.entries()) {
      const operands = caseOf(g, edge, "wild");
      expect(given("deterministic", operands, edge).weight).toEqual(portably(operands));
    }
    for (let seed = 1; seed <= 40; seed++) {
      const operands = randomCase(seed, "wild");
      expect(given("deterministic", operands, seed).weight, `seed ${seed}`).toEqual(portably(operands));
    }
  });

  it("takes Winograd's way at level default only, within the bound of its rounding", () => {
    for (const [edge, g] of dense.entries()) {
      const operands = caseOf(g, edge, "normal");
      const { weight, ran } = given("default", operands, edge);
      expect(ran).toMatch(/winograd_out$/);
      expect(given("high", operands, edge).ran).not.toContain("winograd");
      const exact = inDoubles(operands);
      const sizes = inDoubles(operands, Math.abs);
      const terms = g.batch * g.narrow.reduce((a, b) => a * b, 1);
      const most = Math.max(4, 2 * Math.sqrt(terms)) * 2 ** -24;
      for (const [i, value] of weight.entries()) {
        expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(most * sizes[i]!);
      }
    }
  });

  it("adds one by one where NaN, infinity or huge numbers would spread over a tile", () => {
    const g = dense[0]!;
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 3e38]) {
      const operands = caseOf(g, 5, "whole");
      operands.x[0] = wrong;
      const { weight, ran } = given("default", operands);
      expect(ran).toMatch(/winograd_out,weight_stage/);
      expect(weight).toEqual(portably(operands));
    }
  });

  it("leaves other dtypes and tiny calls to the portable kernel", () => {
    const { entry } = engines.get("default")!;
    const operand = (dtype: "float32" | "float64") => operandOf(new Float32Array(4), dtype);
    const operands = (dtype: "float32" | "float64") => ({
      x: operand(dtype),
      y: operand(dtype),
      weight: operand(dtype),
    });
    expect(entry.supports?.(operands("float32"), dense[0])).toBe(true);
    expect(entry.supports?.(operands("float64"), dense[0])).toBe(false);
    expect(entry.supports?.(operands("float32"), square(1, 2, 2, [4, 4], 1))).toBe(false);
  });
});
