// The kernel matrix by itself: as a picture, in symbols, as a list; its structure, its singular values, and how evenly it reaches.

import { type Colouring, type MatrixRoom, matrixLayoutOf, structureOf, type Theme } from "@toeplitz/figures";
import {
  type Action,
  FormulaPanel,
  MatrixPicture,
  Player,
  type Playground,
  Segmented,
  type Spotlight,
} from "@toeplitz/widgets";
import { useMemo } from "react";
import type { MatrixForm } from "../../state/link.ts";
import { Parameters } from "../arithmetic/parameters.tsx";
import { ProblemNote } from "../arithmetic/problem-note.tsx";
import { Coverage } from "./coverage.tsx";
import { EntryList } from "./entry-list.tsx";
import { Spectrum } from "./spectrum.tsx";
import { StructureNote } from "./structure-note.tsx";
import { SymbolTable } from "./symbol-table.tsx";

interface MatrixViewProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly onColouring: (colouring: Colouring) => void;
  readonly form: MatrixForm;
  readonly onForm: (form: MatrixForm) => void;
  readonly theme: Theme;
}

/** Nothing stands beside it. */
const alone: MatrixRoom = { width: 960, cell: 52, tallWidth: 960, tallCell: 52 };

export function MatrixView(props: MatrixViewProps) {
  const { state, dispatch, spotlight, colouring, onColouring, form, onForm, theme } = props;
  const { scene, problem } = state;
  const { highlight } = spotlight;
  const layout = useMemo(() => matrixLayoutOf(scene, alone), [scene]);
  const structure = useMemo(() => structureOf(scene), [scene]);
  const shared = { scene, highlight, spotlight, colouring, theme };
  const drawn = layout.cells.length > 0 || layout.nnz === 0;
  return (
    <div className="matrix-view" data-impossible={problem !== null}>
      <h1 className="unseen">The kernel matrix</h1>
      <div className="matrix-main">
        <ProblemNote state={state} dispatch={dispatch} />
        <div className="row">
          <Segmented
            label="The matrix as"
            value={form}
            choices={[
              { value: "picture", text: "picture" },
              { value: "symbols", text: "symbols", title: "which weight stands where" },
              { value: "list", text: "list", title: "compressed sparse rows" },
            ]}
            onChange={onForm}
          />
          <Segmented
            label="Direction"
            value={scene.geometry.transposed ? "transposed" : "plain"}
            choices={[
              { value: "plain", text: "K", title: "the convolution" },
              { value: "transposed", text: "Kᵀ", title: "its transpose, the transposed convolution" },
            ]}
            onChange={(value) => (value === "transposed") !== scene.geometry.transposed && dispatch({ type: "flip" })}
          />
          <Segmented
            label="Colour by"
            value={colouring}
            choices={[
              { value: "weight", text: "by weight" },
              { value: "value", text: "by value" },
            ]}
            onChange={onColouring}
          />
        </div>
        {form === "picture" &&
          (drawn ? (
            <MatrixPicture {...shared} layout={layout} />
          ) : (
            <p className="quiet">Too many entries to draw one by one: {layout.nnz}. The facts beside still hold.</p>
          ))}
        {form === "symbols" && <SymbolTable {...shared} />}
        {form === "list" && <EntryList scene={scene} />}
        <Player spotlight={spotlight} />
        <FormulaPanel {...shared} onEdit={(side, index, value) => dispatch({ type: "edit", side, index, value })} />
        <div className="matrix-facts">
          <StructureNote structure={structure} transposed={scene.geometry.transposed} />
          <Coverage scene={scene} structure={structure} spotlight={spotlight} />
          <Spectrum scene={scene} />
        </div>
      </div>
      <aside className="matrix-side" aria-label="Parameters" data-part="parameters">
        <Parameters state={state} dispatch={dispatch} />
      </aside>
    </div>
  );
}
