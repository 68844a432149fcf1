// The protocol: wrong results are not timed, contestants take turns, ratios are taken round by round.
import { expect, test } from "vitest";
import { disagreement, fingerprint } from "../agreement.ts";
import type { Contestant } from "../contestants/contestant.ts";
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import type { Handle } from "../protocol/contestant-handle.ts";
import { measure, type Protocol } from "../protocol/rounds.ts";
import { sessionOf } from "../protocol/session.ts";
import { referenceAt, samplePositions } from "../reference.ts";
import { ratiosOf } from "../results.ts";
import { geometricMean, median, ratioOfRounds } from "../statistics.ts";

const layer: Layer = {
  name: "mnist_1-32@28",
  kind: "conv",
  x: [1, 2, 6, 6],
  o: 4,
  k: [3, 3],
  s: 1,
  p: 1,
  d: 1,
  g: 1,
  op: 0,
  flops: 10368,
};
const right = Float32Array.from(referenceAt(layer, operandsOf(layer), samplePositions(144)));
const reference = referenceAt(layer, operandsOf(layer), samplePositions(144));
const protocol: Protocol = {
  patience: { warmUp: 0, warmUpAtMost: 1, sample: 0.01 },
  rounds: 4,
  samples: 1,
  settle: 0,
};

function handle(label: string, answer: Float32Array | string, ran: string[]): Handle {
  const contestant: Contestant = {
    versions: {},
    prepare: () =>
      typeof answer === "string"
        ? answer
        : {
            runs: { call: () => void ran.push(label) },
            result: () => answer,
            remarks: () => ["a remark"],
            release() {},
          },
  };
  return { label, ask: sessionOf(contestant) as unknown as Handle["ask"], close: async () => {} };
}

test("who is right is timed in every round, in turns; who is wrong or cannot is not", async () => {
  const ran: string[] = [];
  const wrong = right.with(77, right[77]! + 0.1);
  const shifted = new Float32Array([...right.slice(1), right[0]!]);
  const row = await measure(
    layer,
    [
      handle("ours", right, ran),
      handle("peer", right.slice(), ran),
      handle("wrong", wrong, ran),
      handle("shifted", shifted, ran),
      handle("lacking", "has none of it", ran),
    ],
    () => reference,
    protocol,
  );
  expect(row.class).toBe("few");
  expect(row.figures.ours!.ms.call).toHaveLength(4);
  expect(row.figures.ours!.remarks).toEqual(["a remark"]);
  expect(row.figures.ours!.error.call).toBeLessThan(1e-7);
  expect(row.figures.peer!.ms.call).toHaveLength(4);
  expect(row.figures.wrong!.cannot).toMatch(/^WRONG in call mode: is off by/);
  expect(row.figures.shifted!.cannot).toMatch(/^WRONG/);
  expect(row.figures.lacking!.cannot).toBe("has none of it");
  const turns = ran.filter((label, i) => label !== ran[i - 1]);
  // Agreement and warm-up first, one after the other; then ABBAABBA, in which neighbours of one label melt into one.
  expect(turns.slice(-5)).toEqual(["ours", "peer", "ours", "peer", "ours"]);
  expect(ratiosOf([row], { label: "ours", mode: "call" }, { label: "wrong" })).toEqual([]);
  expect(ratiosOf([row], { label: "ours", mode: "call" }, { label: "peer" })).toHaveLength(1);
});

test("agreement sees one wrong element anywhere, missing ones and what is no number", () => {
  const length = 100_000;
  const y = Float32Array.from({ length }, (_, i) => Math.sin(i));
  const sampled = samplePositions(length);
  const exact = Float64Array.from(sampled, (i) => y[i]!);
  const first = fingerprint(y);
  expect(disagreement(first, exact, first)).toBeNull();
  const unsampled = y.findIndex((_, i) => !sampled.includes(i));
  expect(disagreement(fingerprint(y.with(unsampled, 5)), exact, first)).toMatch("elsewhere");
  expect(disagreement(fingerprint(y.slice(1)), exact, first)).toMatch("99999 elements instead of 100000");
  expect(disagreement(fingerprint(y.with(0, Number.NaN)), exact, first)).toMatch("off by");
});

test("ratios are those of rounds, not of means", () => {
  expect(ratioOfRounds([1, 2, 4], [3, 4, 4])).toEqual({ median: 2, least: 1, most: 3 });
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(geometricMean([1, 4, 16])).toBeCloseTo(4, 12);
});
