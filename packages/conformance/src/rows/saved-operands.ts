// Rows of what an operation keeps: for every choice of operands that require gradients, and every operand or result that is written to
// before backward, whether backward refuses. What a derivative does not read may change.
//
// Left out is where PyTorch keeps more than its derivative reads, and so refuses more than here: rounded quotients, pooling, losses of
// squares, normalisation of batches, layers and groups, `prod` and `unfold`.
import type { Tensor } from "@toeplitz/tensor";
import { data, type Recipe } from "./recipe.ts";
import { type Api, type Row, row } from "./row.ts";

const pythonTable = `def table(call, *given):
  told = []
  for needs in range(1, 2 ** len(given)):
    for changed in range(len(given) + 1):
      x = [g.clone().requires_grad_(needs >> i & 1 == 1) for i, g in enumerate(given)]
      y = call(*x)
      with torch.no_grad(): [*x, y][changed].add_(0)
      try:
        y.sum().backward()
        told.append(False)
      except RuntimeError: told.append(True)
  return told
`;

type Call = (t: Api, ...inputs: Tensor[]) => Tensor;

function table(t: Api, call: Call, given: readonly Tensor[]): boolean[] {
  const told: boolean[] = [];
  for (let needs = 1; needs < 2 ** given.length; needs++) {
    for (let changed = 0; changed <= given.length; changed++) {
      const x = given.map((g, i) => t.clone(g).requiresGrad_(((needs >> i) & 1) === 1));
      const y = call(t, ...x);
      t.noGrad(() => [...x, y][changed]?.add_(0));
      const refused = (error: unknown) => error instanceof t.ToeplitzError && error.code === "autograd";
      try {
        y.sum().backward();
        told.push(false);
      } catch (error) {
        if (!refused(error)) throw error;
        told.push(true);
      }
    }
  }
  return told;
}

/** A row on operands of the given shapes; `line` is the call in Python. */
function saved(id: string, shapes: readonly (readonly number[])[], line: string, call: Call): Row {
  const names = ["x", "y", "z"].slice(0, shapes.length);
  const inputs: Record<string, Recipe> = {};
  // Between 0 and 1: in reach of logarithms, roots and probabilities.
  shapes.forEach((shape, i) => void (inputs[names[i] as string] = data(shape, { fill: "unit" })));
  const given = names.join(", ");
  return row({
    id: `saved/${id}`,
    inputs,
    torch: `${pythonTable}table(lambda ${given}: ${line}, ${given})`,
    run: (t, tensors) => table(t, call, Object.values(tensors)),
    line: `written to before backward: ${line}`,
    grad: false,
  });
}

const v = [3] as const;
const m = [2, 2] as const;
const image = [2, 2, 4, 4] as const;

