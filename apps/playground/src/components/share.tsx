// Composes a link that shows less of the page: what a teacher leaves out is what a class need not look at.
import { type KeyboardEvent, useRef, useState } from "react";
import { parts as allParts, hashOf, type Part, readHash } from "../state/link.ts";

const words: Readonly<Record<Part, string>> = {
  parameters: "parameters",
  matrix: "matrix",
  formula: "formula",
  player: "player",
  "take-away": "this row",
  code: "code",
  files: "own files",
  timings: "timings",
  input: "input",
  layer: "the layer",
  weights: "weights",
};

interface ShareProps {
  /** What the view can leave out. */
  readonly parts: readonly Part[];
  readonly onCopy: (address: string) => void;
}

export function Share({ parts, onCopy }: ShareProps) {
  const [shown, setShown] = useState<ReadonlySet<Part>>(new Set(parts));
  const [embed, setEmbed] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  const copy = () => {
    const hide = allParts.filter((part) => parts.includes(part) && !shown.has(part));
    const address = new URL(location.href);
    address.hash = hashOf({ ...readHash(location.hash), hide, embed });
    onCopy(address.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || details.current === null || !details.current.open) return;
    event.stopPropagation();
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  };
  return (
    <details ref={details} className="share" onKeyDown={onKeyDown}>
      <summary>Share less</summary>
      <div className="share-choices">
        <fieldset>
          <legend>The link shows</legend>
          {parts.map((part) => (
            <label key={part}>
              <input
                type="checkbox"
                checked={shown.has(part)}
                onChange={({ target }) =>
                  setShown(
                    (before) => new Set(parts.filter((each) => (each === part ? target.checked : before.has(each)))),
                  )
                }
              />
              {words[part]}
            </label>
          ))}
          <label>
            <input type="checkbox" checked={!embed} onChange={({ target }) => setEmbed(!target.checked)} />
            header
          </label>
        </fieldset>
        <button type="button" onClick={copy}>
          Copy reduced link
        </button>
      </div>
    </details>
  );
}
