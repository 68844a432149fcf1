// A small classifier learns in the page: loss and accuracy as they come, filters as they form, and what it takes the test pictures for.

import { smoothed, type Theme } from "@toeplitz/figures";
import type { LabelledPictures } from "@toeplitz/networks";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Keepsakes } from "../../components/keepsakes.tsx";
import { save } from "../../export/save.ts";
import type { Training } from "../../state/training.ts";
import { garmentLicence, testPictures } from "../garments/sheets.ts";
import { Confusion } from "./confusion.tsx";
import { FirstWeights } from "./first-weights.tsx";
import { trainingCode } from "./training-code.ts";
import { TrainingControls } from "./training-controls.tsx";
import { TrainingPlot } from "./training-plot.tsx";
import { session } from "./training-session.ts";
import { Verdicts } from "./verdicts.tsx";

interface TrainViewProps {
  readonly training: Training;
  readonly theme: Theme;
  readonly onTraining: (training: Training) => void;
  /** Looks at the weights in the Network view. */
  readonly onWeights: (weights: File) => void;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

export function TrainView({ training, theme, onTraining, onWeights }: TrainViewProps) {
  const now = useSyncExternalStore(session.subscribe, session.snapshot);
  const [pictures, setPictures] = useState<LabelledPictures | null>(null);
  const [noPictures, setNoPictures] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const { state, step, steps, losses, shares, tested, last, pace, evaluation, filters, trouble } = now;

  useEffect(() => {
    testPictures().then(setPictures, () => setNoPictures("The test pictures could not be loaded."));
  }, []);
  useEffect(() => {
    // A number that is typed is several numbers on its way
    const timer = setTimeout(() => session.configure(training), 150);
    return () => clearTimeout(timer);
  }, [training]);

  const code = useMemo(() => trainingCode(training), [training]);
  const running = state === "running";
  const ready = state === "paused" || running;
  const pristine = state === "loading" || (step === 0 && state !== "broken");
  /** A link that was made in the middle of a training leads there. */
  const until = training.until !== null && training.until > step ? training.until : null;
  // A link leads to where the training rests, unless it asks for more.
  const rests = session.restsAt(training);
  useEffect(() => {
    if (rests !== null && (training.until ?? 0) < rests) onTraining({ ...training, until: rests });
  }, [rests, training, onTraining]);
  const goOn = () => {
    session.go(training, until);
    onTraining({ ...training, until });
  };
  const reset = () => {
    session.reset(training);
    onTraining({ ...training, until: null });
  };
  const window = Math.max(1, Math.round(steps / 30));
  const highest = losses.reduce((most, [, loss]) => Math.max(most, loss), 2.4);
  return (
    <div className="train-view">
      <h1 className="unseen">Training a classifier</h1>
      <div className="train-side">
        <section aria-label="Training" data-part="player" className="train-player">
          <div className="take-away">
            {running ? (
              <button type="button" className="strong" onClick={() => session.pause()}>
                Pause
              </button>
            ) : (
              <button type="button" className="strong" disabled={!ready} onClick={goOn}>
                {step === 0 ? "Start" : "Go on"}
              </button>
            )}
            <button
              type="button"
              aria-disabled={state !== "paused"}
              onClick={() => {
                // A button that is disabled while it is pressed would lose the focus.
                if (state !== "paused") return;
                session.go(training, step + 1);
                onTraining({ ...training, until: step + 1 });
              }}
            >
              Step
            </button>
            <button type="button" aria-disabled={pristine} onClick={() => pristine || reset()}>
              Reset
            </button>
          </div>
          <progress aria-label="Steps" max={Math.max(1, steps)} value={step} />
          <dl className="facts number">
            <Fact name="step" value={`${step} of ${steps}`} />
            <Fact name="epoch" value={`${last?.epoch ?? 0} of ${training.epochs}`} />
            <Fact name="loss" value={last === null ? "–" : last.loss.toFixed(3)} />
            <Fact name="test" value={evaluation === null ? "–" : percent(evaluation.share)} />
            <Fact name="a step" value={pace === null ? "–" : `${pace.toFixed(0)} ms`} />
          </dl>
          <p role="status" className="quiet small">
            {noPictures}
            {state === "loading" && "Loading pictures…"}
            {state === "paused" && step === 0 && until === null && "Ready. Nothing has been learned yet."}
            {state === "paused" &&
              until !== null &&
              `This link was made at step ${until}: it trains that far and pauses.`}
            {state === "paused" && step > 0 && until === null && `Paused at step ${step}.`}
            {running && "Training, in a worker; it goes on while you look at another view."}
            {state === "done" &&
              `Done: ${evaluation === null ? "" : percent(evaluation.share)} of the test pictures are named rightly.`}
          </p>
          {state === "broken" && <p role="alert">{trouble}</p>}
        </section>
        <TrainingControls training={training} onTraining={onTraining} />
        <section className="train-player" aria-label="Weights" data-part="weights">
          <div className="take-away">
            <button
              type="button"
              disabled={evaluation === null}
              onClick={async () => {
                const file = await session.weights();
                if (file !== null) onWeights(file);
              }}
            >
              Look inside
            </button>
            <button
              type="button"
              disabled={evaluation === null}
              onClick={async () => {
                const file = await session.weights();
                if (file !== null) save(file.name, file);
              }}
            >
              Save .safetensors
            </button>
          </div>
          <p className="quiet small">
            It learns from {training.pictures.toLocaleString("en")} pictures, the first {training.pictures / 10} of each
            class among the 60,000 that are there to learn from, here in 16 shades of grey, and is tested with the first
            240 of 10,000. So it does worse than the 92 % that the whole set teaches.{" "}
            <a href={garmentLicence}>Fashion-MNIST</a>, © Zalando SE, MIT.
          </p>
        </section>
      </div>
      <div className="train-main" ref={root}>
        <div className="plots">
          <TrainingPlot
            title="Loss"
            steps={steps}
            range={[0, Math.min(6, highest)]}
            unit={(value) => String(Number(value.toFixed(2)))}
            lines={[
              { name: "each step", curve: losses, look: "faint" },
              { name: `mean of ${window}`, curve: smoothed(losses, window), look: "strong" },
            ]}
          />
          <TrainingPlot
            title="Named rightly"
            steps={steps}
            range={[0, 1]}
            unit={percent}
            lines={[
              { name: "in training", curve: smoothed(shares, window), look: "strong" },
              { name: "in the test", curve: tested, look: "dashed" },
            ]}
          />
        </div>
        {filters !== null && <FirstWeights filters={filters} theme={theme} />}
        {pictures !== null && evaluation !== null && (
          <>
            <Verdicts
              pictures={pictures}
              found={evaluation.found}
              which={training.verdicts}
              onWhich={(verdicts) => onTraining({ ...training, verdicts })}
            />
            <Confusion labels={pictures.labels} found={evaluation.found} theme={theme} />
          </>
        )}
        <Keepsakes
          pictures={root}
          name="training"
          code={code}
          parts={["parameters", "player", "weights", "code", "take-away"]}
        />
      </div>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
