// A handful of test pictures, and what the network takes them for now.
import { fashionClasses, type LabelledPictures } from "@toeplitz/networks";
import { Segmented } from "@toeplitz/widgets";
import { useRef } from "react";
import { SavePicture } from "../../components/save-picture.tsx";
import type { Training } from "../../state/training.ts";
import { GarmentCanvas, greysOf } from "../network/garment-input.tsx";

interface VerdictsProps {
  readonly pictures: LabelledPictures;
  readonly found: Uint8Array;
  readonly which: Training["verdicts"];
  readonly onWhich: (which: Training["verdicts"]) => void;
}

const shown = 30;

export function Verdicts({ pictures, found, which, onWhich }: VerdictsProps) {
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
          onChange={onWhich}
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