const inPlace: readonly Row[] = [
  row({
    id: "saved/recurrence written in place",
    inputs: { x: data([4]) },
    torch: `x.requires_grad_(); out = torch.zeros(4); out[0] = x[0]
for i in range(1, 4): out[i] = out[i - 1] * 0.5 + x[i]
out.sum().backward(); [out.detach(), x.grad]`,
    run(t, { x }) {
      x.requiresGrad_();
      const out = t.zeros([4]);
      out.index(0).copy_(x.index(0));
      for (let i = 1; i < 4; i++) out.index(i).copy_(t.add(t.mul(out.index(i - 1), 0.5), x.index(i)));
      out.sum().backward();
      return [out.detach(), x.grad];
    },
    grad: false,
  }),
  row({
    id: "saved/step between two losses",
    inputs: { x: data([2, 3]), y: data([2, 3]) },
    torch: `layer = nn.Linear(3, 2); o = torch.optim.SGD(layer.parameters(), 0.5)
with torch.no_grad(): layer.weight.copy_(y); layer.bias.zero_()
first = layer(x).sum(); second = layer(x).square().sum(); first.backward(); o.step(); second.backward()
[layer.weight.detach(), layer.weight.grad]`,
    run(t, { x, y }) {
      const layer = new t.nn.Linear(3, 2);
      const o = new t.optim.SGD(layer.parameters(), { lr: 0.5 });
      t.noGrad(() => {
        layer.weight.copy_(y);
        layer.bias!.zero_();
      });
      const [first, second] = [layer.forward(x).sum(), t.square(layer.forward(x)).sum()];
      first.backward();
      o.step();
      second.backward();
      return [layer.weight.detach(), layer.weight.grad];
    },
    grad: false,
  }),
  row({
    id: "saved/second derivatives of what was kept",
    inputs: { x: data([3], { fill: "nonzero" }), y: data([3], { fill: "nonzero" }) },
    torch: `x.requires_grad_()
f = lambda v: torch.autograd.grad(v.sum(), x, create_graph=True)[0]
[f(f(2 / x * y)).detach(), f(f(y / x + x / y)).detach(), f(f(F.elu(x))).detach(), f(f(F.elu(x * 100))).detach()]`,
    run(t, { x, y }) {
      x.requiresGrad_();
      const f = (v: Tensor): Tensor => t.grad(t.sum(v), x, { createGraph: true })[0]!;
      const twice = (v: Tensor) => f(f(v)).detach();
      return [
        twice(t.mul(t.div(2, x), y)),
        twice(t.add(t.div(y, x), t.div(x, y))),
        twice(t.elu(x)),
        twice(t.elu(t.mul(x, 100))),
      ];
    },
    grad: false,
    tolerance: { ulps: 4, absolute: 2 ** -22, why: "an exponential of another library, and products in another order" },
  }),
];

