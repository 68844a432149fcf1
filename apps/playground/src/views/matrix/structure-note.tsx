// The matrix in figures, and in one sentence what they mean.
import type { Scene, Structure } from "@toeplitz/figures";

interface StructureNoteProps {
  readonly structure: Structure;
  readonly scene: Scene;
}

/** A block for every axis but the innermost. */
const kinds = { 1: "Toeplitz", 2: "Doubly blocked Toeplitz", 3: "Triply blocked Toeplitz" } as const;

const percent = (share: number) => `${(100 * share).toPrecision(3)} %`;

export function StructureNote({ structure, scene }: StructureNoteProps) {
  const { rows, columns, nnz, density, bandwidth, blocks, blockSize } = structure;
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
        {meaningOf(structure, scene)}
        {scene.bias.values.length > 0 &&
          " The bias is no part of it and stands beside it: one number for all outputs of a channel."}
      </p>
    </section>
  );
}

function meaningOf({ levels, brokenBy, isCut }: Structure, { geometry, result }: Scene): string {
  if (result === "weight") {
    const matrix = geometry.transposed ? "Kᵀ" : "K";
    return `Its entries stand where ${matrix} has its own: those at the places of one weight add up to the gradient of that weight.`;
  }
  const line = geometry.transposed === (result === "input") ? "row" : "column";
  const meaning = {
    none: `${kinds[levels]}: every diagonal of every block is one number all along`,
    stride: `No Toeplitz matrix, because of the stride: each ${line} is the one before, shifted by more than one place`,
    border:
      "No Toeplitz matrix, because of the border: it repeats inputs, whose weights are added to entries near the edges and nowhere else",
  }[brokenBy ?? "none"];
  return `${meaning}${isCut ? "; at the border, weights that meet padding are cut off." : "."}`;
}
