// Signatures in one line each, with links in them.
import {
  type DeclarationReflection,
  type ParameterReflection,
  type Reflection,
  ReflectionKind,
  type SignatureReflection,
  type SomeType,
} from "typedoc";
import type { Place } from "./places.ts";
import type { Packages } from "./read-packages.ts";

/** Text that stands for itself in HTML within Markdown. */
const literal = (text: string) => text.replace(/[^\w\s]/g, (character) => `&#${character.codePointAt(0)};`);

/** Puts links on the names of types. */
export class Signatures {
  readonly #facts: Packages["facts"];
  readonly #types = new Map<string, string>();

  constructor({ facts }: Packages, places: ReadonlyMap<Reflection, Place>) {
    this.#facts = facts;
    for (const { reflection, address } of places.values()) {
      const { name } = reflection;
      // The first has it: the entry points that users know come first.
      if (reflection.kindOf([ReflectionKind.Class, ReflectionKind.Interface, ReflectionKind.TypeAlias]))
        if (!this.#types.has(name)) this.#types.set(name, address);
    }
  }

  /** A function's, a class's or a constant's. */
  of(reflection: DeclarationReflection): readonly string[] {
    const { name } = reflection;
    if (reflection.kind === ReflectionKind.Class) {
      const constructor = reflection.getChildByName("constructor") as DeclarationReflection | undefined;
      const calls = constructor?.signatures ?? [];
      return calls.map((call) => `new ${name}${this.#linked(parameters(call))}`);
    }
    const calls = this.#facts.get(reflection)?.calls ?? [];
    if (calls.length > 0) return calls.map((call) => this.#linked(`${name}${call}`));
    return this.#declared(reflection);
  }

  /** A member's of a class or an interface. */
  member(reflection: DeclarationReflection): readonly string[] {
    return this.#declared(reflection);
  }

  /** The nearest class that is described, with a link; null if there is none. */
  ancestor(reflection: DeclarationReflection): string | null {
    const name = this.#facts.get(reflection)?.ancestors?.find((each) => this.#types.has(each));
    return name === undefined ? null : this.#linked(name);
  }

  /** A type as its source has it. */
  source(reflection: DeclarationReflection): string {
    return this.#facts.get(reflection)?.source ?? "";
  }

  #declared(reflection: DeclarationReflection): readonly string[] {
    const { flags, signatures, getSignature, type } = reflection;
    const name = reflection.name.replace(/^\[(?=\w)/, "[Symbol.");
    if (signatures !== undefined)
      return signatures.map((call) => this.#linked(`${name}${parameters(call)}: ${returned(call)}`));
    const readonly = flags.isReadonly || (getSignature !== undefined && reflection.setSignature === undefined);
    const text = textOf(getSignature?.type ?? type);
    return [this.#linked(`${readonly ? "readonly " : ""}${name}${flags.isOptional ? "?" : ""}: ${text}`)];
  }

  #linked(text: string): string {
    return text
      .split(/\b([A-Z]\w*)/)
      .map((part) => {
        const address = this.#types.get(part);
        return address === undefined ? literal(part) : `<a href="${address}">${part}</a>`;
      })
      .join("");
  }
}

function parameters({ parameters = [], typeParameters = [] }: SignatureReflection): string {
  const generic = typeParameters.map(({ name, type }) =>
    type === undefined ? name : `${name} extends ${textOf(type)}`,
  );
  return `${generic.length === 0 ? "" : `<${generic.join(", ")}>`}(${parameters.map(parameter).join(", ")})`;
}

function parameter({ name, flags, defaultValue, type }: ParameterReflection): string {
  const rest = flags.isRest ? "..." : "";
  // What is taken apart at once has no name.
  const plain = name.startsWith("__") ? "options" : name;
  const optional = flags.isOptional || defaultValue !== undefined ? "?" : "";
  return `${rest}${plain}${optional}: ${textOf(type)}`;
}

const returned = ({ type }: SignatureReflection) => textOf(type);
const textOf = (type: SomeType | undefined) => type?.toString() ?? "unknown";
