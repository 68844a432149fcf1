// How the matrix is applied: an output at a time, which gathers, or an input at a time, which scatters.
import { biasOf, columnsSide, fullNumber, inMatrix, nameOf, type Scene, type Walk as Walked } from "@toeplitz/figures";
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

/** What the player counts: rows or columns of the matrix; where several samples meet each of them, the elements that are walked over. */
export function walkOf(scene: Scene, byColumns: boolean): Walked {
  const walked = byColumns ? (columnsSide(scene) ?? scene.result) : scene.result;
  if (walked === "weight" || scene.geometry.batch > 1) return walked;
  return byColumns ? "column" : "row";
}

export function WalkNote({ scene, walk, onWalk, soFar, step }: WalkNoteProps) {
  const side = columnsSide(scene);
  const { result, names, words } = scene;
  const byColumns = soFar !== null;
  const walked = byColumns ? side : result;
  if (side === null || walked === null || walked === "weight" || scene[walked].values.length === 0) return null;
  const { values } = scene[walked];
  const { batch } = scene.geometry;
  const { sample, line } = inMatrix(scene, walked, step);
  const name = nameOf(scene, walked, step);
  const done = soFar?.filter((value, i) => value === scene[result].values[i]).length ?? 0;
  const counted = batch === 1 ? "" : `Step ${words.stepOf(step + 1, values.length)}: `;
  const of = (letter: string, whole: string) => (batch === 1 ? `${whole}${letter}` : `sample ${sample} of ${letter}`);
  const bias = result === "output" && !byColumns ? biasOf(scene, step) : null;
  const plus = bias === null ? "" : `and ${nameOf(scene, "bias", bias)} beside it `;
  const sentence = byColumns
    ? `${name} = ${fullNumber(values[step] ?? 0)} times column ${line} is added to ${of(names[result].letter, "")}: ${done} of ${soFar.length} numbers stand as they will in the end.`
    : `${batch === 1 ? "Row" : "row"} ${line} times ${of(names[side].letter, "the whole of ")} ${plus}gives one number, ${name}.`;
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
      <p>{counted + sentence}</p>
    </section>
  );
}
