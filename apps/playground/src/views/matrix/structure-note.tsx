// The matrix in figures, and in one sentence what they mean.
import type { Structure } from "@toeplitz/figures";

interface StructureNoteProps {
  readonly structure: Structure;
  readonly transposed: boolean;
}

/** A block for every axis but the innermost. */
const kinds = { 1: "Toeplitz", 2: "Doubly blocked Toeplitz", 3: "Triply blocked Toeplitz" } as const;

const percent = (share: number) => `${(100 * share).toPrecision(3)} %`;

export function StructureNote({ structure, transposed }: StructureNoteProps) {
  const { rows, columns, nnz, density, bandwidth, blocks, blockSize, levels, brokenBy, isCut } = structure;
  const facts: readonly (readonly [string, string])[] = [
    ["shape", `${rows} × ${columns}`],
    ["entries", `${nnz}, ${percent(density)}`],
    ["bandwidth", `${bandwidth[0]} below, ${bandwidth[1]} above`],
    ["blocks", `${blocks[0]} × ${blocks[1]} of ${blockSize[0]} × ${blockSize[1]}`],
  ];
  return (
    <section aria-label="Structure">
      <dl className="facts number">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="sentence">
        {brokenBy === null && `${kinds[levels]}: every diagonal of every block is one number all along`}
        {brokenBy === "stride" &&
          `No Toeplitz matrix, because of the stride: each ${transposed ? "column" : "row"} is the one before, shifted by more than one place`}
        {brokenBy === "border" &&
          "No Toeplitz matrix, because of the border: it repeats inputs, whose weights are added to entries near the edges and nowhere else"}
        {isCut ? "; at the border, weights that meet padding are cut off." : "."}
      </p>
    </section>
  );
}
