// A page of the reference as Markdown.
import { type DeclarationReflection, ReflectionKind } from "typedoc";
import { commentOf, type Descriptions } from "./description.ts";
import type { Page, Place } from "./places.ts";
import type { Signatures } from "./signature.ts";

export interface Writers {
  readonly signatures: Signatures;
  readonly descriptions: Descriptions;
  placeOf(reflection: DeclarationReflection): Place | undefined;
  /** The place of an export that has a name. */
  named(name: string): Place | undefined;
}

/** Where methods come from that are functions, too. */
const methodList = "TensorMethods.";

export function pageText(page: Page, order: number, writers: Writers): string {
  const { entry, outline, values, types, elsewhere } = page;
  const head = [
    "---",
    `title: ${JSON.stringify(outline.title)}`,
    `description: ${JSON.stringify(`${entry.specifier}: ${[...values, ...types].map(({ name }) => name).join(", ")}`)}`,
    `sidebar: { label: ${JSON.stringify(outline.title)}, order: ${order} }`,
    "editUrl: false",
    "---",
  ].join("\n");
  const sections = [...values, ...types].map((reflection) => section(reflection, writers));
  const others = elsewhere.flatMap((reflection) => {
    const place = writers.placeOf(reflection);
    return place === undefined ? [] : [`[\`${reflection.name}\`](${place.address})`];
  });
  return `${[
    head,
    importing(page),
    others.length === 0 ? "" : `Besides what stands below, it has: ${others.join(", ")}.`,
    ...sections,
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

/** How to get at what the page describes. */
function importing({ entry: { specifier, umbrella, about, pages }, values, types }: Page): string {
  const name = (values[0] ?? types[0])?.name ?? "";
  const whole = (umbrella ?? "").split(".")[0];
  const ways = [
    `import { ${name} } from "${specifier}";`,
    ...(umbrella === null
      ? []
      : [`import { ${whole || name} } from "toeplitz";${whole === "" ? "" : ` // ${umbrella}.${name}`}`]),
  ];
  return `${pages.length === 1 ? `${about}\n\n` : ""}\`\`\`ts wrap\n${ways.join("\n")}\n\`\`\``;
}

function section(reflection: DeclarationReflection, writers: Writers): string {
  const { signatures, descriptions } = writers;
  const parts = [`## \`${reflection.name}\``];
  if (reflection.kind === ReflectionKind.TypeAlias)
    parts.push(`\`\`\`ts wrap\n${signatures.source(reflection)}\n\`\`\``);
  else if (reflection.kind !== ReflectionKind.Interface) parts.push(signatureBlock(signatures.of(reflection)));
  parts.push(descriptions.whole(commentOf(reflection)));
  if (reflection.kind === ReflectionKind.Class) parts.push(...classParts(reflection, writers));
  if (reflection.kind === ReflectionKind.Interface) parts.push(memberList(reflection.children ?? [], writers));
  return parts.filter((part) => part !== "").join("\n\n");
}

const signatureBlock = (lines: readonly string[]) => `<pre class="signature">${lines.join("\n")}</pre>`;

function classParts(reflection: DeclarationReflection, writers: Writers): readonly string[] {
  const members = (reflection.children ?? []).filter(
    ({ kind, flags, name }) => kind !== ReflectionKind.Constructor && !(flags.isStatic && name === "name"),
  );
  const functions = members.filter(({ inheritedFrom }) => inheritedFrom?.name.startsWith(methodList));
  const own = members.filter((member) => member.inheritedFrom === undefined);
  const ancestor = writers.signatures.ancestor(reflection);
  return [
    ancestor === null ? "" : `Has all that <code>${ancestor}</code> has.`,
    memberList(own, writers),
    methodNames(functions, writers),
  ];
}

function memberList(members: readonly DeclarationReflection[], { signatures, descriptions }: Writers): string {
  return members
    .map((member) => {
      const [first, ...overloads] = signatures.member(member);
      const lines = [first, ...overloads].map((line) => `<code class="member">${line}</code>`).join(" ");
      const said = descriptions.brief(commentOf(member));
      return `* ${lines}${said === "" ? "" : ` ${said}`}`;
    })
    .join("\n");
}

/** The methods that are functions of this tensor, each with a link to its function. */
function methodNames(methods: readonly DeclarationReflection[], { named }: Writers): string {
  if (methods.length === 0) return "";
  const items = methods.map(({ name }) => {
    // The one reserved word among the names.
    const place = named(name === "var" ? "variance" : name);
    return place === undefined ? `\`${name}\`` : `[\`${name}\`](${place.address})`;
  });
  return `These functions are methods as well, with the tensor as their first argument: ${items.join(", ")}.`;
}