export const savedOperandRows: readonly Row[] = [
  ...inPlace,
  saved("add", [v, v], "x + y", (t, x, y) => t.add(x!, y!)),
  saved("add alpha", [v, v], "torch.add(x, y, alpha=2)", (t, x, y) => t.add(x!, y!, { alpha: 2 })),
  saved("sub alpha", [v, v], "torch.sub(x, y, alpha=2)", (t, x, y) => t.sub(x!, y!, { alpha: 2 })),
  saved("mul", [v, v], "x * y", (t, x, y) => t.mul(x!, y!)),
  saved("mul by a number", [v], "x * 2", (t, x) => t.mul(x!, 2)),
  saved("div", [v, v], "x / y", (t, x, y) => t.div(x!, y!)),
  saved("div by a number", [v], "x / 2", (t, x) => t.div(x!, 2)),
  saved("div of a number", [v], "2 / x", (t, x) => t.div(2, x!)),
  saved("remainder", [v, v], "torch.remainder(x, y)", (t, x, y) => t.remainder(x!, y!)),
  saved("fmod", [v, v], "torch.fmod(x, y)", (t, x, y) => t.fmod(x!, y!)),
  saved("remainder of a number", [v], "torch.remainder(x, 2)", (t, x) => t.remainder(x!, 2)),
  saved("pow", [v, v], "x ** y", (t, x, y) => t.pow(x!, y!)),
  saved("pow of a number", [v], "2 ** x", (t, x) => t.pow(2, x!)),
  saved("pow by a number", [v], "x ** 3", (t, x) => t.pow(x!, 3)),
  saved("square", [v], "x.square()", (t, x) => t.square(x!)),
  saved("maximum", [v, v], "torch.maximum(x, y)", (t, x, y) => t.maximum(x!, y!)),
  saved("where", [v, v], "torch.where(torch.tensor([True, False, True]), x, y)", (t, x, y) =>
    t.where(t.tensor([true, false, true]), x!, y!),
  ),
  saved("clamp", [v, v, v], "torch.clamp(x, y, z)", (t, x, y, z) => t.clamp(x!, { min: y!, max: z! })),
  saved("clamp by numbers", [v], "torch.clamp(x, 0.2, 0.7)", (t, x) => t.clamp(x!, { min: 0.2, max: 0.7 })),
  saved("mm", [m, m], "x @ y", (t, x, y) => t.mm(x!, y!)),
  saved("mv", [m, [2]], "x @ y", (t, x, y) => t.matmul(x!, y!)),
  saved("dot", [v, v], "x @ y", (t, x, y) => t.matmul(x!, y!)),
  saved(
    "bmm",
    [
      [2, 2, 2],
      [2, 2, 2],
    ],
    "torch.bmm(x, y)",
    (t, x, y) => t.bmm(x!, y!),
  ),
  saved("matmul of batches", [[2, 2, 2], m], "x @ y", (t, x, y) => t.matmul(x!, y!)),
  saved("einsum", [m, m], "torch.einsum('ij,jk->ik', x, y)", (t, x, y) => t.einsum("ij,jk->ik", x!, y!)),
  saved("einsum elements", [m, m], "torch.einsum('ij,ij->ij', x, y)", (t, x, y) => t.einsum("ij,ij->ij", x!, y!)),
  saved("linear", [m, [3, 2], v], "F.linear(x, y, z)", (t, x, y, z) => t.functional.linear(x!, y!, { bias: z! })),
  saved("linear without bias", [m, [3, 2]], "F.linear(x, y)", (t, x, y) => t.functional.linear(x!, y!)),
  saved("linear of batches", [[2, 2, 2], [3, 2], v], "F.linear(x, y, z)", (t, x, y, z) =>
    t.functional.linear(x!, y!, { bias: z! }),
  ),
  saved("conv2d", [image, [3, 2, 2, 2], v], "F.conv2d(x, y, z)", (t, x, y, z) => t.conv2d(x!, y!, { bias: z! })),
  saved(
    "conv1d",
    [
      [1, 2, 5],
      [3, 2, 2],
    ],
    "F.conv1d(x, y)",
    (t, x, y) => t.conv1d(x!, y!),
  ),
  saved("convTranspose2d", [image, [2, 3, 2, 2], v], "F.conv_transpose2d(x, y, z)", (t, x, y, z) =>
    t.convTranspose2d(x!, y!, { bias: z! }),
  ),
  saved("interpolate", [image], "F.interpolate(x, scale_factor=2, mode='bilinear')", (t, x) =>
    t.interpolate(x!, { scaleFactor: 2, mode: "bilinear" }),
  ),
  saved("instanceNorm", [image, [2], [2]], "F.instance_norm(x, weight=y, bias=z)", (t, x, y, z) =>
    t.functional.instanceNorm(x!, { weight: y!, bias: z! }),
  ),
  saved("normalize", [m], "F.normalize(x)", (t, x) => t.functional.normalize(x!)),
  saved("l1Loss", [v, v], "F.l1_loss(x, y)", (t, x, y) => t.functional.l1Loss(x!, y!)),
  saved("klDiv", [v, v], "F.kl_div(x, y, reduction='sum')", (t, x, y) =>
    t.functional.klDiv(x!, y!, { reduction: "sum" }),
  ),
  saved("klDiv of logarithms", [v, v], "F.kl_div(x, y, reduction='sum', log_target=True)", (t, x, y) =>
    t.functional.klDiv(x!, y!, { reduction: "sum", logTarget: true }),
  ),
  saved("binaryCrossEntropy", [v, v], "F.binary_cross_entropy(x, y)", (t, x, y) =>
    t.functional.binaryCrossEntropy(x!, y!),
  ),
  saved("binaryCrossEntropyWithLogits", [v, v], "F.binary_cross_entropy_with_logits(x, y)", (t, x, y) =>
    t.functional.binaryCrossEntropyWithLogits(x!, y!),
  ),
  saved("crossEntropy", [m], "F.cross_entropy(x, torch.tensor([0, 1]))", (t, x) =>
    t.functional.crossEntropy(x!, t.tensor([0, 1], { dtype: "int64" })),
  ),
  saved("prelu", [image, [2]], "F.prelu(x, y)", (t, x, y) => t.prelu(x!, y!)),
  ...(
    [
      ["elu", "F.elu", (t, x) => t.elu(x)],
      ["selu", "F.selu", (t, x) => t.selu(x)],
      ["celu", "F.celu", (t, x) => t.celu(x)],
      ["gelu", "F.gelu", (t, x) => t.gelu(x)],
      ["silu", "F.silu", (t, x) => t.silu(x)],
      ["mish", "F.mish", (t, x) => t.mish(x)],
      ["softplus", "F.softplus", (t, x) => t.softplus(x)],
      ["softsign", "F.softsign", (t, x) => t.softsign(x)],
      ["hardswish", "F.hardswish", (t, x) => t.hardswish(x)],
      ["hardsigmoid", "F.hardsigmoid", (t, x) => t.hardsigmoid(x)],
      ["hardtanh", "F.hardtanh", (t, x) => t.hardtanh(x)],
      ["leakyRelu", "F.leaky_relu", (t, x) => t.leakyRelu(x)],
      ["logsigmoid", "F.logsigmoid", (t, x) => t.logsigmoid(x)],
      ["relu", "torch.relu", (t, x) => t.relu(x)],
      ["relu6", "F.relu6", (t, x) => t.relu6(x)],
      ["sigmoid", "torch.sigmoid", (t, x) => t.sigmoid(x)],
      ["tanh", "torch.tanh", (t, x) => t.tanh(x)],
      ["exp", "torch.exp", (t, x) => t.exp(x)],
      ["log", "torch.log", (t, x) => t.log(x)],
      ["sqrt", "torch.sqrt", (t, x) => t.sqrt(x)],
      ["rsqrt", "torch.rsqrt", (t, x) => t.rsqrt(x)],
      ["sin", "torch.sin", (t, x) => t.sin(x)],
      ["abs", "torch.abs", (t, x) => t.abs(x)],
      ["neg", "torch.neg", (t, x) => t.neg(x)],
      ["erf", "torch.erf", (t, x) => t.erf(x)],
      ["reciprocal", "torch.reciprocal", (t, x) => t.reciprocal(x)],
      ["softmax", "lambda x: torch.softmax(x, -1)", (t, x) => t.softmax(x, -1)],
      ["logSoftmax", "lambda x: torch.log_softmax(x, -1)", (t, x) => t.logSoftmax(x, -1)],
      ["logsumexp", "lambda x: torch.logsumexp(x, -1)", (t, x) => t.logsumexp(x, -1)],
      ["sum", "torch.sum", (t, x) => t.sum(x)],
      ["mean", "torch.mean", (t, x) => t.mean(x)],
      ["variance", "torch.var", (t, x) => t.variance(x)],
      ["std", "torch.std", (t, x) => t.std(x)],
      ["max", "torch.max", (t, x) => t.max(x)],
      ["max along an axis", "lambda x: torch.max(x, -1)[0]", (t, x) => t.max(x, { dim: -1 }).values],
      ["norm", "torch.norm", (t, x) => t.norm(x)],
      ["cumsum", "lambda x: x.cumsum(-1)", (t, x) => t.cumsum(x, -1)],
      ["sort", "lambda x: x.sort()[0]", (t, x) => t.sort(x).values],
      ["transpose", "lambda x: x.t() * 1", (t, x) => t.mul(t.t(x), 1)],
      ["cat", "lambda x: torch.cat([x, x])", (t, x) => t.cat([x, x])],
      ["index", "lambda x: x[[0, 0]]", (t, x) => t.index(x, [0, 0])],
      ["tril", "torch.tril", (t, x) => t.tril(x)],
    ] as readonly [string, string, (t: Api, x: Tensor) => Tensor][]
  ).map(([id, line, call]) => saved(id, [m], `(${line})(x)`, (t, x) => call(t, x!))),
];
