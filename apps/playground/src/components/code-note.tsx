// What is on the screen as lines of code.
import { Fragment, type ReactNode } from "react";

/** A line or more in each language. */
export type Code = readonly (readonly [language: string, lines: string])[];

/** A whole program in each language, written when it is wanted. */
export type Programs = readonly (readonly [language: string, program: () => string])[];

/** A line of code breaks behind a bracket or a comma rather than within a word. */
function breakable(lines: string): ReactNode {
  const parts = lines.split(/(?<=[(,])/);
  return parts.map((part, i) => (
    <Fragment key={i}>
      {part}
      {i + 1 < parts.length && <wbr />}
    </Fragment>
  ));
}

export function CodeNote({ code }: { readonly code: Code }) {
  return (
    <section className="code-note number" aria-label="Code" data-part="code">
      {code.map(([language, lines]) => (
        <p key={language}>
          <span className="quiet">{language}</span> <code>{breakable(lines)}</code>
        </p>
      ))}
    </section>
  );
}
