// An impossible setting: PyTorch's own sentence, the reason in plain words, the size that comes out, and the nearest values that work.
// A flip without a counterpart says why, and which values have one.
import { sizeLines } from "@toeplitz/figures";
import type { Action, Playground } from "@toeplitz/widgets";
import { useMemo } from "react";
import { reasonOf } from "../../state/reasons.ts";
import { repairsOf } from "../../state/repairs.ts";

interface ProblemNoteProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
}

export function ProblemNote({ state, dispatch }: ProblemNoteProps) {
  const repairs = useMemo(() => repairsOf(state), [state]);
  const { problem, oneWay, scene, settings } = state;
  const said = problem ?? oneWay;
  const reason = reasonOf(state);
  // An axis that works out needs no explanation.
  const broken = problem === null ? [] : sizeLines(settings).filter(({ result }) => !(result >= 1));
  const worked = broken.filter(({ numbers }, i) => broken.findIndex((other) => other.numbers === numbers) === i);
  return (
    <div className="problem" role="status" data-shown={said !== null}>
      {said !== null && (
        <>
          <p className="number">{said.message}</p>
          {reason !== null && <p className="reason">{reason}</p>}
          {worked.map(({ axis, numbers, written }) => (
            <p key={axis} className="number worked">
              {axis}′ = {numbers} = <strong>{written}</strong>
            </p>
          ))}
          <p className="repairs">
            <span className="quiet">What would work:</span>
            {repairs.map(({ label, field, change }) => (
              <button key={label} type="button" onClick={() => dispatch({ type: "set", field, change })}>
                {label}
              </button>
            ))}
            {problem !== null && (
              <button type="button" onClick={() => dispatch({ type: "load", figure: scene.figure })}>
                back to the picture
              </button>
            )}
          </p>
        </>
      )}
    </div>
  );
}
