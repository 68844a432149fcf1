// A plugin of Stryker: the words of a refusal are not mutated. PyTorch's sentences are compared verbatim with its recorded answers.

/** What Stryker hands over of a node of the syntax tree. */
interface Path {
  readonly node: { readonly type: string };
  readonly parentPath: Path | null;
}

const words = new Set(["StringLiteral", "TemplateLiteral"]);

function isThrown(path: Path): boolean {
  for (let up = path.parentPath; up !== null; up = up.parentPath) {
    if (up.node.type === "ThrowStatement") return true;
    if (up.node.type.endsWith("Statement")) return false;
  }
  return false;
}

export const strykerPlugins = [
  {
    kind: "Ignore",
    name: "sentences",
    value: {
      shouldIgnore: (path: Path) =>
        words.has(path.node.type) && isThrown(path) ? "the words of a refusal" : undefined,
    },
  },
];
