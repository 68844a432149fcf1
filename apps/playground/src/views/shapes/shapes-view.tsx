// Which settings lead from one size to another and back, and what an output of a whole stack sees.
import { useMemo, useRef } from "react";
import { TakeAway } from "../../components/take-away.tsx";
import type { Shapes } from "../../state/shapes.ts";
import { StackPanel } from "./stack-panel.tsx";
import { stackCode } from "./step-text.ts";
import { StepsPanel } from "./steps-panel.tsx";

export interface ShapesProps {
  readonly shapes: Shapes;
  readonly onShapes: (shapes: Shapes) => void;
}

export function ShapesView(props: ShapesProps) {
  const { stack } = props.shapes;
  const cone = useRef<HTMLDivElement>(null);
  const code = useMemo(() => stackCode(stack), [stack]);
  return (
    <div className="shapes">
      <h1 className="unseen">Shapes</h1>
      <StepsPanel {...props} />
      <StackPanel {...props} picture={cone} code={code} />
      <TakeAway pictures={cone} code={code} parts={["take-away", "code"]} />
    </div>
  );
}
