// Filling arrays with uniform numbers.
import { ToeplitzError } from "../errors.ts";
import { shortText } from "../printing/number-text.ts";
import { fma32, fma64 } from "./fused-multiply-add.ts";
import type { Generator } from "./generator.ts";
import { randomProfile } from "./profile.ts";

/**
 * Overwrites `array` with numbers from [from, to), in order: one draw per float32, two per float64.
 * Mirrors `torch.rand` and `Tensor.uniform_`.
 *
 * @throws ToeplitzError with PyTorch's sentence if `from` is above `to`, or their distance is no finite number.
 */
export function fillUniform(
  generator: Generator,
  array: Float32Array | Float64Array,
  from = 0,
  to = 1,
  api = "uniform_",
): void {
  checkUniform(api, array instanceof Float32Array, from, to);
  const fused = randomProfile().fused;
  if (array instanceof Float32Array) {
    const low = Math.fround(from);
    const range = Math.fround(Math.fround(to) - low);
    if (low === 0 && range === 1) for (let i = 0; i < array.length; i++) array[i] = generator.uniform24();
    else if (fused) for (let i = 0; i < array.length; i++) array[i] = fma32(generator.uniform24(), range, low);
    else for (let i = 0; i < array.length; i++) array[i] = Math.fround(generator.uniform24() * range) + low;
  } else {
    const range = to - from;
    if (from === 0 && range === 1) for (let i = 0; i < array.length; i++) array[i] = generator.uniform53();
    else if (fused) for (let i = 0; i < array.length; i++) array[i] = fma64(generator.uniform53(), range, from);
    else for (let i = 0; i < array.length; i++) array[i] = generator.uniform53() * range + from;
  }
}

function checkUniform(api: string, single: boolean, from: number, to: number): void {
  const largest = single ? 3.4028234663852886e38 : Number.MAX_VALUE;
  const fields = { code: "argument", api, argument: "from", value: from };
  if (!(Math.abs(from) <= largest)) {
    throw new ToeplitzError(`from is out of bounds for ${single ? "float" : "double"}`, fields);
  }
  if (!(Math.abs(to) <= largest)) {
    throw new ToeplitzError(`to is out of bounds for ${single ? "float" : "double"}`, {
      ...fields,
      argument: "to",
      value: to,
    });
  }
  if (from > to) {
    throw new ToeplitzError(
      `uniform_ expects to return a [from, to) range, but found from=${shortText(from)} > to=${shortText(to)}`,
      {
        ...fields,
        rule: "not be above to",
      },
    );
  }
  if (to - from > largest) {
    throw new ToeplitzError(
      `uniform_ expects to-from <= std::numeric_limits<${single ? "Float" : "Double"}>::max(), but found to=${shortText(to)} and from=${shortText(from)} which result in to-from to exceed the limit`,
      fields,
    );
  }
}
