// A number of any convolution is, but for its bias, what the Arithmetic view makes of the piece around it.

import { playgroundOf } from "@toeplitz/widgets";
import { manualSeed, nn, noGrad, randn } from "toeplitz";
import { expect, it } from "vitest";
import { readHash } from "../src/state/link.ts";
import { pieceOf } from "../src/views/network/piece.ts";
import { pieceHash } from "../src/views/network/piece-hash.ts";

const layers: Readonly<Record<string, () => nn.Conv2d | nn.ConvTranspose2d>> = {
  "3 x 3, padded": () => new nn.Conv2d(3, 4, 3, { padding: 1 }),
  pointwise: () => new nn.Conv2d(5, 2, 1),
  "7 x 7 with a stride": () => new nn.Conv2d(3, 4, 7, { padding: 3, stride: 2 }),
  dilated: () => new nn.Conv2d(2, 4, 3, { padding: 2, dilation: 2 }),
  depthwise: () => new nn.Conv2d(8, 8, 3, { padding: 1, stride: 2, groups: 8 }),
  grouped: () => new nn.Conv2d(8, 6, [3, 2], { groups: 2, padding: [0, 1] }),
  "the same, lopsided": () => new nn.Conv2d(2, 2, 4, { padding: "same" }),
  transposed: () => new nn.ConvTranspose2d(4, 3, 4, { stride: 2, padding: 1 }),
  "transposed, with gaps": () => new nn.ConvTranspose2d(2, 2, 2, { stride: 3, outputPadding: 1 }),
  "transposed, in groups": () =>
    new nn.ConvTranspose2d(6, 4, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
};

it.each(Object.entries(layers))("%s", (_name, make) => {
  manualSeed(5);
  const layer = make();
  const input = randn([1, layer.inChannels, 14, 11]);
  const output = noGrad(() => layer.forward(input));
  const [, channels, height, width] = output.shape as readonly [number, number, number, number];
  const bias = layer.bias!.detach();
  for (const row of [0, 1, height >> 1, height - 1]) {
    for (const column of [0, width >> 1, width - 2, width - 1]) {
      const channel = (row + column) % channels;
      const expected = Number(output.index(0, channel, row, column).sub(bias.index(channel)).item());
      const piece = pieceOf(layer, input, channel, [row, column]);
      if (piece === null) {
        expect([layer.outputPadding[0]! > 0, expected]).toEqual([true, 0]);
        continue;
      }
      const { settings, input: x, weight, pin } = readHash(pieceHash(piece));
      const { scene } = playgroundOf({
        rank: 2,
        transposed: settings!.transposed,
        input: x!,
        weight: weight!,
        options: { stride: settings!.stride.slice(1), dilation: settings!.dilation.slice(1) },
      });
      const at = (pin as { index: number }).index;
      expect(scene.output.values[at], `${row}, ${column}`).toBeCloseTo(expected, 4);
    }
  }
});

it("takes the channels that weigh most where there are more than fit", () => {
  const layer = new nn.Conv2d(64, 2, 3, { padding: 1 });
  const input = noGrad(() => randn([1, 64, 8, 8]).mul(1e-6));
  const loud = [3, 9, 20, 33, 41, 63];
  noGrad(() => {
    for (const channel of loud) input.index(0, channel).fill_(1);
  });
  const piece = pieceOf(layer, input, 1, [4, 4])!;
  expect([piece.chosen, piece.channels]).toEqual([loud, [6, 64]]);
});

it("says so where the layer is beyond the view's limits", () => {
  const input = randn([1, 1, 40, 40]);
  expect(pieceOf(new nn.Conv2d(1, 1, 11), input, 0, [0, 0])).toBeNull();
  expect(pieceOf(new nn.Conv2d(1, 1, 3, { padding: 1, paddingMode: "circular" }), input, 0, [0, 0])).toBeNull();
});
