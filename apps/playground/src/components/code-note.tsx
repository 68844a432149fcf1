// What is on the screen as lines of code.

/** A line or more in each language. */
export type Code = readonly (readonly [language: string, lines: string])[];

export function CodeNote({ code }: { readonly code: Code }) {
  return (
    <section className="code-note number" aria-label="Code">
      {code.map(([language, lines]) => (
        <p key={language}>
          <span className="quiet">{language}</span> <code>{lines}</code>
        </p>
      ))}
    </section>
  );
}
