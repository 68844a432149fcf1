// Exports, and methods of exported classes, that nobody has said anything about.
import { type DeclarationReflection, ReferenceReflection, ReflectionKind } from "typedoc";
import { commentOf } from "./description.ts";
import type { EntryPoint } from "./read-packages.ts";

/** Their names, with what is imported. */
export function undocumented(entries: readonly EntryPoint[]): readonly string[] {
  return entries.flatMap(({ entry, exports }) =>
    exports
      .filter((each) => !(each instanceof ReferenceReflection))
      .flatMap((each) => [
        ...(isSilent(each) ? [each.name] : []),
        ...methodsOf(each).map(({ name }) => `${each.name}.${name}`),
      ])
      .map((name) => `${entry.specifier}: ${name}`),
  );
}

const isSilent = (reflection: DeclarationReflection) => commentOf(reflection) === undefined;

/** The silent methods that a class or interface brings itself: what it overrides is said where that comes from. */
const methodsOf = ({ children = [] }: DeclarationReflection) =>
  children.filter(
    (member) =>
      member.kind === ReflectionKind.Method &&
      member.inheritedFrom === undefined &&
      member.overwrites === undefined &&
      !member.name.startsWith("[") &&
      isSilent(member),
  );
