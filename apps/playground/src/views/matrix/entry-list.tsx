// The matrix as PyTorch and everybody else keep sparse ones: compressed rows.
import type { Scene } from "@toeplitz/figures";
import { useMemo } from "react";

/** So many numbers of each array are written out. */
const shown = 400;

export function EntryList({ scene }: { readonly scene: Scene }) {
  const { matrix } = scene;
  const lists = useMemo(() => {
    const { crowIndices, colIndices, values } = matrix.csr();
    return [
      ["crow_indices", Array.from(crowIndices)],
      ["col_indices", Array.from(colIndices)],
      ["values", Array.from(values.detach().toTypedArray() as Float32Array, (value) => Number(value.toPrecision(6)))],
    ] as const;
  }, [matrix]);
  const size = `size=(${matrix.shape.join(", ")})`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    <section className="entry-list number" tabIndex={0} aria-label="Compressed sparse rows">
      <p>torch.sparse_csr_tensor(</p>
      {lists.map(([name, numbers]) => (
        <p key={name}>
          <span className="quiet">{name}=</span>[{numbers.slice(0, shown).join(", ")}
          {numbers.length > shown && `, and ${numbers.length - shown} more`}],
        </p>
      ))}
      <p>{size})</p>
    </section>
  );
}
