// The photograph that a network looks at, made small: one that ships, or the person's own.
import hibiscus from "../../../node_modules/@upscalerjs/default-model/assets/fixture.png";
import { FileChoice } from "../../components/file-choice.tsx";
import { type ShippedPhoto, shippedPhotos } from "../../state/network.ts";
import { shippedSource } from "../image/photo-source.tsx";

interface PhotoInputProps {
  /** Null for the person's own. */
  readonly photo: ShippedPhoto | null;
  readonly size: readonly [width: number, height: number] | null;
  readonly onPhoto: (photo: ShippedPhoto) => void;
  readonly onFile: (file: File) => void;
}

/** Fetches a photograph that ships. */
export async function shippedBlob(photo: ShippedPhoto): Promise<Blob> {
  return photo === "hibiscus" ? (await fetch(hibiscus)).blob() : shippedSource(photo).blob();
}

export function PhotoInput({ photo, size, onPhoto, onFile }: PhotoInputProps) {
  const credit =
    photo === null || photo === "hibiscus"
      ? "of @upscalerjs/default-model, © Kevin Scott, MIT"
      : shippedSource(photo).credit;
  return (
    <section className="network-input" aria-label="Input" data-part="input">
      <p className="photo-choice">
        {shippedPhotos.map((name) => (
          <button key={name} type="button" aria-pressed={name === photo} onClick={() => onPhoto(name)}>
            {name}
          </button>
        ))}
        <FileChoice label="Your own photograph" text="your own…" accept="image/*" onFile={onFile} />
      </p>
      <p className="quiet small">
        {size !== null && `${size[0]} × ${size[1]} pixels go in. `}
        {photo === null ? "Your photograph stays on this page." : `Photograph: ${credit}.`}
      </p>
    </section>
  );
}
