// What the operations on tensors refuse: shapes, axes, positions, types, and history, alone and in pairs.
import { type Refusal, refuses, refusesAll } from "./refusals.ts";

const shapes: readonly Refusal[] = [
  refusesAll("expand/two sizes that do not fit", "torch.ones(2, 3).expand(4, 5)", (t) => t.ones([2, 3]).expand([4, 5])),
  refusesAll("expand/a negative size", "torch.ones(2, 3).expand(4, -2)", (t) => t.ones([2, 3]).expand([4, -2])),
  ...(["float64", "int32", "uint8"] as const).map((dtype) =>
    refusesAll(`expand/fewer axes of ${dtype}`, `torch.ones(1, 2, dtype=torch.${dtype}).expand(2)`, (t) =>
      t.ones([1, 2], { dtype }).expand([2]),
    ),
  ),
  refusesAll("unflatten/no sizes", "torch.ones(4).unflatten(0, ())", (t) => t.unflatten(t.ones([4]), 0, [])),
  refusesAll("mean/a whole dtype", "torch.ones(2).mean(dtype=torch.int64)", (t) =>
    t.mean(t.ones([2]), { dtype: "int64" }),
  ),
  refuses("view/a size that does not fit", "torch.zeros(2, 3).view(4)", [4], (t, shape) => t.zeros([2, 3]).view(shape)),
  refusesAll("view/two unknowns", "torch.zeros(2, 3).view(-1, -1)", (t) => t.zeros([2, 3]).view([-1, -1])),
  refusesAll("view/two unknowns before a size that does not fit", "torch.zeros(2, 3).view(-1, -1, 5)", (t) =>
    t.zeros([2, 3]).view([-1, -1, 5]),
  ),
  refusesAll("view/a size that does not fit before strides", "torch.zeros(2, 3).t().view(4)", (t) =>
    t.zeros([2, 3]).t().view([4]),
  ),
  refusesAll("broadcastTo/another size", "torch.zeros(2, 3).broadcast_to(3, 3)", (t) =>
    t.broadcastTo(t.zeros([2, 3]), [3, 3]),
  ),
  refusesAll("expandAs/fewer axes", "torch.zeros(2, 3).expand_as(torch.zeros(3))", (t) =>
    t.zeros([2, 3]).expandAs(t.zeros([3])),
  ),
  refuses("transpose/the second axis", "torch.zeros(2, 3).transpose(0, 5)", 5, (t, dim) =>
    t.zeros([2, 3]).transpose(0, dim),
  ),
  refusesAll("transpose/both axes", "torch.zeros(2, 3).transpose(4, 5)", (t) => t.zeros([2, 3]).transpose(4, 5)),
  refuses("movedim/an axis", "torch.zeros(2, 3).movedim(3, 0)", 3, (t, dim) => t.zeros([2, 3]).movedim(dim, 0)),
  refusesAll("permute/an axis", "torch.zeros(2, 3).permute(0, 2)", (t) => t.zeros([2, 3]).permute([0, 2])),
  refuses("flatten/an axis", "torch.zeros(2, 3).flatten(2)", 2, (t, dim) => t.zeros([2, 3]).flatten(dim)),
  refuses("squeeze/a far axis", "torch.zeros(2, 1).squeeze(-3)", -3, (t, dim) => t.zeros([2, 1]).squeeze(dim)),
  refuses("unsqueeze/a far axis", "torch.zeros(2, 1).unsqueeze(-4)", -4, (t, dim) => t.zeros([2, 1]).unsqueeze(dim)),
  refuses("select/an axis", "torch.zeros(2, 3).select(2, 0)", 2, (t, dim) => t.zeros([2, 3]).select(dim, 0)),
  refuses("select/a negative position", "torch.zeros(2, 3).select(1, -4)", -4, (t, index) =>
    t.zeros([2, 3]).select(1, index),
  ),
  refusesAll("select/a number", "torch.tensor(1.).select(0, 0)", (t) => t.tensor(1).select(0, 0)),
  refusesAll("select/an axis before a position", "torch.zeros(2, 3).select(4, 9)", (t) => t.zeros([2, 3]).select(4, 9)),
  refuses("narrow/an axis", "torch.zeros(2, 3).narrow(2, 0, 1)", 2, (t, dim) => t.zeros([2, 3]).narrow(dim, 0, 1)),
  refusesAll("narrow/a number", "torch.tensor(1.).narrow(0, 0, 1)", (t) => t.tensor(1).narrow(0, 0, 1)),
  refuses("split/an axis", "torch.zeros(2, 3).split(1, 2)", 2, (t, dim) => t.split(t.zeros([2, 3]), 1, { dim })),
  refuses("chunk/an axis", "torch.zeros(2, 3).chunk(1, -3)", -3, (t, dim) => t.chunk(t.zeros([2, 3]), 1, { dim })),
  refuses("unbind/an axis", "torch.zeros(2, 3).unbind(2)", 2, (t, dim) => t.unbind(t.zeros([2, 3]), { dim })),
];

