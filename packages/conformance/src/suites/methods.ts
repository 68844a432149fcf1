// Methods are functions: an API on which every function with a method of its name calls that method instead.
import type { Api } from "../rows/index.ts";

/** `var` is a reserved word, so the function has another name than the method. */
const renamed: Readonly<Record<string, string>> = { variance: "var" };

/** Methods that do something else than the function of their name. */
const others: readonly string[] = ["unfold"];

/** Functions whose tensor is not their first argument. */
const receivers: Readonly<Record<string, number>> = { where: 1 };

/** The method that does what a function does, if there is one. */
export const methodOf = (t: Api, name: string): string | undefined => {
  const method = renamed[name] ?? name;
  if (others.includes(name)) return undefined;
  const own = Object.getOwnPropertyDescriptor(t.Tensor.prototype, method);
  return typeof own?.value === "function" ? method : undefined;
};

/** `t` with `f(x, ...rest)` done as `x.f(...rest)`. */
export function withMethods(t: Api): Api {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<Api>(t)) {
    const method = typeof value === "function" ? methodOf(t, name) : undefined;
    changed[name] =
      method === undefined
        ? value
        : (...args: Api[]) => {
            const at = receivers[name] ?? 0;
            return args[at] instanceof t.Tensor ? args[at][method](...args.toSpliced(at, 1)) : value(...args);
          };
  }
  return changed;
}
