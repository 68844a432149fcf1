// Point or paint: what a hand does on the cells, the number that it paints, and the way back.
import { PinnedNumber, Segmented } from "@toeplitz/widgets";

interface BrushBarProps {
  /** Null while the hand points. */
  readonly brush: number | null;
  readonly onBrush: (value: number | null) => void;
  /** What can be painted, and how by keys. */
  readonly hint: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** What a screen reader says of the last stroke. */
  readonly said: string;
  /** What is painted with when the hand takes the brush up. */
  readonly last: number;
}

const usual = [-1, 0, 1, 2];

export function BrushBar(props: BrushBarProps) {
  const { brush, onBrush, hint, canUndo, canRedo, onUndo, onRedo, said, last } = props;
  return (
    <section className="brush" aria-label="Brush" data-part="parameters">
      <Segmented
        label="The hand"
        value={brush === null ? "point" : "paint"}
        choices={[
          { value: "point", text: "point", title: "touch cells to see their partners" },
          { value: "paint", text: "paint", title: "drag across cells to set them all to one number" },
        ]}
        onChange={(hand) => onBrush(hand === "point" ? null : last)}
      />
      <span className="way-back">
        <button type="button" disabled={!canUndo} aria-keyshortcuts="Control+Z" onClick={onUndo}>
          undo
        </button>
        <button type="button" disabled={!canRedo} aria-keyshortcuts="Control+Shift+Z" onClick={onRedo}>
          redo
        </button>
      </span>
      {brush !== null && (
        <span className="brush-value">
          <PinnedNumber name="brush" value={Math.fround(brush)} onValue={onBrush} />
          <Segmented
            label="Paint with"
            value={String(brush)}
            choices={usual.map((value) => ({ value: String(value), text: String(value).replace("-", "−") }))}
            onChange={(value) => onBrush(Number(value))}
          />
          <span className="quiet">{hint}</span>
        </span>
      )}
      <span role="status" className="unseen">
        {said}
      </span>
    </section>
  );
}