const joins: readonly Refusal[] = [
  refuses("cat/an axis of stretched lists", "torch.cat([torch.zeros(2), torch.zeros(3)], 1)", 1, (t, dim) =>
    t.cat([t.zeros([2]), t.zeros([3])], { dim }),
  ),
  refusesAll("cat/numbers", "torch.cat([torch.tensor(1.), torch.tensor(2.)])", (t) =>
    t.cat([t.tensor(1), t.tensor(2)]),
  ),
  refuses("cat/another size behind", "torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)])", [2, 4], (t, shape) =>
    t.cat([t.zeros([2, 3]), t.zeros(shape)]),
  ),
  refusesAll("cat/an axis before sizes", "torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)], 5)", (t) =>
    t.cat([t.zeros([2, 3]), t.zeros([2, 4])], { dim: 5 }),
  ),
  refusesAll("cat/axes before sizes", "torch.cat([torch.zeros(2, 3), torch.zeros(2, 4), torch.zeros(1, 2, 3)])", (t) =>
    t.cat([t.zeros([2, 3]), t.zeros([2, 4]), t.zeros([1, 2, 3])]),
  ),
  refuses("stack/an axis", "torch.stack([torch.zeros(2), torch.zeros(2)], 2)", 2, (t, dim) =>
    t.stack([t.zeros([2]), t.zeros([2])], { dim }),
  ),
  refuses("stack/another size", "torch.stack([torch.zeros(2), torch.zeros(3)])", [3], (t, shape) =>
    t.stack([t.zeros([2]), t.zeros(shape)]),
  ),
];

const sums: readonly Refusal[] = [
  refuses("mean/an axis", "torch.zeros(2, 3).mean(2)", 2, (t, dim) => t.zeros([2, 3]).mean({ dim })),
  refuses("variance/an axis", "torch.zeros(2, 3).var(-3)", -3, (t, dim) => t.zeros([2, 3]).var({ dim })),
  refuses("max/an axis", "torch.zeros(2, 3).max(2)", 2, (t, dim) => t.max(t.zeros([2, 3]), { dim })),
  refuses("argmax/an axis", "torch.zeros(2, 3).argmax(2)", 2, (t, dim) => t.argmax(t.zeros([2, 3]), { dim })),
  refuses("any/an axis", "torch.zeros(2, 3).any(2)", 2, (t, dim) => t.any(t.zeros([2, 3]), { dim })),
  refuses("all/an axis", "torch.zeros(2, 3).all(-3)", -3, (t, dim) => t.all(t.zeros([2, 3]), { dim })),
  refuses("sum/an axis of a number", "torch.tensor(1.).sum(1)", 1, (t, dim) => t.tensor(1).sum({ dim })),
  refusesAll("sum/one axis by two names", "torch.zeros(2, 3).sum((1, -1))", (t) =>
    t.zeros([2, 3]).sum({ dim: [1, -1] }),
  ),
  refusesAll("sum/an axis before a twin", "torch.zeros(2, 3).sum((1, 1, 7))", (t) =>
    t.zeros([2, 3]).sum({ dim: [1, 1, 7] }),
  ),
  refusesAll("mean/a type before an axis", "torch.zeros(2, 3).long().mean(7)", (t) =>
    t.zeros([2, 3], { dtype: "int64" }).mean({ dim: 7 }),
  ),
  refusesAll("max/an axis of nothing", "torch.zeros(2, 0).max(1)", (t) => t.max(t.zeros([2, 0]), { dim: 1 })),
];

/** PyTorch 2 says it like this; 1.13 leaves it to the accessor, which does not say whose type is wrong. */
const sameType = (x: string, other: string) => `expected m1 and m2 to have the same dtype, but got: ${x} != ${other}`;

