// Functions that see what goes into a module and what comes out, whoever calls its forward.
import { type BackwardHook, watched } from "./backward-hooks.ts";
import type { Module } from "./module.ts";

/** Sees a module's inputs; what it returns, if anything, takes their place (a list for all, or the only one). */
export type ForwardPreHook<M extends Module> = (module: M, inputs: Parameters<M["forward"]>) => unknown;

/** Sees a module's inputs and output; what it returns, if anything, takes the output's place. */
export type ForwardHook<M extends Module> = (
  module: M,
  inputs: Parameters<M["forward"]>,
  output: ReturnType<M["forward"]>,
) => ReturnType<M["forward"]> | undefined | void;

type Hook = (inputs: readonly unknown[], output?: unknown) => unknown;

/** The hooks of one module, in the order in which they were registered. */
interface Hooks {
  readonly before: Set<Hook>;
  readonly after: Set<Hook>;
  readonly backward: Set<BackwardHook>;
}

/** Takes a hook away again. */
export interface HookHandle {
  /** From now on the hook is not called. */
  remove(): void;
}

const hooksByModule = new WeakMap<Module, Hooks>();

/** Adds a hook to run before or after the module's `forward`, or when its gradients are known; each call needs a function of its own. */
export function addHook<W extends keyof Hooks>(
  module: Module,
  when: W,
  hook: W extends "backward" ? BackwardHook : Hook,
): HookHandle {
  const hooks = (hooksByModule.get(module) ?? install(module))[when] as Set<typeof hook>;
  hooks.add(hook);
  return { remove: () => void hooks.delete(hook) };
}

/**
 * Puts a `forward` with hooks in front of the module's own. So `module.forward(x)` is the one way to call a module, with hooks or
 * without, and a module that has none pays nothing for them.
 */
function install(module: Module): Hooks {
  const hooks: Hooks = { before: new Set(), after: new Set(), backward: new Set() };
  const own = Object.getOwnPropertyDescriptor(module, "forward")?.value as Module["forward"] | undefined;
  Object.defineProperty(module, "forward", {
    configurable: true,
    enumerable: false,
    writable: true,
    value: (...given: unknown[]): unknown => {
      let inputs = given;
      for (const hook of [...hooks.before]) {
        const replaced = hook(inputs);
        if (replaced !== undefined && replaced !== null) inputs = Array.isArray(replaced) ? replaced : [replaced];
      }
      const call = hooks.backward.size > 0 ? watched([...hooks.backward]) : null;
      if (call !== null) inputs = [...call.inputs(inputs)];
      const forward = own ?? (Object.getPrototypeOf(module) as Module).forward;
      let output = forward.apply(module, inputs as never[]);
      for (const hook of [...hooks.after]) {
        const replaced = hook(inputs, output);
        if (replaced !== undefined && replaced !== null) output = replaced;
      }
      return call === null ? output : call.output(output);
    },
  });
  hooksByModule.set(module, hooks);
  return hooks;
}
