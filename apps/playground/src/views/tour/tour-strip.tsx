// One step of the tour: a sentence, what the library says to it, and the way on.
import { useMemo } from "react";
import { tourSteps } from "./tour-steps.ts";

interface TourStripProps {
  readonly step: number;
  /** Null ends the tour. */
  readonly onStep: (step: number | null) => void;
}

export function TourStrip({ step, onStep }: TourStripProps) {
  const { title, sentence, facts } = tourSteps[step]!;
  const shown = useMemo(facts, [facts]);
  const last = step === tourSteps.length - 1;
  return (
    <section className="tour" aria-label="Tour">
      <div className="tour-words" aria-live="polite">
        <p className="tour-count number">
          The notebook, {step + 1} of {tourSteps.length}
        </p>
        <h2>{title}</h2>
        <p>{sentence}</p>
      </div>
      <dl className="facts">
        {shown.map(({ code, result }) => (
          <div key={code}>
            <dt className="number">{code}</dt>
            <dd className="number">{result}</dd>
          </div>
        ))}
      </dl>
      <div className="tour-ways">
        <button type="button" disabled={step === 0} onClick={() => onStep(step - 1)}>
          Back
        </button>
        <button type="button" className="strong" onClick={() => onStep(last ? null : step + 1)}>
          {last ? "Done" : "Next"}
        </button>
        {!last && (
          <button type="button" className="link" onClick={() => onStep(null)}>
            Leave the tour
          </button>
        )}
      </div>
    </section>
  );
}
