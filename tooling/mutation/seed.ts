// A seeded bug: one exact piece of a source file, what a slip of the pen would make of it, and who ought to notice.
export interface Seed {
  readonly id: string;
  /** The source file, from the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly becomes: string;
  /** The test files that ought to fail. */
  readonly tests: readonly string[];
}

/** The source with the bug in it. */
export function planted(source: string, { id, file, text, becomes }: Seed): string {
  const pieces = source.split(text);
  if (pieces.length !== 2) throw new Error(`seed ${id}: its text stands ${pieces.length - 1} times in ${file}`);
  return pieces.join(becomes);
}
