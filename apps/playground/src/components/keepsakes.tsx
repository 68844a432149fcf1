// What one can take away of a view whose code is a program: as of any view, and the program to read.
import type { RefObject } from "react";
import type { Part } from "../state/link.ts";
import type { Code } from "./code-note.tsx";
import { TakeAway } from "./take-away.tsx";

interface KeepsakesProps {
  /** What is drawn. */
  readonly pictures: RefObject<HTMLElement | null>;
  /** What the files are called. */
  readonly name: string;
  readonly code: Code;
  /** What a link to this view can leave out. */
  readonly parts: readonly Part[];
}

export function Keepsakes({ pictures, name, code, parts }: KeepsakesProps) {
  return (
    <div className="keepsakes">
      <TakeAway {...{ pictures, name, code, parts }} />
      {code.length > 0 && (
        <details className="code" data-part="code">
          <summary>The code</summary>
          {code.map(([language, lines]) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
            <section key={language} tabIndex={0} aria-label={language}>
              <pre>{lines}</pre>
            </section>
          ))}
        </details>
      )}
    </div>
  );
}
