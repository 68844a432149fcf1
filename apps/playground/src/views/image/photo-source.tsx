// Where the photograph comes from: one of two that ship, a file of the person's own, chosen or dropped, or the camera.
import type { ReactNode } from "react";
import { FileChoice } from "../../components/file-choice.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { type ShippedPhoto, shippedPhotos } from "../../state/image.ts";
import { refusalOf, still } from "./camera.ts";
import chelsea from "./photos/chelsea.jpg";
import coffee from "./photos/coffee.jpg";

const shipped = {
  coffee: { address: coffee, credit: "Rachel Michetti, CC0" },
  cat: { address: chelsea, credit: "Stéfan van der Walt, CC0" },
} as const satisfies Record<ShippedPhoto, object>;

export interface Source {
  readonly name: string;
  readonly credit: string;
  readonly blob: () => Promise<Blob>;
}

export function shippedSource(name: ShippedPhoto): Source {
  const { address, credit } = shipped[name];
  return { name, credit, blob: async () => (await fetch(address)).blob() };
}

interface PhotoDropProps {
  readonly children: ReactNode;
  readonly onSource: (source: Source) => void;
}

/** Takes photographs that are dropped on it. */
export function PhotoDrop({ children, onSource }: PhotoDropProps) {
  return (
    <section aria-label="Photograph">
      <FileDrop
        className="photo-drop"
        prefer={({ type }) => type.startsWith("image/")}
        onFile={(file) => onSource(fileSource(file))}
      >
        {children}
      </FileDrop>
    </section>
  );
}

interface PhotoChoiceProps {
  readonly source: Source;
  readonly onShipped: (photo: ShippedPhoto) => void;
  readonly onSource: (source: Source) => void;
  /** Says why there is no photograph. */
  readonly onTrouble: (sentence: string) => void;
}

/** The words below the photograph. */
export function PhotoChoice({ source, onShipped, onSource, onTrouble }: PhotoChoiceProps) {
  const look = async () => {
    try {
      const photo = await still();
      onSource({ name: "the camera's still", credit: "", blob: async () => photo });
    } catch (error) {
      onTrouble(refusalOf(error));
    }
  };
  return (
    <p className="photo-choice">
      {shippedPhotos.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === source.name && source.credit !== ""}
          onClick={() => onShipped(name)}
        >
          {name}
        </button>
      ))}
      <FileChoice
        label="Your own photograph"
        text="your own…"
        accept="image/*"
        onFile={(file) => onSource(fileSource(file))}
      />
      <button type="button" data-part="files" onClick={look}>
        camera
      </button>
      <span className="quiet">{source.credit === "" ? `${source.name}, stays on this page` : source.credit}</span>
    </p>
  );
}

function fileSource(file: File): Source {
  return { name: file.name, credit: "", blob: async () => file };
}
