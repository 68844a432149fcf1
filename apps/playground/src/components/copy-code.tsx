// Copies the programs of one thing among several on a page.
import { useState } from "react";
import { copied } from "../export/save.ts";
import type { Programs } from "./code-note.tsx";

interface CopyCodeProps {
  readonly code: Programs;
  /** `the step` */
  readonly of: string;
}

export function CopyCode({ code, of }: CopyCodeProps) {
  const [said, setSaid] = useState("");
  const copy = async (language: string, text: string) => {
    setSaid(await copied(language, text));
  };
  return (
    <div className="copy-code" data-part="code">
      {code.map(([language, program]) => (
        <button
          key={language}
          type="button"
          aria-label={`Copy ${language} of ${of}`}
          onClick={() => copy(language, program())}
        >
          Copy {language}
        </button>
      ))}
      <span aria-live="polite" className="quiet">
        {said}
      </span>
    </div>
  );
}
