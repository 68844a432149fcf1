// What one can take away: the link, the code, and the pictures as they stand, still or moving.
import type { Spotlight } from "@toeplitz/widgets";
import { type RefObject, useRef, useState } from "react";
import { drawingOf } from "../export/drawing.ts";
import { Gif, png } from "../export/raster.ts";
import { save } from "../export/save.ts";
import type { Part } from "../state/link.ts";
import type { Code } from "./code-note.tsx";
import { Share } from "./share.tsx";

interface TakeAwayProps {
  /** What is drawn, where that can be taken away. */
  readonly pictures?: RefObject<HTMLElement | null>;
  /** What moves in it, if something does. */
  readonly spotlight?: Spotlight;
  readonly code: Code;
  /** What a link to this view can leave out. */
  readonly parts: readonly Part[];
}

/** A longer animation would take minutes. */
const mostFrames = 64;

const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

export function TakeAway({ pictures, spotlight, code, parts }: TakeAwayProps) {
  const [said, setSaid] = useState("");
  const recording = useRef(false);
  const [frame, setFrame] = useState<number | null>(null);
  const frames = Math.min(spotlight?.steps ?? 0, mostFrames);
  const copy = async (what: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied`);
    } catch {
      setSaid(`the browser does not let this page copy: ${text}`);
    }
  };
  const drawn = (root: RefObject<HTMLElement | null>) => drawingOf(root.current!);
  const record = async (root: RefObject<HTMLElement | null>, walk: Spotlight) => {
    recording.current = true;
    try {
      setFrame(0);
      const gif = await Gif.start();
      for (let step = 0; step < frames && recording.current; step++) {
        setFrame(step);
        walk.goTo(step);
        await painted();
        await gif.add(drawn(root), 1000 / walk.speed);
      }
      if (recording.current) save("toeplitz.gif", gif.finish());
      setSaid(recording.current ? "GIF saved" : "GIF given up");
    } finally {
      recording.current = false;
      setFrame(null);
    }
  };
  return (
    <section className="take-away" aria-label="Take away" data-part="take-away">
      <button type="button" onClick={() => copy("link", location.href)}>
        Copy link
      </button>
      <Share parts={parts} onCopy={(address) => copy("reduced link", address)} />
      {code.map(([language, line]) => (
        <button key={language} type="button" onClick={() => copy(language, line)}>
          Copy {language}
        </button>
      ))}
      {pictures !== undefined && (
        <>
          <button
            type="button"
            onClick={() => {
              save("toeplitz.svg", new Blob([drawn(pictures).svg], { type: "image/svg+xml" }));
              setSaid("SVG saved");
            }}
          >
            SVG
          </button>
          <button
            type="button"
            onClick={async () => {
              save("toeplitz.png", await png(drawn(pictures)));
              setSaid("PNG saved");
            }}
          >
            PNG
          </button>
        </>
      )}
      {pictures !== undefined && spotlight !== undefined && frame === null && (
        <button type="button" disabled={frames === 0} onClick={() => record(pictures, spotlight)}>
          GIF
        </button>
      )}
      {frame !== null && (
        <button
          type="button"
          onClick={() => {
            recording.current = false;
          }}
        >
          Stop, frame {frame + 1} of {frames}
        </button>
      )}
      <span role="status" className="quiet">
        {said}
      </span>
    </section>
  );
}
