// What one can take away of a view: the link, the code, and its pictures as they stand.
import { type RefObject, useState } from "react";
import { drawingOf } from "../export/drawing.ts";
import { png } from "../export/raster.ts";
import { save } from "../export/save.ts";

interface KeepsakesProps {
  /** What is drawn. */
  readonly pictures: RefObject<HTMLElement | null>;
  /** What the files are called. */
  readonly name: string;
  readonly code: readonly (readonly [language: string, lines: string])[];
}

export function Keepsakes({ pictures, name, code }: KeepsakesProps) {
  const [said, setSaid] = useState("");
  const copy = async (what: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied`);
    } catch {
      setSaid(`the browser does not let this page copy: ${text}`);
    }
  };
  const drawn = () => drawingOf(pictures.current!);
  return (
    <section className="keepsakes" aria-label="Take away" data-part="take-away">
      <div className="take-away">
        <button type="button" onClick={() => copy("link", location.href)}>
          Copy link
        </button>
        {code.map(([language, lines]) => (
          <button key={language} type="button" onClick={() => copy(language, lines)}>
            Copy {language}
          </button>
        ))}
        <button
          type="button"
          onClick={() => {
            save(`${name}.svg`, new Blob([drawn().svg], { type: "image/svg+xml" }));
            setSaid("SVG saved");
          }}
        >
          SVG
        </button>
        <button
          type="button"
          onClick={async () => {
            save(`${name}.png`, await png(drawn()));
            setSaid("PNG saved");
          }}
        >
          PNG
        </button>
        <span role="status" className="quiet">
          {said}
        </span>
      </div>
      {code.length > 0 && (
        <details className="code">
          <summary>The code</summary>
          {code.map(([language, lines]) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
            <section key={language} tabIndex={0} aria-label={language}>
              <pre>{lines}</pre>
            </section>
          ))}
        </details>
      )}
    </section>
  );
}