const products: readonly Refusal[] = [
  refusesAll("matmul/a matrix and a vector", "torch.zeros(2, 3) @ torch.zeros(2)", (t) =>
    t.matmul(t.zeros([2, 3]), t.zeros([2])),
  ),
  refusesAll("matmul/a vector and a matrix", "torch.zeros(2) @ torch.zeros(3, 2)", (t) =>
    t.matmul(t.zeros([2]), t.zeros([3, 2])),
  ),
  refusesAll("matmul/batches of other inner sizes", "torch.zeros(2, 2, 3) @ torch.zeros(2, 2, 3)", (t) =>
    t.matmul(t.zeros([2, 2, 3]), t.zeros([2, 2, 3])),
  ),
  refusesAll("matmul/a number before a type", "torch.zeros(2, 3) @ torch.tensor(1)", (t) =>
    t.matmul(t.zeros([2, 3]), t.tensor(1, { dtype: "int64" })),
  ),
  refusesAll("matmul/vectors of other types before their sizes", "torch.zeros(2) @ torch.zeros(3).double()", (t) =>
    t.matmul(t.zeros([2]), t.zeros([3], { dtype: "float64" })),
  ),
  refusesAll("mm/three axes", "torch.zeros(1, 2, 3).mm(torch.zeros(3, 2))", (t) =>
    t.mm(t.zeros([1, 2, 3]), t.zeros([3, 2])),
  ),
  refusesAll(
    "mm/types",
    "torch.zeros(2, 3).mm(torch.zeros(3, 2).long())",
    (t) => t.mm(t.zeros([2, 3]), t.zeros([3, 2], { dtype: "int64" })),
    sameType("float", "long int"),
  ),
  refusesAll("mm/sizes before types", "torch.zeros(2, 3).mm(torch.zeros(2, 2).long())", (t) =>
    t.mm(t.zeros([2, 3]), t.zeros([2, 2], { dtype: "int64" })),
  ),
  refusesAll("bmm/inner sizes", "torch.zeros(2, 2, 3).bmm(torch.zeros(2, 2, 3))", (t) =>
    t.bmm(t.zeros([2, 2, 3]), t.zeros([2, 2, 3])),
  ),
  refusesAll(
    "bmm/types",
    "torch.zeros(2, 2, 3).bmm(torch.zeros(2, 3, 2).double())",
    (t) => t.bmm(t.zeros([2, 2, 3]), t.zeros([2, 3, 2], { dtype: "float64" })),
    sameType("float", "double"),
  ),
];

const elements: readonly Refusal[] = [
  refusesAll(
    "item/nothing",
    "torch.zeros(0).item()",
    (t) => t.zeros([0]).item(),
    "a Tensor with 0 elements cannot be converted to Scalar",
  ),
  refuses("index/a position of a vector", "torch.zeros(3)[3]", 3, (t, at) => t.zeros([3]).index(at)),
  refuses("index/a negative position of a vector", "torch.zeros(3)[-4]", -4, (t, at) => t.zeros([3]).index(at)),
  refusesAll("index/a number", "torch.tensor(1.)[0]", (t) => t.tensor(1).index(0)),
  refusesAll("index/a second axis of a vector", "torch.zeros(3)[0, 0]", (t) => t.zeros([3]).index(0, 0)),
  refusesAll("index/too many before a position", "torch.zeros(3)[7, 0]", (t) => t.zeros([3]).index(7, 0)),
  refusesAll("index/a long mask", "torch.zeros(3)[torch.ones(4).bool()]", (t) =>
    t.zeros([3]).index(t.ones([4], { dtype: "bool" })),
  ),
  refusesAll("maskedFill/shapes", "torch.zeros(3).masked_fill(torch.ones(4).bool(), 1.)", (t) =>
    t.maskedFill(t.zeros([3]), t.ones([4], { dtype: "bool" }), 1),
  ),
  refusesAll("copy_/a larger tensor", "torch.zeros(3).copy_(torch.zeros(2, 3))", (t) =>
    t.zeros([3]).copy_(t.zeros([2, 3])),
  ),
  refusesAll("copy_/another size", "torch.zeros(2, 3).copy_(torch.zeros(2))", (t) =>
    t.zeros([2, 3]).copy_(t.zeros([2])),
  ),
];

const types: readonly Refusal[] = [
  refusesAll("mul_/an integer tensor by a float", "torch.ones(2).long().mul_(torch.ones(2))", (t) =>
    t.ones([2], { dtype: "int64" }).mul_(t.ones([2])),
  ),
  refusesAll("add_/a boolean tensor and an integer", "torch.ones(2).bool().add_(torch.ones(2).long())", (t) =>
    t.ones([2], { dtype: "bool" }).add_(t.ones([2], { dtype: "int64" })),
  ),
  refusesAll("sub/a number from booleans", "torch.ones(2).bool() - 1", (t) => t.ones([2], { dtype: "bool" }).sub(1)),
  refusesAll("add/shapes before types", "torch.ones(2).bool() - torch.ones(3).bool()", (t) =>
    t.ones([2], { dtype: "bool" }).sub(t.ones([3], { dtype: "bool" })),
  ),
  refusesAll("add_/shapes before a narrower result", "torch.ones(2).int().add_(torch.ones(3))", (t) =>
    t.ones([2], { dtype: "int32" }).add_(t.ones([3])),
  ),
  refusesAll("pow/integers by a negative tensor's number", "torch.ones(2).long() ** -1", (t) =>
    t.ones([2], { dtype: "int64" }).pow(-1),
  ),
  refusesAll("std/integers", "torch.ones(2).long().std()", (t) => t.ones([2], { dtype: "int64" }).std()),
  refusesAll("square/booleans are numbers, neg is not", "-torch.ones(2).bool()", (t) =>
    t.ones([2], { dtype: "bool" }).neg(),
  ),
];

