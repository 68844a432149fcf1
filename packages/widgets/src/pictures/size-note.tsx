// The output size, in letters and with the numbers put in.
import { type Scene, sizeLines } from "@toeplitz/figures";

export function SizeNote({ scene }: { readonly scene: Scene }) {
  const lines = sizeLines(scene);
  const [first, second] = lines;
  const same = second !== undefined && second.numbers === first!.numbers;
  return (
    <section className="size-note number" aria-label={scene.words.regions.size}>
      <p>
        {first!.axis}′ = {first!.letters}
      </p>
      {(same ? lines.slice(0, 1) : lines).map(({ axis, numbers, result }) => (
        <p key={axis}>
          {lines.length > 1 && !same ? `${axis}′ ` : <span className="pad">{"\u2003"}</span>}= {numbers} ={" "}
          <strong>{result}</strong>
        </p>
      ))}
    </section>
  );
}
