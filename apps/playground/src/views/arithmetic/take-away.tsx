// What one can take away: the link, the code, and the pictures as they stand, still or moving.
import type { Spotlight } from "@toeplitz/widgets";
import { type RefObject, useRef, useState } from "react";
import { Share } from "../../components/share.tsx";
import { drawingOf } from "../../export/drawing.ts";
import { Gif, png } from "../../export/raster.ts";
import { save } from "../../export/save.ts";

interface TakeAwayProps {
  /** What is drawn: the grids and the matrix. */
  readonly pictures: RefObject<HTMLElement | null>;
  readonly spotlight: Spotlight;
  readonly code: readonly (readonly [language: string, line: string])[];
}

/** A longer animation would take minutes. */
const mostFrames = 64;

const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

export function TakeAway({ pictures, spotlight, code }: TakeAwayProps) {
  const [said, setSaid] = useState("");
  const recording = useRef(false);
  const [frame, setFrame] = useState<number | null>(null);
  const frames = Math.min(spotlight.steps, mostFrames);
  const copy = async (what: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied`);
    } catch {
      setSaid(`the browser does not let this page copy: ${text}`);
    }
  };
  const drawn = () => drawingOf(pictures.current!);
  const record = async () => {
    recording.current = true;
    try {
      setFrame(0);
      const gif = await Gif.start();
      for (let step = 0; step < frames && recording.current; step++) {
        setFrame(step);
        spotlight.goTo(step);
        await painted();
        await gif.add(drawn(), 1000 / spotlight.speed);
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
      <Share onCopy={(address) => copy("reduced link", address)} />
      {code.map(([language, line]) => (
        <button key={language} type="button" onClick={() => copy(`${language} line`, line)}>
          Copy {language}
        </button>
      ))}
      <button
        type="button"
        onClick={() => {
          save("toeplitz.svg", new Blob([drawn().svg], { type: "image/svg+xml" }));
          setSaid("SVG saved");
        }}
      >
        SVG
      </button>
      <button
        type="button"
        onClick={async () => {
          save("toeplitz.png", await png(drawn()));
          setSaid("PNG saved");
        }}
      >
        PNG
      </button>
      {frame === null ? (
        <button type="button" disabled={frames === 0} onClick={record}>
          GIF
        </button>
      ) : (
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
