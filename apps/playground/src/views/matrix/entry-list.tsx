// The matrix as PyTorch and everybody else keep sparse ones: compressed rows.
import { drawnShapeOf, type Scene, type SparseList } from "@toeplitz/figures";

/** So many numbers of each array are written out. */
export const mostListed = 400;

interface EntryListProps {
  readonly scene: Scene;
  readonly lists: readonly SparseList[];
}

const size = (scene: Scene) => `size=(${drawnShapeOf(scene).join(", ")})`;

export function EntryList({ scene, lists }: EntryListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    <section className="entry-list number" tabIndex={0} aria-label="Compressed sparse rows">
      <p>torch.sparse_csr_tensor(</p>
      {lists.map(({ name, text }) => (
        <p key={name}>
          <span className="quiet">{name}=</span>
          {text},
        </p>
      ))}
      <p>{size(scene)})</p>
    </section>
  );
}

/** The same, as paragraphs. */
export function listText({ scene, lists }: EntryListProps): readonly string[] {
  return ["torch.sparse_csr_tensor(", ...lists.map(({ name, text }) => `${name}=${text},`), `${size(scene)})`];
}
