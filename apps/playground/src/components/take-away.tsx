// What one can take away: the link, the code, and the pictures as they stand, still or moving.
import type { Spotlight } from "@toeplitz/widgets";
import { type RefObject, useEffect, useRef, useState } from "react";
import { type Drawing, drawingOf } from "../export/drawing.ts";
import { png } from "../export/raster.ts";
import { copied, save, savePng } from "../export/save.ts";
import type { Part } from "../state/link.ts";
import type { Code, Programs } from "./code-note.tsx";
import { Share } from "./share.tsx";

type Pictures = RefObject<HTMLElement | null> | (() => Drawing);

interface TakeAwayProps {
  /** What is drawn on the page, where that can be taken away; or what draws it. */
  readonly pictures?: Pictures;
  /** What moves in it, if something does. */
  readonly spotlight?: Spotlight;
  /** What the files are called. */
  readonly name?: string;
  readonly code: Code | Programs;
  /** What else can be copied; what is too long throws why. */
  readonly texts?: Programs;
  /** What a link to this view can leave out. */
  readonly parts: readonly Part[];
}

/** A longer animation would take minutes to make, and would be looked at by nobody to its end. */
const mostFrames = 512;

const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const noTexts: Programs = [];

/** All of the page beside an element. */
function everythingBut(element: Element): readonly Element[] {
  const parent = element.parentElement;
  if (parent === null || element === document.body) return [];
  return [...[...parent.children].filter((part) => part !== element), ...everythingBut(parent)];
}

export function TakeAway(props: TakeAwayProps) {
  const { pictures, spotlight, name = "toeplitz", code, texts = noTexts, parts } = props;
  const [said, setSaid] = useState("");
  const recording = useRef(false);
  const section = useRef<HTMLElement>(null);
  const [frame, setFrame] = useState<number | null>(null);
  useEffect(
    () => () => {
      recording.current = false;
    },
    [],
  );
  const steps = spotlight?.steps ?? 0;
  const frames = Math.min(steps, mostFrames);
  // What draws them draws what was lit when it was made; an animation goes on.
  const latest = useRef(pictures);
  useEffect(() => {
    latest.current = pictures;
  });
  const copy = async (what: string, text: string) => {
    setSaid(await copied(what, text));
  };
  const drawn = (from: Pictures) => (typeof from === "function" ? from() : drawingOf(from.current!));
  const record = async (walk: Spotlight) => {
    recording.current = true;
    setFrame(0);
    // A pointer that crosses what stands around would light what it meets, instead of the step; another size would be cut.
    const around = everythingBut(section.current!).filter((part) => !part.hasAttribute("inert"));
    const holdStill = (still: boolean) => {
      for (const part of around) part.toggleAttribute("inert", still);
    };
    holdStill(true);
    walk.free();
    try {
      const { Gif } = await import("../export/gif.ts");
      const gif = new Gif();
      try {
        for (let step = 0; step < frames && recording.current; step++) {
          setFrame(step);
          walk.goTo(step);
          await painted();
          // Somebody went to another view, or gave it up.
          if (!recording.current) break;
          await gif.add(drawn(latest.current!), 1000 / walk.speed);
        }
        if (recording.current) save(`${name}.gif`, await gif.finish());
      } finally {
        gif.close();
      }
      setSaid(recording.current ? `GIF of ${frames} steps saved` : "GIF given up");
    } catch (error) {
      setSaid(`no GIF could be made: ${(error as Error).message}`);
    } finally {
      holdStill(false);
      recording.current = false;
      setFrame(null);
    }
  };
  return (
    <section ref={section} className="take-away" aria-label="Take away" data-part="take-away">
      <button type="button" onClick={() => copy("link", location.href)}>
        Copy link
      </button>
      <Share parts={parts} onCopy={(address) => copy("reduced link", address)} />
      {code.map(([language, program]) => (
        <button
          key={language}
          type="button"
          data-part="code"
          onClick={() => copy(language, typeof program === "string" ? program : program())}
        >
          Copy {language}
        </button>
      ))}
      {texts.map(([what, text]) => (
        <button
          key={what}
          type="button"
          onClick={() => {
            try {
              copy(what, text());
            } catch (error) {
              setSaid((error as Error).message);
            }
          }}
        >
          Copy {what}
        </button>
      ))}
      {pictures !== undefined && (
        <>
          <button
            type="button"
            onClick={() => {
              save(`${name}.svg`, new Blob([drawn(pictures).svg], { type: "image/svg+xml" }));
              setSaid("SVG saved");
            }}
          >
            SVG
          </button>
          <button
            type="button"
            onClick={async () => {
              const trouble = await savePng(`${name}.png`, () => png(drawn(pictures)));
              setSaid(trouble === "" ? "PNG saved" : trouble);
            }}
          >
            PNG
          </button>
        </>
      )}
      {pictures !== undefined && spotlight !== undefined && frame === null && (
        <button type="button" disabled={frames === 0} onClick={() => record(spotlight)}>
          {frames < steps ? `GIF of the first ${frames} of ${steps} steps` : "GIF"}
        </button>
      )}
      {frame !== null && (
        <>
          <progress aria-label="Frames" max={frames} value={frame} />
          <button
            type="button"
            onClick={() => {
              recording.current = false;
            }}
          >
            Stop, frame {frame + 1} of {frames}
          </button>
        </>
      )}
      <span role="status" className="quiet">
        {said}
      </span>
    </section>
  );
}
