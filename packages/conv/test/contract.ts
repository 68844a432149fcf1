// The deterministic numerics, spelled out naively: what every fast path must give, bit for bit.
import type { Activation, ConvGeometry } from "../src/geometry.ts";

/** Rounds a product and a sum. */
export type Round = (value: number) => number;

function activated(value: number, activation: Activation): number {
  if (activation !== "none" && value < 0) return 0;
  return activation === "relu6" && value > 6 ? 6 : value;
}

/** y: one accumulator per output, from the bias on, terms in the order (ic, kd, kh, kw). */
export function narrowContract(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number> | null,
  g: ConvGeometry,
  activation: Activation,
  round: Round,
): number[] {
  const y: number[] = [];
  const [D, H, W] = g.wide;
  const [OD, OH, OW] = g.narrow;
  const [KD, KH, KW] = g.kernel;
  const [IC, OC] = [g.widePerGroup, g.narrowPerGroup];
  for (let n = 0; n < g.batch; n++)
    for (let c = 0; c < g.groups * OC; c++)
      for (let od = 0; od < OD; od++)
        for (let oh = 0; oh < OH; oh++)
          for (let ow = 0; ow < OW; ow++) {
            let sum = bias === null ? 0 : bias[c]!;
            const group = Math.floor(c / OC);
            for (let ic = 0; ic < IC; ic++)
              for (let kd = 0; kd < KD; kd++)
                for (let kh = 0; kh < KH; kh++)
                  for (let kw = 0; kw < KW; kw++) {
                    const id = od * g.stride[0] - g.padding[0] + kd * g.dilation[0];
                    const ih = oh * g.stride[1] - g.padding[1] + kh * g.dilation[1];
                    const iw = ow * g.stride[2] - g.padding[2] + kw * g.dilation[2];
                    if (id < 0 || id >= D || ih < 0 || ih >= H || iw < 0 || iw >= W) continue;
                    const i = ((((n * g.groups + group) * IC + ic) * D + id) * H + ih) * W + iw;
                    const k = (((c * IC + ic) * KD + kd) * KH + kh) * KW + kw;
                    sum = round(sum + round(x[i]! * weight[k]!));
                  }
            y.push(activated(sum, activation));
          }
  return y;
}

/** x: one accumulator per element, from the bias on, terms in the order (oc, kd, kh, kw). */
export function wideContract(
  y: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number> | null,
  g: ConvGeometry,
  activation: Activation,
  round: Round,
): number[] {
  const x: number[] = [];
  const [D, H, W] = g.wide;
  const [OD, OH, OW] = g.narrow;
  const [KD, KH, KW] = g.kernel;
  const [IC, OC] = [g.widePerGroup, g.narrowPerGroup];
  for (let n = 0; n < g.batch; n++)
    for (let c = 0; c < g.groups * IC; c++)
      for (let id = 0; id < D; id++)
        for (let ih = 0; ih < H; ih++)
          for (let iw = 0; iw < W; iw++) {
            let sum = bias === null ? 0 : bias[c]!;
            const group = Math.floor(c / IC);
            for (let oc = group * OC; oc < (group + 1) * OC; oc++)
              for (let kd = 0; kd < KD; kd++)
                for (let kh = 0; kh < KH; kh++)
                  for (let kw = 0; kw < KW; kw++) {
                    const od = (id + g.padding[0] - kd * g.dilation[0]) / g.stride[0];
                    const oh = (ih + g.padding[1] - kh * g.dilation[1]) / g.stride[1];
                    const ow = (iw + g.padding[2] - kw * g.dilation[2]) / g.stride[2];
                    if (!Number.isInteger(od) || !Number.isInteger(oh) || !Number.isInteger(ow)) continue;
                    if (od < 0 || od >= OD || oh < 0 || oh >= OH || ow < 0 || ow >= OW) continue;
                    const o = (((n * g.groups * OC + oc) * OD + od) * OH + oh) * OW + ow;
                    const k = (((oc * IC + (c % IC)) * KD + kd) * KH + kh) * KW + kw;
                    sum = round(sum + round(y[o]! * weight[k]!));
                  }
            x.push(activated(sum, activation));
          }
  return x;
}

/** weight: four accumulators by output column modulo 4, rows in the order (n, od, oh), added as (a0 + a2) + (a1 + a3). */
export function weightContract(x: ArrayLike<number>, y: ArrayLike<number>, g: ConvGeometry, round: Round): number[] {
  const weight: number[] = [];
  const [D, H, W] = g.wide;
  const [OD, OH, OW] = g.narrow;
  const [KD, KH, KW] = g.kernel;
  const [IC, OC] = [g.widePerGroup, g.narrowPerGroup];
  for (let oc = 0; oc < g.groups * OC; oc++)
    for (let ic = 0; ic < IC; ic++)
      for (let kd = 0; kd < KD; kd++)
        for (let kh = 0; kh < KH; kh++)
          for (let kw = 0; kw < KW; kw++) {
            const a: [number, number, number, number] = [0, 0, 0, 0];
            const group = Math.floor(oc / OC);
            for (let n = 0; n < g.batch; n++)
              for (let od = 0; od < OD; od++)
                for (let oh = 0; oh < OH; oh++)
                  for (let ow = 0; ow < OW; ow++) {
                    const id = od * g.stride[0] - g.padding[0] + kd * g.dilation[0];
                    const ih = oh * g.stride[1] - g.padding[1] + kh * g.dilation[1];
                    const iw = ow * g.stride[2] - g.padding[2] + kw * g.dilation[2];
                    if (id < 0 || id >= D || ih < 0 || ih >= H || iw < 0 || iw >= W) continue;
                    const i = ((((n * g.groups + group) * IC + ic) * D + id) * H + ih) * W + iw;
                    const o = (((n * g.groups * OC + oc) * OD + od) * OH + oh) * OW + ow;
                    const lane = (ow % 4) as 0 | 1 | 2 | 3;
                    a[lane] = round(a[lane] + round(x[i]! * y[o]!));
                  }
            weight.push(round(round(a[0] + a[2]) + round(a[1] + a[3])));
          }
  return weight;
}