const history: readonly Refusal[] = [
  refusesAll("backward/a leaf of many elements", "torch.ones(2, requires_grad=True).backward()", (t) =>
    t.ones([2], { requiresGrad: true }).backward(),
  ),
  refusesAll("backward/no history before many elements", "torch.ones(2).backward()", (t) => t.ones([2]).backward()),
  refusesAll("mul_/a leaf", "torch.ones(2, requires_grad=True).mul_(2)", (t) =>
    t.ones([2], { requiresGrad: true }).mul_(2),
  ),
  refusesAll("zero_/a leaf", "torch.ones(2, requires_grad=True).zero_()", (t) =>
    t.ones([2], { requiresGrad: true }).zero_(),
  ),
  refusesAll("copy_/a leaf", "torch.ones(2, requires_grad=True).copy_(torch.ones(2))", (t) =>
    t.ones([2], { requiresGrad: true }).copy_(t.ones([2])),
  ),
  refusesAll("fill_/a view of a leaf", "torch.ones(2, requires_grad=True)[0].fill_(1)", (t) =>
    t.ones([2], { requiresGrad: true }).index(0).fill_(1),
  ),
  refusesAll("uniform_/a leaf", "torch.ones(2, requires_grad=True).uniform_()", (t) =>
    t.ones([2], { requiresGrad: true }).uniform_(),
  ),
  refusesAll("mul_/a leaf before shapes", "torch.ones(2, requires_grad=True).mul_(torch.ones(3))", (t) =>
    t.ones([2], { requiresGrad: true }).mul_(t.ones([3])),
  ),
  refusesAll("ones/integers that require gradients", "torch.ones(2, dtype=torch.int64, requires_grad=True)", (t) =>
    t.ones([2], { dtype: "int64", requiresGrad: true }),
  ),
  refusesAll(
    "grad/gradients of another number",
    "a = torch.ones(2, requires_grad=True); torch.autograd.grad([a * 2, a * 3], [a], [torch.ones(2)])",
    (t) => {
      const a = t.ones([2], { requiresGrad: true });
      t.grad([a.mul(2), a.mul(3)], [a], { gradOutputs: [t.ones([2])] });
    },
  ),
  refusesAll(
    "backward/a gradient of another type of shape",
    "a = torch.ones(2, requires_grad=True); (a * 2).backward(torch.ones(2, 1))",
    (t) =>
      t
        .ones([2], { requiresGrad: true })
        .mul(2)
        .backward(t.ones([2, 1])),
  ),
];

const creation: readonly Refusal[] = [
  refuses("eye/a negative size", "torch.eye(-1)", -1, (t, n) => t.eye(n)),
  refuses("linspace/a negative count", "torch.linspace(0, 1, -2)", -2, (t, steps) => t.linspace(0, 1, steps)),
  refuses("full/a negative size", "torch.full((2, -3), 1.)", [2, -3], (t, shape) => t.full(shape, 1)),
  refusesAll("arange/step 0 before its bounds", "torch.arange(0, float('inf'), 0)", (t) => t.arange(0, Infinity, 0)),
  refusesAll("arange/an infinite bound", "torch.arange(0, float('inf'))", (t) => t.arange(0, Infinity)),
  refusesAll("randint/an empty range backwards", "torch.randint(5, 3, (2,))", (t) => t.randint(5, 3, [2])),
  refusesAll("uniform_/a backward range", "torch.zeros(2).uniform_(2., 1.)", (t) => t.zeros([2]).uniform_(2, 1)),
  refusesAll("normal_/a negative deviation", "torch.zeros(2).normal_(0., -1.)", (t) => t.zeros([2]).normal_(0, -1)),
  refusesAll("bernoulli_/a probability", "torch.zeros(2).bernoulli_(1.5)", (t) => t.zeros([2]).bernoulli_(1.5)),
];

export const tensorErrorRows: readonly Refusal[] = [
  ...shapes,
  ...joins,
  ...sums,
  ...products,
  ...elements,
  ...types,
  ...history,
  ...creation,
];
