// Einstein's sums: axes named by letters, multiplied where they meet and added up where the output does not name them.
import { checkTensor } from "../check-tensor.ts";
import { argumentError } from "../errors.ts";
import { numelOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { diagonal } from "./diagonal.ts";
import { type Axes, parseEquation } from "./einsum-equation.ts";
import { sum } from "./expand-and-sum.ts";
import { matmul } from "./matmul.ts";
import { permute, reshape } from "./shape-view.ts";

/** A tensor, and the names of its axes. */
interface Named {
  readonly x: Tensor;
  readonly axes: Axes;
}

/** Axes with one name are read along their diagonal. */
function withoutRepeats({ x, axes }: Named): Named {
  const second = axes.findIndex((name, i) => axes.indexOf(name) !== i);
  if (second < 0) return { x, axes };
  const name = axes[second]!;
  const rest = axes.filter((_, i) => i !== second && i !== axes.indexOf(name));
  return withoutRepeats({ x: diagonal(x, { dim1: axes.indexOf(name), dim2: second }), axes: [...rest, name] });
}

/** Adds up the axes that nobody needs. */
function keepOnly({ x, axes }: Named, needed: (name: string, size: number) => boolean): Named {
  const gone = axes.map((_, i) => i).filter((i) => !needed(axes[i]!, x.shape[i]!));
  if (gone.length === 0) return { x, axes };
  return { x: sum(x, { dim: gone }), axes: axes.filter((_, i) => !gone.includes(i)) };
}

const inOrder = ({ x, axes }: Named, order: Axes) =>
  permute(
    x,
    order.map((name) => axes.indexOf(name)),
  );

/** Two operands as one product of matrices: axes of both that stay are its batch, axes of both that go are added up over. */
function contract(a: Named, b: Named, needed: (name: string) => boolean): Named {
  const sizeIn = ({ x, axes }: Named, name: string) => x.shape[axes.indexOf(name)];
  // An axis of one element broadcasts with a longer one of the other operand: there it need not be.
  const one = (own: Named, other: Named) =>
    keepOnly(own, (name, size) => {
      const theirs = sizeIn(other, name);
      return theirs === undefined ? needed(name) : !(size === 1 && theirs !== 1);
    });
  const [left, right] = [one(a, b), one(b, a)];
  const shared = left.axes.filter((name) => right.axes.includes(name));
  const batch = shared.filter(needed);
  const summed = shared.filter((name) => !needed(name));
  const rows = left.axes.filter((name) => !shared.includes(name));
  const columns = right.axes.filter((name) => !shared.includes(name));
  const sizes = (from: Named, names: Axes) => names.map((name) => sizeIn(from, name)!);
  const [lead, k] = [sizes(left, batch), sizes(left, summed)];
  const [m, n] = [sizes(left, rows), sizes(right, columns)];
  const axes = [...batch, ...rows, ...columns];
  if (summed.length === 0) {
    const wide = reshape(inOrder(left, [...batch, ...rows]), [...lead, ...m, ...n.map(() => 1)]);
    return { x: mul(wide, reshape(inOrder(right, [...batch, ...columns]), [...lead, ...m.map(() => 1), ...n])), axes };
  }
  const product = matmul(
    reshape(inOrder(left, [...batch, ...rows, ...summed]), [numelOf(lead), numelOf(m), numelOf(k)]),
    reshape(inOrder(right, [...batch, ...summed, ...columns]), [numelOf(lead), numelOf(k), numelOf(n)]),
  );
  return { x: reshape(product, [...lead, ...m, ...n]), axes };
}

/**
 * Products of the operands' elements, added up over all axes that the output does not name.
 *
 * `einsum("bij,bjk->bik", a, b)` multiplies batches of matrices, `einsum("ii", a)` is the trace. Without `->` the output has the
 * letters that occur once, in alphabetical order; `...` stands for axes without letters, which broadcast. Operands meet from left to
 * right.
 *
 * @throws ToeplitzError with PyTorch's sentences for an equation that cannot be read or does not fit the operands.
 * @see https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  if (typeof equation !== "string") throw argumentError("einsum", "equation", "be a string", equation);
  operands.forEach((x, i) => void checkTensor("einsum", `operands[${i}]`, x));
  const { inputs, output } = parseEquation(equation, operands);
  const named = operands.map((x, i) => withoutRepeats({ x, axes: inputs[i] as Axes }));
  const result = named.reduce((a, b, i) => {
    const later = named.slice(i + 1);
    return contract(a, b, (name) => output.includes(name) || later.some(({ axes }) => axes.includes(name)));
  });
  return inOrder(
    keepOnly(result, (name) => output.includes(name)),
    output,
  );
}
