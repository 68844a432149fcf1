// The Arithmetic view with the numbers of a piece of a layer, and its place pinned.
import { linkVersion, writeCase } from "@toeplitz/widgets";
import type { Piece } from "./network-messages.ts";

export function pieceHash({ transposed, input, weight, stride, dilation, channels, at }: Piece): string {
  const query = new URLSearchParams({ v: linkVersion });
  const flat = (shape: readonly number[]) => [1, shape[2]!, shape[3]!] as const;
  const settings = {
    rank: 2,
    transposed,
    batch: 1,
    size: flat(input.shape),
    channels: [channels[0], 1],
    groups: 1,
    kernel: flat(weight.shape),
    stride: [1, ...stride],
    padding: [0, 0, 0],
    paddingMode: "zeros",
    dilation: [1, ...dilation],
    outputPadding: [0, 0, 0],
    bias: false,
  } as const;
  writeCase(query, { settings, input, weight, bias: null });
  query.set("colour", "value");
  query.set("pin", `y${at}`);
  return `#/arithmetic?${query}`;
}
