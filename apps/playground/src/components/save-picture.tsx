// Saves one picture of the page by itself, as SVG and as PNG.
import { type RefObject, useState } from "react";
import { drawingOf } from "../export/drawing.ts";
import { png } from "../export/raster.ts";
import { save, savePng } from "../export/save.ts";

interface SavePictureProps {
  readonly picture: RefObject<HTMLElement | null>;
  /** `the kernel`; the file is called after it. */
  readonly what: string;
}

export function SavePicture({ picture, what }: SavePictureProps) {
  const [trouble, setTrouble] = useState("");
  const drawn = () => drawingOf(picture.current!);
  const name = what.replace(/^the /, "").replaceAll(/[^\w.]+/g, "-");
  return (
    <span className="save-picture" data-part="take-away">
      <button
        type="button"
        aria-label={`SVG of ${what}`}
        title={`Save ${what} as SVG`}
        onClick={() => save(`${name}.svg`, new Blob([drawn().svg], { type: "image/svg+xml" }))}
      >
        SVG
      </button>
      <button
        type="button"
        aria-label={`PNG of ${what}`}
        title={`Save ${what} as PNG`}
        onClick={async () => setTrouble(await savePng(`${name}.png`, () => png(drawn())))}
      >
        PNG
      </button>
      <span role="status" className="quiet">
        {trouble}
      </span>
    </span>
  );
}
