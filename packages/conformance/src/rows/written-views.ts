// Rows of writing in place through views that the tape cannot follow, and of operands that overlap what is written to.
import type { Tensor } from "@toeplitz/tensor";
import { data, type Recipe } from "./recipe.ts";
import { type Api, type Row, row, rowsOn } from "./row.ts";

const four = { x: data([4]), y: data([4]) };

const untraced: readonly Row[] = rowsOn(
  four,
  [
    [
      "split/refuses writing into a part",
      "(x.requires_grad_() * 2).split(2)[1].mul_(2)",
      (t, { x }) => t.split(t.mul(x.requiresGrad_(), 2), 2)[1]!.mul_(2),
    ],
    [
      "split/refuses writing into a part by sizes",
      "(x.requires_grad_() * 2).split([1, 3])[1].mul_(2)",
      (t, { x }) => t.split(t.mul(x.requiresGrad_(), 2), [1, 3])[1]!.mul_(2),
    ],
    [
      "split/refuses writing into a part of a leaf",
      "x.requires_grad_().split(2)[1].mul_(2)",
      (t, { x }) => t.split(x.requiresGrad_(), 2)[1]!.mul_(2),
    ],
    [
      "chunk/refuses writing into a view of a part",
      "(x.requires_grad_() * 2).chunk(2)[1].view(2, 1).mul_(2)",
      (t, { x }) => t.chunk(t.mul(x.requiresGrad_(), 2), 2)[1]!.view([2, 1]).mul_(2),
    ],
    [
      "unbind/refuses writing into a part",
      "(x.requires_grad_() * 2).unbind()[3].zero_()",
      (t, { x }) => t.unbind(t.mul(x.requiresGrad_(), 2))[3]!.zero_(),
    ],
    [
      "unbind/refuses writing what requires grad into a part",
      "x.unbind()[3].mul_(y.requires_grad_().sum())",
      (t, { x, y }) => t.unbind(x)[3]!.mul_(y.requiresGrad_().sum()),
    ],
    [
      "noGrad/refuses a view of a computed tensor outside",
      "z = x.requires_grad_() * 2\nwith torch.no_grad(): v = z[:2]\nv.mul_(2)",
      (t, { x }) => {
        const z = t.mul(x.requiresGrad_(), 2);
        return t.noGrad(() => z.index(":2")).mul_(2);
      },
    ],
    [
      "noGrad/refuses a view of a leaf outside",
      "x.requires_grad_()\nwith torch.no_grad(): v = x[:2]\nv.fill_(2)",
      (t, { x }) => {
        x.requiresGrad_();
        return t.noGrad(() => x.index(":2")).fill_(2);
      },
    ],
    [
      "noGrad/refuses a view outside that what requires grad is written into",
      "y.requires_grad_()\nwith torch.no_grad(): v = x.view(2, 2)\nv.mul_(y.sum())",
      (t, { x, y }) => t.noGrad(() => x.view([2, 2])).mul_(y.requiresGrad_().sum()),
    ],
  ],
  { grad: false, error: true },
);

const taken: readonly Row[] = rowsOn(
  { x: data([4]) },
  [
    [
      "split/takes writing into a part without a tape",
      "x.split(2)[1].mul_(2); x",
      (t, { x }) => {
        t.split(x, 2)[1]!.mul_(2);
        return x;
      },
    ],
    [
      "unbind/takes writing into a part in noGrad",
      "z = x.requires_grad_() * 1\nwith torch.no_grad(): z.unbind()[0].mul_(2)\nz.detach()",
      (t, { x }) => {
        const z = t.mul(x.requiresGrad_(), 1);
        t.noGrad(() => t.unbind(z)[0]!.mul_(2));
        return z.detach();
      },
    ],
    [
      "noGrad/takes a view that is written to inside",
      "x.requires_grad_()\nwith torch.no_grad(): x[:2].mul_(2)\n(x * x).sum().backward(); [x.detach(), x.grad]",
      (t, { x }) => {
        x.requiresGrad_();
        t.noGrad(() => x.index(":2").mul_(2));
        t.sum(t.mul(x, x)).backward();
        return [x.detach(), x.grad];
      },
    ],
  ],
  { grad: false },
);

