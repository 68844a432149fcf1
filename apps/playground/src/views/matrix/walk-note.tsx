// How the matrix is applied: an output at a time, which gathers, or an input at a time, which scatters.
import { columnsSide, fullNumber, nameOf, type Scene } from "@toeplitz/figures";
import { Segmented } from "@toeplitz/widgets";
import type { Walk } from "../../state/link.ts";

interface WalkNoteProps {
  readonly scene: Scene;
  readonly walk: Walk;
  readonly onWalk: (walk: Walk) => void;
  /** The result after the columns up to this step. */
  readonly soFar: readonly number[] | null;
  readonly step: number;
}

export function WalkNote({ scene, walk, onWalk, soFar, step }: WalkNoteProps) {
  const side = columnsSide(scene);
  if (side === null) return null;
  const { result } = scene;
  const made = nameOf(scene, result, Math.min(step, scene[result].values.length - 1));
  const given = scene[side].values[step];
  const done = soFar?.filter((value, i) => value === scene[result].values[i]).length ?? 0;
  return (
    <section className="walk-note" aria-label="Step by step" data-part="player">
      <Segmented
        label="Step"
        value={walk}
        choices={[
          { value: "rows", text: "row by row", title: "each output gathers: one row times the input" },
          { value: "columns", text: "column by column", title: "each input scatters: one column, added to the output" },
        ]}
        onChange={onWalk}
      />
      <p>
        {walk === "rows" || soFar === null || given === undefined
          ? `Row ${step} times the whole of ${scene.names[side].letter} gives one number, ${made}.`
          : `${nameOf(scene, side, step)} = ${fullNumber(given)} times column ${step} is added to ${scene.names[result].letter}: ${done} of ${soFar.length} numbers stand as they will in the end.`}
      </p>
    </section>
  );
}
