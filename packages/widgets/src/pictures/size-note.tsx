// The output size, in letters and with the numbers put in, whether they work or not.
import { english, type SizeSettings, sizeLines, type Words } from "@toeplitz/figures";

interface SizeNoteProps {
  readonly settings: SizeSettings;
  readonly words?: Words;
}

export function SizeNote({ settings, words = english }: SizeNoteProps) {
  const lines = sizeLines(settings);
  const [first, second] = lines;
  if (first === undefined) return null;
  const same = second !== undefined && lines.every(({ numbers }) => numbers === first.numbers);
  return (
    <section className="size-note number" aria-label={words.regions.size}>
      <p>
        {first.axis}′ = {first.letters}
      </p>
      {(same ? lines.slice(0, 1) : lines).map(({ axis, numbers, result, written }) => (
        <p key={axis}>
          {lines.length > 1 && !same ? `${axis}′ ` : <span className="pad">{"\u2003"}</span>}= {numbers} ={" "}
          <strong data-possible={result >= 1}>{written}</strong>
        </p>
      ))}
    </section>
  );
}
