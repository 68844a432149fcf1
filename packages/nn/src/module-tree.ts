// Modules in modules are a tree, or at least come to an end: what holds itself is refused before anybody walks it.
import { ToeplitzError } from "@toeplitz/tensor";
import type { Module } from "./module.ts";

/**
 * Checks that no module is inside of itself; gives this one and all inside.
 *
 * @throws ToeplitzError that names one.
 */
export function checkTree(api: string, module: Module): ReadonlySet<Module> {
  const done = new Set<Module>();
  const above = new Set<Module>();
  const visit = (from: Module, path: string) => {
    if (above.has(from)) {
      throw new ToeplitzError(`module '${path}' is inside of itself, and its names have no end`, {
        code: "argument",
        api,
        argument: "module",
        value: path,
        rule: "not be inside of itself",
      });
    }
    if (done.has(from)) return;
    above.add(from);
    for (const [name, child] of from.ownModules()) visit(child, path === "" ? name : `${path}.${name}`);
    above.delete(from);
    done.add(from);
  };
  visit(module, "");
  return done;
}
