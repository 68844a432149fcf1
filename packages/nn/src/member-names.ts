// Under which names a module may hold things, and what it may hold: PyTorch's checks of the register functions.
import { ToeplitzError } from "@toeplitz/tensor";
import { show } from "@toeplitz/tensor/extend";

/** What a module holds under a name. */
export type MemberKind = "buffer" | "parameter" | "module";

/**
 * Checks a name for a new member of a module.
 *
 * @param taken whether something else has the name
 * @throws ToeplitzError with PyTorch's sentence for a name that is taken or cannot be part of a key.
 */
export function checkMemberName(api: string, kind: MemberKind, name: unknown, taken: boolean): void {
  if (typeof name !== "string")
    throw refused(api, "name", `${kind} name should be a string. Got ${typeName(name)}`, name);
  const shown = show(name).slice(1, -1);
  if (taken) throw refused(api, "name", `attribute '${shown}' already exists`, name);
  if (name.includes(".")) {
    throw refused(api, "name", `${kind} name can't contain "."${kind === "module" ? `, got: ${shown}` : ""}`, name);
  }
  if (name === "") throw refused(api, "name", `${kind} name can't be empty string ""`, name);
}

/** Refuses what is neither null nor of the `expected` class, named in PyTorch's words. */
export function checkMember(
  api: string,
  kind: MemberKind,
  name: string,
  value: unknown,
  expected: abstract new (...args: never[]) => unknown,
): void {
  if (value === null || value instanceof expected) return;
  const sentence =
    kind === "module"
      ? `${typeName(value)} is not a Module subclass`
      : `cannot assign '${typeName(value)}' object to ${kind} '${show(name).slice(1, -1)}' ` +
        `(${kind === "buffer" ? "torch Tensor" : "torch.nn.Parameter"} or None required)`;
  throw refused(api, name, sentence, value);
}

function refused(api: string, argument: string, sentence: string, value: unknown): ToeplitzError {
  return new ToeplitzError(sentence, { code: "argument", api, argument, value });
}

/** What PyTorch calls the type of a value, as near as JavaScript has it. */
export function typeName(value: unknown): string {
  return typeof value === "object" && value !== null ? (value.constructor?.name ?? "Object") : typeof value;
}
