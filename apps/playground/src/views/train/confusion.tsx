// What the test pictures are, and what they are taken for.
import { type Theme, valueColour } from "@toeplitz/figures";
import { fashionClasses } from "@toeplitz/networks";
import { useRef } from "react";
import { SavePicture } from "../../components/save-picture.tsx";

interface ConfusionProps {
  readonly labels: Uint8Array;
  readonly found: Uint8Array;
  readonly theme: Theme;
}

export function Confusion({ labels, found, theme }: ConfusionProps) {
  const picture = useRef<HTMLTableElement>(null);
  const counts = fashionClasses.map(() => new Array<number>(fashionClasses.length).fill(0));
  for (const [i, label] of labels.entries()) counts[label]![found[i]!]! += 1;
  const most = Math.max(...counts.flat());
  return (
    <section aria-label="Confusion">
      <div className="table-scroll">
        <table ref={picture} className="confusion number">
          <caption>Rows: what it is. Columns: what it is taken for.</caption>
          <thead>
            <tr>
              <td />
              {fashionClasses.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, label) => (
              <tr key={fashionClasses[label]}>
                <th scope="row">{fashionClasses[label]}</th>
                {row.map((count, guess) => (
                  // Blue is a mistake, orange is right: the two ends of the value scale
                  <td
                    key={fashionClasses[guess]}
                    data-ground
                    data-right={label === guess}
                    style={{ backgroundColor: valueColour(label === guess ? count : -count, most, theme) }}
                  >
                    {count === 0 ? "" : count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SavePicture {...{ picture }} what="the confusion" />
    </section>
  );
}
