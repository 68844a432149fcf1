// An impossible setting: PyTorch's own sentence, and the nearest values that work, one click away.
import type { Action, Playground } from "@toeplitz/widgets";
import { useMemo } from "react";
import { repairsOf } from "../../state/repairs.ts";

interface ProblemNoteProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
}

export function ProblemNote({ state, dispatch }: ProblemNoteProps) {
  const repairs = useMemo(() => repairsOf(state), [state]);
  const { problem, scene } = state;
  return (
    <div className="problem" role="status" data-shown={problem !== null}>
      {problem !== null && (
        <>
          <p className="number">{problem.message}</p>
          <p className="repairs">
            <span className="quiet">What would work:</span>
            {repairs.map(({ label, field, change }) => (
              <button key={label} type="button" onClick={() => dispatch({ type: "set", field, change })}>
                {label}
              </button>
            ))}
            <button type="button" onClick={() => dispatch({ type: "load", figure: scene.figure })}>
              back to the picture
            </button>
          </p>
        </>
      )}
    </div>
  );
}
