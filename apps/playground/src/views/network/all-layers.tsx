// Every layer with what it makes and costs, as a table.
import { countText, millisecondsText, shapeText } from "./amounts.ts";
import type { LayerReport } from "./network-messages.ts";

export function AllLayers({ layers }: { readonly layers: readonly LayerReport[] }) {
  return (
    <details className="all-layers" data-part="layer">
      <summary>All layers as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label="All layers">
        <table className="number">
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col">layer</th>
              <th scope="col">out</th>
              <th scope="col" className="amount">
                parameters
              </th>
              <th scope="col" className="amount">
                products
              </th>
              <th scope="col" className="amount">
                time
              </th>
            </tr>
          </thead>
          <tbody>
            {layers.map(({ id, text, to, parameters, multiplications, milliseconds }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>{text}</td>
                <td>{shapeText(to)}</td>
                <td className="amount">{countText(parameters)}</td>
                <td className="amount">{countText(multiplications)}</td>
                <td className="amount">{millisecondsText(milliseconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
