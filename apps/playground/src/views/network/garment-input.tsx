// What the classifier looks at: a test picture, a drawing, or a picture of the person's own, made as small as those.
import { fashionClasses, type LabelledPictures } from "@toeplitz/networks";
import { memo, useEffect, useRef } from "react";
import { moveFocus } from "../../components/arrow-focus.ts";
import { FileChoice } from "../../components/file-choice.tsx";
import { side } from "../../state/network.ts";
import { garmentLicence } from "../garments/sheets.ts";
import { loadPhoto } from "../image/load-photo.ts";
import { GarmentPad, shade } from "./garment-pad.tsx";

interface GarmentInputProps {
  readonly pictures: LabelledPictures;
  readonly picture: number;
  readonly drawing: Uint8Array | null;
  readonly onPicture: (picture: number) => void;
  readonly onDraw: (greys: Uint8Array) => void;
  readonly onFile: (file: File) => void;
}

/** Pictures to choose from at once. */
const shownPictures = 60;

/** The greys of one of the pictures. */
export function greysOf({ pixels }: LabelledPictures, picture: number): Uint8Array {
  return pixels.subarray(picture * side * side, (picture + 1) * side * side);
}

/** A picture of a person's own as greys from 0 to 15, light on dark as the data are. */
export async function garmentOf(file: Blob): Promise<Uint8Array> {
  const { width, height, bytes } = await loadPhoto(file, side);
  const greys = new Uint8Array(side * side);
  const [left, top] = [(side - width) >> 1, (side - height) >> 1];
  const grey = (i: number) => (0.3 * bytes[4 * i]! + 0.59 * bytes[4 * i + 1]! + 0.11 * bytes[4 * i + 2]!) / shade;
  const corners = [0, width - 1, (height - 1) * width, height * width - 1].map(grey);
  const light = corners.reduce((sum, each) => sum + each, 0) / 4 > 7.5;
  for (let i = 0; i < width * height; i++) {
    const at = (Math.floor(i / width) + top) * side + (i % width) + left;
    greys[at] = Math.round(light ? 15 - grey(i) : grey(i));
  }
  return greys;
}

export function GarmentInput({ pictures, picture, drawing, onPicture, onDraw, onFile }: GarmentInputProps) {
  const greys = drawing === null ? greysOf(pictures, picture) : drawing.map((grey) => grey * shade);
  return (
    <section className="network-input" aria-label="Input" data-part="input">
      <GarmentPad greys={greys} onDraw={onDraw} />
      <p>
        {drawing === null ? (
          <>
            Test picture {picture}: {fashionClasses[pictures.labels[picture]!]}
          </>
        ) : (
          "Your drawing"
        )}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not scroll in all browsers */}
      <div role="group" aria-label="Test pictures" className="garments" onKeyDown={moveFocus}>
        {Array.from({ length: shownPictures }, (_, i) => (
          <Garment
            key={i}
            {...{ pictures, onPicture }}
            index={i}
            chosen={drawing === null && i === picture}
            reachable={i === Math.min(picture, shownPictures - 1)}
          />
        ))}
      </div>
      <p className="quiet small own-picture">
        <FileChoice label="Your own picture" text="your own…" accept="image/*" onFile={onFile} />
        <span>
          Pictures of <a href={garmentLicence}>Fashion-MNIST</a>, © Zalando SE, MIT.
        </span>
      </p>
    </section>
  );
}

interface GarmentProps {
  readonly pictures: LabelledPictures;
  readonly index: number;
  readonly chosen: boolean;
  /** By Tab. */
  readonly reachable: boolean;
  readonly onPicture: (picture: number) => void;
}

const Garment = memo(function Garment({ pictures, index, chosen, reachable, onPicture }: GarmentProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={`test picture ${index}, ${fashionClasses[pictures.labels[index]!]}`}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onPicture(index)}
    >
      <GarmentCanvas greys={greysOf(pictures, index)} />
    </button>
  );
});

/** A garment as it is in the data. */
export function GarmentCanvas({ greys }: { readonly greys: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = new ImageData(side, side);
    for (const [i, grey] of greys.entries()) pixels.data.set([grey, grey, grey, 255], 4 * i);
    canvas.current?.getContext("2d")?.putImageData(pixels, 0, 0);
  }, [greys]);
  return <canvas ref={canvas} width={side} height={side} />;
}
