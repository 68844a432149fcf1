// What the packages export, as TypeDoc reads it from their sources.
import { fileURLToPath } from "node:url";
import {
  Application,
  type Context,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
} from "typedoc";
import { type EntryOutline, outline } from "./outline.ts";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const entryFile = ({ folder, file }: EntryOutline) => `${repository}packages/${folder}/src/${file}`;

const rank = ({ umbrella }: EntryOutline) => (umbrella === "" ? 0 : 1);

export interface EntryPoint {
  readonly entry: EntryOutline;
  readonly exports: readonly DeclarationReflection[];
}

export interface Packages {
  readonly entries: readonly EntryPoint[];
  /** What TypeDoc's model does not tell, by the reflection. */
  readonly facts: ReadonlyMap<DeclarationReflection, Facts>;
}

/** What only the compiler knows. */
interface Facts {
  /** A constant that is called: its signatures, without the name. */
  readonly calls?: readonly string[];
  /** A class: the names of those it extends, the nearest first. */
  readonly ancestors?: readonly string[];
  /** A type: as it is written. */
  readonly source?: string;
}

/** Reads all entry points of the outline. */
export async function readPackages(): Promise<Packages> {
  const app = await Application.bootstrap({
    // What several have belongs to the first: to the packages that define it before those that gather.
    entryPoints: [...outline].sort((a, b) => rank(a) - rank(b)).map(entryFile),
    tsconfig: `${repository}tsconfig.base.json`,
    basePath: repository,
    plugin: [],
    disableGit: true,
    sourceLinkTemplate: "{path}",
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    readme: "none",
    // The types are checked elsewhere, by a newer compiler.
    skipErrorChecking: true,
    logLevel: "Error",
  });
  const facts = new Map<DeclarationReflection, Facts>();
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context: Context, reflection: DeclarationReflection) => {
    const found = factsOf(context, reflection);
    if (found !== null) facts.set(reflection, found);
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the packages");
  return { entries: outline.map((entry) => ({ entry, exports: exportsOf(project, entry) })), facts };
}

function exportsOf(project: ProjectReflection, entry: EntryOutline): readonly DeclarationReflection[] {
  // TypeDoc names a module after its file.
  const name = `packages/${entry.folder}/src/${entry.file}`.replace(/(\/index)?\.ts$/, "");
  const module = project.children?.find((each) => each.name === name);
  if (module?.children === undefined) throw new Error(`TypeDoc has no module ${name}`);
  return module.children;
}

const noTruncation = 1;

function factsOf(context: Context, reflection: DeclarationReflection): Facts | null {
  if (!reflection.kindOf([ReflectionKind.Variable, ReflectionKind.Class, ReflectionKind.TypeAlias])) return null;
  const { checker } = context;
  const symbol = context.getSymbolFromReflection(reflection);
  if (symbol === undefined) return null;
  if (reflection.kind === ReflectionKind.Variable) {
    const calls = checker.getTypeOfSymbol(symbol).getCallSignatures();
    return { calls: calls.map((call) => checker.signatureToString(call, undefined, noTruncation)) };
  }
  if (reflection.kind === ReflectionKind.TypeAlias) return { source: symbol.declarations?.[0]?.getText() ?? "" };
  const ancestors: string[] = [];
  let [base] = checker.getDeclaredTypeOfSymbol(symbol).getBaseTypes() ?? [];
  while (base !== undefined) {
    // An intersection of types has no name.
    if (base.getSymbol() !== undefined) ancestors.push(base.symbol.name);
    [base] = base.getBaseTypes() ?? [];
  }
  return { ancestors };
}
