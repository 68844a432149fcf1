// Where every export is described: its page and its anchor.
import { type DeclarationReflection, ReferenceReflection, type Reflection, ReflectionKind } from "typedoc";
import type { EntryOutline, PageOutline } from "./outline.ts";
import type { EntryPoint } from "./read-packages.ts";

/** A page with what it describes: first what is called, then the types. */
export interface Page {
  readonly entry: EntryOutline;
  readonly outline: PageOutline;
  readonly address: string;
  readonly values: readonly DeclarationReflection[];
  readonly types: readonly DeclarationReflection[];
  /** Exports that are described where they come from. */
  readonly elsewhere: readonly DeclarationReflection[];
}

export interface Place {
  readonly reflection: DeclarationReflection;
  /** Within its page. */
  readonly anchor: string;
  readonly address: string;
}

const isType = (reflection: DeclarationReflection) =>
  reflection.kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias]);

/** The pages of the reference. Fails for an export that is on none, and for a page that has none. */
export function pagesOf(entries: readonly EntryPoint[]): readonly Page[] {
  return entries.flatMap(({ entry, exports }) => {
    const own = exports.filter((each) => !(each instanceof ReferenceReflection));
    const targets = exports.filter((each) => each instanceof ReferenceReflection).map(targetOf);
    const pageOf = new Map(own.map((reflection) => [reflection, choosePage(entry, reflection)]));
    return entry.pages.map((outline, i) => {
      const mine = own.filter((reflection) => pageOf.get(reflection) === outline).sort(inOrder(outline));
      if (mine.length === 0) throw new Error(`the page ${outline.title} of ${entry.specifier} describes nothing`);
      return {
        entry,
        outline,
        address: `/api/${[entry.slug, outline.slug].filter((part) => part !== "").join("/")}/`,
        values: mine.filter((reflection) => !isType(reflection)),
        types: mine.filter(isType),
        elsewhere: i === 0 ? targets.filter((each) => !each.kindOf(ReflectionKind.Module)) : [],
      };
    });
  });
}

function targetOf(reflection: DeclarationReflection): DeclarationReflection {
  return (reflection as ReferenceReflection).getTargetReflectionDeep() as DeclarationReflection;
}

function choosePage({ specifier, folder, pages }: EntryOutline, reflection: DeclarationReflection): PageOutline {
  const file = fileOf(reflection).replace(`packages/${folder}/src/`, "").replace(/\.ts$/, "");
  const page =
    pages.find(({ names }) => names?.includes(reflection.name)) ??
    pages.find(({ files }) =>
      files.some((each) => each === file || each === "/" || (each.endsWith("/") && file.startsWith(each))),
    );
  if (page === undefined)
    throw new Error(`${reflection.name} of ${specifier} (${file}) is on no page of the reference`);
  return page;
}

const fileOf = (reflection: DeclarationReflection) => reflection.sources?.[0]?.fileName ?? "";

/** As the outline names the files, and as those have them: kin stand together. What it names itself comes first of all that is called. */
function inOrder({ files, names }: PageOutline) {
  const rank = (reflection: DeclarationReflection) => {
    if (names?.includes(reflection.name)) return isType(reflection) ? files.length : -1;
    const i = files.findIndex((file) => fileOf(reflection).endsWith(`/src/${file}.ts`));
    return i < 0 ? files.length : i;
  };
  const line = ({ sources }: DeclarationReflection) => sources?.[0]?.line ?? 0;
  return (a: DeclarationReflection, b: DeclarationReflection): number =>
    rank(a) - rank(b) || fileOf(a).localeCompare(fileOf(b)) || line(a) - line(b);
}

/** Every export's place, with the anchors that the headings will get: in the order of the page, and numbered where names differ in case only. */
export function placesOf(pages: readonly Page[]): ReadonlyMap<Reflection, Place> {
  const places = new Map<Reflection, Place>();
  for (const { address, values, types } of pages) {
    const seen = new Map<string, number>();
    for (const reflection of [...values, ...types]) {
      const slug = reflection.name.toLowerCase();
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      const anchor = count === 0 ? slug : `${slug}-${count}`;
      places.set(reflection, { reflection, anchor, address: `${address}#${anchor}` });
    }
  }
  return places;
}
