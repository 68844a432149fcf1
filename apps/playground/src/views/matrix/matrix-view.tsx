// The kernel matrix by itself: as a picture, in numbers, in symbols, as a list; applied step by step; its structure and its rank.

import {
  type Colouring,
  columnsSide,
  drawnMatrixOf,
  listPicture,
  type MatrixRoom,
  matrixCsv,
  matrixLayoutOf,
  type Operand,
  partialSums,
  partShown,
  sparseLists,
  structureOf,
  type Theme,
  tablePicture,
} from "@toeplitz/figures";
import {
  type Action,
  FormulaPanel,
  MatrixPicture,
  Player,
  type Playground,
  Segmented,
  type Spotlight,
  sentences,
  useCalm,
} from "@toeplitz/widgets";
import { type CSSProperties, useMemo, useRef } from "react";
import { CodeNote } from "../../components/code-note.tsx";
import { ParameterSheet } from "../../components/parameter-sheet.tsx";
import { TakeAway } from "../../components/take-away.tsx";
import { useUndoKeys } from "../../components/use-undo-keys.ts";
import { writtenDrawing } from "../../export/written-drawing.ts";
import type { MatrixForm, Walk } from "../../state/link.ts";
import { Parameters } from "../arithmetic/parameters.tsx";
import { ProblemNote } from "../arithmetic/problem-note.tsx";
import { Coverage } from "./coverage.tsx";
import { EntryList, listText, mostListed } from "./entry-list.tsx";
import { matrixLinesOf, matrixProgramsOf } from "./matrix-code.ts";
import { Spectrum } from "./spectrum.tsx";
import { StructureNote } from "./structure-note.tsx";
import { WalkNote, walkOf } from "./walk-note.tsx";
import { useWrittenPart, WrittenMatrix } from "./written-matrix.tsx";

interface MatrixViewProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly onColouring: (colouring: Colouring) => void;
  readonly form: MatrixForm;
  readonly onForm: (form: MatrixForm) => void;
  readonly walk: Walk;
  readonly onWalk: (walk: Walk) => void;
  readonly theme: Theme;
}

/** Nothing stands beside it. */
const alone: MatrixRoom = { width: 960, height: 860, cell: 52, tallWidth: 460, tallHeight: 860, tallCell: 46 };

export function MatrixView(props: MatrixViewProps) {
  const { state, dispatch, spotlight, colouring, onColouring, form, onForm, walk, onWalk, theme } = props;
  const { scene, problem } = state;
  const { highlight, step } = spotlight;
  const pictures = useRef<HTMLDivElement>(null);
  const calm = useCalm(scene);
  const layout = useMemo(() => (calm ? matrixLayoutOf(scene, alone) : null), [calm, scene]);
  const structure = useMemo(() => (calm ? structureOf(scene) : null), [calm, scene]);
  const code = useMemo(() => matrixLinesOf(scene.figure), [scene]);
  const shared = { scene, highlight, spotlight, colouring, theme };
  /** Letter by letter, which is one change. */
  const type = (side: Operand, index: number, value: number) =>
    dispatch({ type: "edit", side, index, value, stroke: `typed ${side} ${index}` });
  useUndoKeys(
    () => dispatch({ type: "undo" }),
    () => dispatch({ type: "redo" }),
  );
  const { equation, sizes } = sentences(scene);
  const drawn = layout !== null && (layout.cells.length > 0 || layout.nnz === 0);
  const shownForm = form === "picture" || calm ? form : null;
  const table = useWrittenPart(scene, highlight);
  const lists = useMemo(() => (shownForm === "list" ? sparseLists(scene, mostListed) : []), [scene, shownForm]);
  const draw = () => {
    const { name, shape } = drawnMatrixOf(scene);
    const matrix = `${name}, ${shape.join(" × ")}`;
    if (form === "list") return writtenDrawing(listPicture(matrix, listText({ scene, lists })));
    const part = partShown(scene, table.window);
    const title = part === null ? matrix : `${matrix}: ${part.toLowerCase()}`;
    return writtenDrawing(tablePicture(scene, table.window, { title, letters: form === "symbols", ...shared }));
  };
  const byColumns = walk === "columns" && columnsSide(scene) !== null;
  const soFar = useMemo(() => (byColumns ? partialSums(scene, step + 1) : null), [scene, byColumns, step]);
  const written =
    shownForm === null || shownForm === "picture"
      ? {}
      : {
          pictures: draw,
          texts: [["CSV", () => matrixCsv(scene, shownForm)]] as const,
          // Steps light rows and columns of a table.
          ...(shownForm === "list" ? {} : { spotlight }),
        };
  const place = { "--matrix-width": `${layout === null ? 0 : layout.full[0] + 12}px` } as CSSProperties;
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
              { value: "numbers", text: "numbers", title: "dense: every place, zeros too" },
              { value: "symbols", text: "symbols", title: "which weight stands where" },
              { value: "list", text: "list", title: "sparse: compressed rows" },
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
        <div className="matrix-and-steps" data-beside={drawn && layout.tall && form === "picture"} style={place}>
          <div ref={pictures} className="matrix-pictures">
            <p className="matrix-title">
              {equation} <span className="shape">{sizes}</span>
            </p>
            {form === "picture" &&
              (drawn ? (
                <MatrixPicture
                  key={String(scene.geometry.transposed)}
                  {...shared}
                  layout={layout}
                  turning={state.changed === "transposed"}
                  {...(soFar === null ? {} : { soFar })}
                />
              ) : (
                <p className="quiet">
                  {layout === null
                    ? "The picture comes when the hand rests."
                    : `${layout.nnz} entries are too many to draw one by one. Numbers and symbols show a part of them, and the facts below hold.`}
                </p>
              ))}
            {(shownForm === "numbers" || shownForm === "symbols") && (
              <WrittenMatrix {...shared} {...table} letters={form === "symbols"} />
            )}
            {shownForm === "list" && <EntryList {...{ scene, lists }} />}
          </div>
          <div className="matrix-steps">
            <WalkNote {...{ scene, walk, onWalk, soFar, step }} />
            <Player spotlight={spotlight} of={walkOf(scene, byColumns)} />
            <FormulaPanel {...shared} onEdit={type} />
            <div className="matrix-facts">
              {structure !== null && <StructureNote {...{ structure, scene }} />}
              {structure !== null && <Coverage {...{ scene, structure, highlight, spotlight, dispatch }} />}
              <Spectrum scene={scene} />
            </div>
          </div>
        </div>
        <TakeAway
          {...(form === "picture" ? (drawn ? { pictures, spotlight } : {}) : written)}
          code={matrixProgramsOf(scene.figure)}
          parts={["parameters", "formula", "player", "take-away", "code"]}
        />
      </div>
      <ParameterSheet>
        <Parameters state={state} dispatch={dispatch} />
        <CodeNote code={code} />
      </ParameterSheet>
    </div>
  );
}
