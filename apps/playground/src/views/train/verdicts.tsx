// A handful of test pictures, and what the network takes them for now.
import { fashionClasses, type LabelledPictures } from "@toeplitz/networks";
import { Segmented } from "@toeplitz/widgets";
import { useRef, useState } from "react";
import { SavePicture } from "../../components/save-picture.tsx";
import { GarmentCanvas, greysOf } from "../network/garment-input.tsx";

interface VerdictsProps {
  readonly pictures: LabelledPictures;
  readonly found: Uint8Array;
}

const shown = 30;

export function Verdicts({ pictures, found }: VerdictsProps) {
  const [which, setWhich] = useState<"all" | "wrong">("all");
  const list = useRef<HTMLUListElement>(null);
  const right = (i: number) => found[i] === pictures.labels[i];
  const places = [...found.keys()].filter((i) => which === "all" || !right(i)).slice(0, shown);
  return (
    <section className="verdicts" aria-labelledby="verdicts-title">
      <header>
        <h2 id="verdicts-title">Test pictures, which it never learns from</h2>
        <Segmented
          label="Which"
          value={which}
          choices={[
            { value: "all", text: "the first" },
            { value: "wrong", text: "the wrong ones" },
          ]}
          onChange={setWhich}
        />
      </header>
      <ul ref={list}>
        {places.map((i) => (
          <li key={i} data-right={right(i)}>
            <GarmentCanvas greys={greysOf(pictures, i)} />
            <span>{fashionClasses[found[i]!]}</span>
            {!right(i) && <span className="quiet">not {fashionClasses[pictures.labels[i]!]}</span>}
          </li>
        ))}
      </ul>
      {places.length === 0 ? <p>There are none.</p> : <SavePicture picture={list} what="the test pictures" />}
    </section>
  );
}
