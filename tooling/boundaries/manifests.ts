// Checks every package.json of packages/ against the layers and against what the published packages promise.
import { layers, mayHaveDependencies, seesEverything, unpublished } from "./layers.ts";

type Conditions = Record<string, string>;
type Exports = Record<string, string | Conditions>;

/** The fields of a package.json that the checks read. */
export interface Manifest {
  name?: string;
  version?: string;
  private?: boolean;
  type?: string;
  sideEffects?: boolean | string[];
  engines?: Record<string, string>;
  exports?: Exports;
  publishConfig?: { access?: string; exports?: Exports };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const nameOf = (directory: string) => (directory === "toeplitz" ? "toeplitz" : `@toeplitz/${directory}`);

function declaredOutside(manifest: Manifest, allowed: ReadonlySet<string>, fields: (keyof Manifest)[]): string[] {
  return fields.flatMap((field) =>
    Object.keys((manifest[field] as Record<string, string> | undefined) ?? {})
      .filter((name) => !allowed.has(name))
      .map((name) => `${field} holds ${name}`),
  );
}

function withoutSource(exports: Exports): Exports {
  return Object.fromEntries(
    Object.entries(exports).map(([path, target]) => {
      if (typeof target === "string") return [path, target];
      const { "@toeplitz/source": _, ...rest } = target;
      return [path, rest];
    }),
  );
}

function publishedProblems(directory: string, manifest: Manifest, workspace: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, text: string) => {
    if (!holds) problems.push(text);
  };
  expect(manifest.private !== true, "is published, and must not be private");
  expect(manifest.type === "module", 'type must be "module"');
  expect(manifest.sideEffects !== undefined, "sideEffects must be declared");
  expect(manifest.engines?.node === ">=20.19", 'engines.node must be ">=20.19"');
  expect(manifest.publishConfig?.access === "public", 'publishConfig.access must be "public"');
  expect(
    JSON.stringify(manifest.publishConfig?.exports) === JSON.stringify(withoutSource(manifest.exports ?? {})),
    "publishConfig.exports must be exports without the source condition",
  );
  if (!mayHaveDependencies.includes(directory)) {
    problems.push(
      ...declaredOutside(manifest, workspace, ["dependencies", "peerDependencies", "optionalDependencies"]),
    );
  }
  return problems;
}

/** What is wrong with the manifests, one sentence per problem; `manifests` is keyed by directory under packages/. */
export function manifestProblems(manifests: Readonly<Record<string, Manifest>>): string[] {
  const workspace = new Set(Object.keys(layers).map(nameOf));
  return Object.entries(manifests).flatMap(([directory, manifest]) => {
    const below = layers[directory];
    const where = (problem: string) => `packages/${directory}: ${problem}`;
    if (below === undefined) return [where("has no layer in tooling/boundaries/layers.ts")];
    const problems = manifest.name === nameOf(directory) ? [] : [`name must be ${nameOf(directory)}`];
    // The one package whose tests see everything needs everything to test, and only to test.
    const forTests = seesEverything.startsWith(`packages/${directory}/`) ? Object.keys(layers) : below;
    const outsideLayers = (names: readonly string[]) =>
      new Set([...workspace].filter((name) => !names.map(nameOf).includes(name)));
    for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const) {
      const forbidden = outsideLayers(field === "devDependencies" ? forTests : below);
      for (const name of Object.keys(manifest[field] ?? {})) {
        if (forbidden.has(name)) problems.push(`${field} holds ${name}, which is not below it`);
      }
    }
    if (!unpublished.includes(directory)) problems.push(...publishedProblems(directory, manifest, workspace));
    else if (manifest.private !== true) problems.push("must be private");
    return problems.map(where);
  });
}
