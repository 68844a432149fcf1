// Methods are functions: an API on which every function with a method of its name calls that method instead.
import type { Api } from "../rows/index.ts";

type AnyFunction = (...args: unknown[]) => unknown;

/** `var` is a reserved word, so the function has another name than the method. */
const renamed: Readonly<Record<string, string>> = { variance: "var" };

/** Methods that do something else than the function of their name. */
const others: readonly string[] = ["unfold"];

/** Functions whose tensor is not their first argument. */
const receivers: Readonly<Record<string, number>> = { where: 1 };

/** The method of Tensor that does what a function does, if there is one. */
export function methodOf(t: Api, name: string): string | undefined {
  if (others.includes(name)) return undefined;
  const method = renamed[name] ?? name;
  return typeof Object.getOwnPropertyDescriptor(t.Tensor.prototype, method)?.value === "function" ? method : undefined;
}

/** `t` with `f(x, ...rest)` done as `x.f(...rest)`. */
export function withMethods(t: Api): Api {
  const changed: Record<string, unknown> = { ...t };
  for (const [name, value] of Object.entries(t)) {
    const method = typeof value === "function" ? methodOf(t, name) : undefined;
    if (method === undefined) continue;
    const at = receivers[name] ?? 0;
    changed[name] = (...args: unknown[]) => {
      const receiver = args[at];
      if (!(receiver instanceof t.Tensor)) return (value as AnyFunction)(...args);
      return (receiver as unknown as Record<string, AnyFunction>)[method]!(...args.toSpliced(at, 1));
    };
  }
  return changed as unknown as Api;
}
