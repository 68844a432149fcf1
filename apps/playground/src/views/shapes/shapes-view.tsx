// Which settings lead from one size to another and back, and what an output of a whole stack sees.
import type { Shapes } from "../../state/shapes.ts";
import { StackPanel } from "./stack-panel.tsx";
import { StepsPanel } from "./steps-panel.tsx";

export interface ShapesProps {
  readonly shapes: Shapes;
  readonly onShapes: (shapes: Shapes) => void;
}

export function ShapesView(props: ShapesProps) {
  return (
    <div className="shapes">
      <h1 className="unseen">Shapes</h1>
      <StepsPanel {...props} />
      <StackPanel {...props} />
    </div>
  );
}