/** Pairs of views of one 3 x 3 tensor: the first is written to, the second read. */
const pairs: readonly (readonly [string, string, (x: Tensor) => readonly [Tensor, Tensor]])[] = [
  ["x", "x", (x) => [x, x]],
  ["x", "x.view(3, 3)", (x) => [x, x.view([3, 3])]],
  ["x", "x.t()", (x) => [x, x.t()]],
  ["x.t()", "x.t()", (x) => [x.t(), x.t()]],
  ["x", "x[0]", (x) => [x, x.index(0)]],
  ["x", "x[:1]", (x) => [x, x.index(":1")]],
  ["x", "x[0].expand(3, 3)", (x) => [x, x.index(0).expand([3, 3])]],
  ["x", "x[:, :1]", (x) => [x, x.index(":", ":1")]],
  ["x", "x[1, 1]", (x) => [x, x.index(1, 1)]],
  ["x[0]", "x[1]", (x) => [x.index(0), x.index(1)]],
  ["x[1:]", "x[:-1]", (x) => [x.index("1:"), x.index(":-1")]],
  ["x[:, 1:]", "x[:, :-1]", (x) => [x.index(":", "1:"), x.index(":", ":-1")]],
  ["x.view(9)[::2]", "x.view(9)[1::2][:1]", (x) => [x.view([9]).index("::2"), x.view([9]).index("1::2").index(":1")]],
  ["x.view(9)[1:]", "x.view(9)[:-1]", (x) => [x.view([9]).index("1:"), x.view([9]).index(":-1")]],
  ["x.view(1, 9)", "x.view(9)", (x) => [x.view([1, 9]), x.view([9])]],
  ["x[0, 0:1]", "x[0, 0]", (x) => [x.index(0, "0:1"), x.index(0, 0)]],
  ["x[0, 0]", "x[0, 0]", (x) => [x.index(0, 0), x.index(0, 0)]],
];

/** One call on every pair: taken or refused. What comes out of overlaps that PyTorch overlooks is an accident there. */
function onPairs(id: string, line: string, call: (t: Api, a: Tensor, b: Tensor) => unknown): Row {
  const written: Recipe = data([3, 3], { fill: "nonzero" });
  const given = pairs.map(([a, b]) => `lambda x: (${a}, ${b})`).join(", ");
  return row({
    id: `${id}/on operands that overlap`,
    inputs: { x: written },
    torch: `out = []
for views in [${given}]:
  z = x.clone(); a, b = views(z)
  try: ${line}; out.append('taken')
  except RuntimeError as e: out.append(str(e)[:60])
out`,
    run: (t, { x }) =>
      pairs.map(([, , views]) => {
        const z = t.clone(x);
        try {
          call(t, ...views(z));
          return "taken";
        } catch (error) {
          if (!(error instanceof t.ToeplitzError)) throw error;
          return error.message.slice(error.message.indexOf("unsupported")).slice(0, 60);
        }
      }),
    line,
    grad: false,
  });
}

const overlapping: readonly Row[] = [
  onPairs("add_", "a.add_(b)", (_, a, b) => a.add_(b)),
  onPairs("mul_", "a.mul_(b)", (_, a, b) => a.mul_(b)),
  onPairs("copy_", "a.copy_(b)", (_, a, b) => a.copy_(b)),
  onPairs("clamp_", "a.clamp_(min=b)", (_, a, b) => a.clamp_({ min: b })),
  onPairs("indexPut_", "a[...] = b", (_, a, b) => a.indexPut_(["..."], b)),
  row({
    id: "fill_/with one of its elements",
    inputs: { x: data([3]) },
    torch: "x.fill_(x[1])",
    run: (_, { x }) => x.fill_(x.index(1)),
    grad: false,
  }),
];

export const writtenViewRows: readonly Row[] = [...untraced, ...taken, ...overlapping];
