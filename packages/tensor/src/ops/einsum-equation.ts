// Reading the equation of einsum: which letter names which axis of which operand, and which of them the output has.
import { ToeplitzError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** Names of axes: letters, and, for axes that an ellipsis covers, their distance from its end. */
export type Axes = readonly string[];

function fail(sentence: string, value: unknown): never {
  throw new ToeplitzError(`einsum(): ${sentence}`, { code: "argument", api: "einsum", argument: "equation", value });
}

const dots = "...";

/**
 * The subscripts of one side: letters and at most one ellipsis per term.
 *
 * @param from where the side begins in the equation, which messages count from
 */
function readTerm(term: string, from: number, who: string): string[] {
  const names: string[] = [];
  const output = who === "output";
  for (let i = 0; i < term.length; i++) {
    const symbol = term[i] as string;
    if (symbol === " ") continue;
    if (symbol === ".") {
      if (names.includes(dots)) {
        fail(
          `found '.' for ${who} ${output ? "but an ellipsis (...) was already found" : "for which an ellipsis was already found"}`,
          term,
        );
      }
      if (term.slice(i, i + 3) !== dots) {
        fail(`found '.' for ${who} that is not part of any ellipsis${output ? " (...)" : ""}`, term);
      }
      names.push(dots);
      i += 2;
    } else if (/[a-zA-Z]/.test(symbol)) names.push(symbol);
    else {
      fail(`invalid subscript given at index ${from + i} in the equation string, subscripts must be in [a-zA-Z]`, term);
    }
  }
  return names;
}

/** What an equation says about these operands. Sizes of axes with one name agree, or are 1. */
export function parseEquation(
  equation: string,
  operands: readonly Tensor[],
): { readonly inputs: readonly Axes[]; readonly output: Axes } {
  const arrow = equation.indexOf("->");
  const terms = (arrow < 0 ? equation : equation.slice(0, arrow)).split(",");
  if (operands.length === 0) fail("must provide at least one operand", equation);
  let from = 0;
  const read = terms.map((term, i) => {
    const names = readTerm(term, from, `operand ${i}`);
    from += term.length + 1;
    return names;
  });
  if (read.length !== operands.length) {
    fail(
      `${read.length > operands.length ? "fewer" : "more"} operands were provided than specified in the equation`,
      equation,
    );
  }
  const inputs = read.map((names, i) => namesOfAxes(names, operands[i] as Tensor, i));
  checkSizes(inputs, operands);

  const longest = inputs
    .map((axes) => axes.filter((name) => name.startsWith(dots)))
    .reduce((a, b) => (a.length >= b.length ? a : b));
  const all = inputs.flat();
  if (arrow < 0) {
    const once = all.filter((name) => !name.startsWith(dots) && all.indexOf(name) === all.lastIndexOf(name));
    return { inputs, output: [...longest, ...once.sort()] };
  }
  const wanted = readTerm(equation.slice(arrow + 2), arrow + 2, "output");
  wanted.forEach((name, i) => {
    if (name === dots) return;
    if (wanted.indexOf(name) !== i) fail(`output subscript ${name} appears more than once in the output`, equation);
    if (!all.includes(name)) {
      fail(`output subscript ${name} does not appear in the equation for any input operand`, equation);
    }
  });
  return { inputs, output: wanted.flatMap((name) => (name === dots ? longest : [name])) };
}

function namesOfAxes(names: readonly string[], x: Tensor, i: number): Axes {
  const letters = names.filter((name) => name !== dots).length;
  const ellipsis = letters < names.length;
  if (ellipsis ? letters > x.ndim : letters !== x.ndim) {
    fail(
      `the number of subscripts in the equation (${letters}) ${ellipsis ? "is more than" : "does not match"} the number of dimensions (${x.ndim}) for operand ${i}${ellipsis ? "" : " and no ellipsis was given"}`,
      names,
    );
  }
  const covered = Array.from({ length: x.ndim - letters }, (_, axis) => `${dots}${x.ndim - letters - axis}`);
  return names.flatMap((name) => (name === dots ? covered : [name]));
}

function checkSizes(inputs: readonly Axes[], operands: readonly Tensor[]): void {
  const seen = new Map<string, number>();
  inputs.forEach((axes, i) => {
    const { shape } = operands[i] as Tensor;
    axes.forEach((name, axis) => {
      const first = axes.indexOf(name);
      const size = shape[axis] as number;
      if (first !== axis && shape[first] !== size) {
        fail(
          `subscript ${name} is repeated for operand ${i} but the sizes don't match, ${size} != ${shape[first]}`,
          shape,
        );
      }
      const before = seen.get(name) ?? 1;
      if (before !== 1 && size !== 1 && before !== size) {
        fail(
          name.startsWith(dots)
            ? `dimension ${axis} covered by ellipsis in operand ${i}has size ${size} which does not broadcast with previously seen ellipsis with size ${before} for the respective dimension`
            : `subscript ${name} has size ${size} for operand ${i} which does not broadcast with previously seen size ${before}`,
          shape,
        );
      }
      if (before === 1) seen.set(name, size);
    });
  });
}
