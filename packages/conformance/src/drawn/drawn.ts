// Cases that are drawn, not listed: any number of them, each a function of a seed and its number.
import type { Tensor } from "@toeplitz/tensor";
import type { ConvCase } from "../rows/conv-case.ts";
import { convRow } from "../rows/convolution.ts";
import type { Row } from "../rows/row.ts";
import { gradientRows, hasGradientFunctions } from "../rows/sliding.ts";
import { drawColumns } from "./columns.ts";
import { drawConv } from "./conv.ts";
import { type Dice, dice } from "./dice.ts";
import { drawPooling } from "./pooling.ts";
import { drawSpoiled } from "./spoiled.ts";

/** What a case is about. */
export type DrawnKind = "function" | "module" | "spoiled" | "gradient" | "columns" | "pooling";

export interface DrawnCase {
  readonly kind: DrawnKind;
  /** Whether PyTorch accepts the call is known when it has been asked: then the row's `error` can be set. */
  readonly row: Row;
  /** The convolution behind the row, if there is one; of kind `module`, its module has to give the row's bits, too. */
  readonly conv: ConvCase | undefined;
  /** Every sum is exact, so that all orders of its terms have the same bits. */
  readonly exact: boolean;
}

const shares: readonly (readonly [kind: DrawnKind, share: number])[] = [
  ["function", 0.4],
  ["module", 0.28],
  ["spoiled", 0.14],
  ["gradient", 0.05],
  ["columns", 0.06],
  ["pooling", 0.07],
];

/** Case number `index` of a seed. */
export function drawn(seed: number, index: number): DrawnCase {
  const d = dice(seed, index);
  let left = d.whole(0, 999) / 1000;
  const kind = shares.find(([, share]) => (left -= share) < 0)?.[0] ?? "function";
  const made = draw[kind](d);
  return { conv: undefined, exact: true, ...made, kind, row: { ...made.row, id: `${seed}.${index} ${made.row.id}` } };
}

type Drawn = Pick<DrawnCase, "row"> & Partial<DrawnCase>;

const draw: Readonly<Record<DrawnKind, (d: Dice) => Drawn>> = {
  function(d) {
    const conv = drawConv(d);
    const row = convRow(conv);
    return { row: d.chance(0.15) ? turned(row, conv) : row, exact: isExact(conv), conv };
  },
  module(d) {
    let conv = drawConv(d);
    while (!isModule(conv)) conv = drawConv(d);
    return { row: { ...convRow(conv), torch: moduleTorchLine(conv) }, exact: isExact(conv), conv };
  },
  spoiled(d) {
    const sliding = d.pick([undefined, undefined, undefined, undefined, drawColumns, drawPooling]);
    if (sliding !== undefined) return { row: { ...sliding(d, true), grad: false } };
    const conv = drawSpoiled(d);
    return { row: { ...convRow(conv), grad: false }, conv };
  },
  gradient(d) {
    let conv = drawConv(d);
    while (!hasGradientFunctions(conv) || !isExact(conv)) conv = drawConv(d);
    return { row: d.pick(gradientRows({ ...conv, bias: null })) };
  },
  columns: (d) => ({ row: drawColumns(d) }),
  pooling: (d) => ({ row: drawPooling(d) }),
};

const isExact = ({ input }: ConvCase): boolean => input.fill !== "random";

/** The row with its output's axes reversed, so that the gradient comes in with strides. */
function turned(row: Row, { input }: ConvCase): Row {
  const axes = input.shape.map((_, axis) => axis).reverse();
  return {
    ...row,
    torch: `${row.torch}.permute(${axes})`,
    run: (t, inputs) => (row.run(t, inputs) as Tensor).permute(axes),
    line: `${row.line}.permute([${axes}])`,
  };
}

/** PyTorch's modules have at least one channel on either side, and pad circularly only what has a batch axis. */
const isModule = ({ rank, input, weight, options }: ConvCase): boolean =>
  !weight.shape.includes(0) && !(options.paddingMode === "circular" && input.shape.length === rank + 1);

/** The case as a PyTorch module that computes with `w` and `b` in place of its parameters. */
function moduleTorchLine(conv: ConvCase): string {
  const { rank, transposed, weight, bias, options } = conv;
  const groups = options.groups ?? 1;
  const [first, second, ...kernel] = weight.shape as readonly [number, number, ...number[]];
  const channels = transposed ? [first, second * groups] : [second * groups, first];
  const names = {
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    outputPadding: "output_padding",
    paddingMode: "padding_mode",
  };
  const named = Object.entries(options).map(
    ([name, value]) => `, ${names[name as keyof typeof names]}=${JSON.stringify(value)}`,
  );
  const parameters = bias === null ? '{"weight": w}' : '{"weight": w, "bias": b}';
  return (
    `m = nn.Conv${transposed ? "Transpose" : ""}${rank}d(${channels}, ${JSON.stringify(kernel)}${named.join("")}, ` +
    `bias=${bias === null ? "False" : "True"}); nn.utils.stateless.functional_call(m, ${parameters}, (x,))`
  );
}
