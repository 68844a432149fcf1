// Why weights run in no network: what the nearest one expected and what came, or which networks there are.
import type { Misfit, Opened } from "./network-messages.ts";

/** More would not be read. */
const mostRows = 12;

const shapeOf = (shape: readonly number[] | null) => (shape === null ? "nothing" : `[${shape.join(", ")}]`);

export function MisfitNote({ misfits }: { readonly misfits: readonly Misfit[] }) {
  const more = misfits.length - mostRows;
  return (
    <section className="table-scroll" aria-label="What does not fit">
      <table className="misfits number">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">expected</th>
            <th scope="col">came</th>
          </tr>
        </thead>
        <tbody>
          {misfits.slice(0, mostRows).map(({ name, expected, came }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{shapeOf(expected)}</td>
              <td>{shapeOf(came)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="quiet small">and {more} more.</p>}
    </section>
  );
}

/** The networks that run here, and the names by which their weights are told. */
export function KnownNames({ known }: Pick<Opened, "known">) {
  return (
    <details className="known-names">
      <summary>Networks that run here, and names by which their weights are known</summary>
      <ul className="small">
        {known.map(({ title, marks }) => (
          <li key={title}>
            {title}: <code className="number">{marks.join(", ")}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
