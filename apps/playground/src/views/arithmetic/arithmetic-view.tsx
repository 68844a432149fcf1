// The home view: one sum seen three ways, as grids, as a matrix, as a formula.

import { type Colouring, layOut, type Operand, type Theme } from "@toeplitz/figures";
import {
  type Action,
  type Brush,
  FormulaPanel,
  Grids,
  MatrixPicture,
  Player,
  type Playground,
  Segmented,
  SizeNote,
  type Spotlight,
  sentences,
  useCalm,
  useNarrow,
} from "@toeplitz/widgets";
import { type CSSProperties, useMemo, useRef, useState } from "react";
import { BrushBar } from "../../components/brush-bar.tsx";
import { CodeNote } from "../../components/code-note.tsx";
import { ParameterSheet } from "../../components/parameter-sheet.tsx";
import { TakeAway } from "../../components/take-away.tsx";
import { useUndoKeys } from "../../components/use-undo-keys.ts";
import { caseLinesOf, caseProgramsOf } from "./case-code.ts";
import { gridsRoom, placedMatrix, useFold } from "./fold.ts";
import { Parameters } from "./parameters.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface ArithmeticViewProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly onColouring: (colouring: Colouring) => void;
  readonly theme: Theme;
}

/** Wider grids leave no room for a matrix beside them; still wider ones need more than one line. */
const mostBeside = 760;
const mostInLine = 1100;

export function ArithmeticView({ state, dispatch, spotlight, colouring, onColouring, theme }: ArithmeticViewProps) {
  const { scene, problem } = state;
  const { highlight } = spotlight;
  const pictures = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const fold = useFold();
  const layouts = useMemo(() => layOut(scene, narrow, gridsRoom(fold)), [scene, narrow, fold]);
  const { equation, sizes, order } = sentences(scene);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const gridsWidth = sum(order.map((side) => layouts[side].width));
  const heights = order.map((side) => layouts[side].height);
  const gridsHeight = gridsWidth > mostInLine ? sum(heights) : Math.max(...heights);
  const calm = useCalm(scene);
  const placed = useMemo(
    () => (calm ? placedMatrix(scene, fold, gridsHeight, gridsWidth < mostBeside) : null),
    [calm, scene, fold, gridsHeight, gridsWidth],
  );
  const matrix = placed?.layout ?? null;
  const shared = { scene, highlight, spotlight, colouring, theme };
  const edit = (side: Operand, index: number, value: number) => dispatch({ type: "edit", side, index, value });
  /** Letter by letter, which is one change. */
  const type = (side: Operand, index: number, value: number) =>
    dispatch({ type: "edit", side, index, value, stroke: `typed ${side} ${index}` });
  const [brush, setBrush] = useState<number | null>(null);
  const [last, setLast] = useState(1);
  const [said, setSaid] = useState("");
  const brushOn =
    (value: number) =>
    (side: Operand): Brush => ({
      paint(indices, stroke) {
        dispatch({ type: "paint", side, indices, value, stroke });
        spotlight.hover({ on: side, index: indices.at(-1)! });
      },
      done: (cells) =>
        setSaid(`${cells} ${cells === 1 ? "cell" : "cells"} of ${scene.names[side].title} painted ${value}`),
    });
  const { past, future } = state.history;
  const undo = () => {
    dispatch({ type: "undo" });
    if (past.length > 0) setSaid("taken back");
  };
  const redo = () => {
    dispatch({ type: "redo" });
    if (future.length > 0) setSaid("done again");
  };
  useUndoKeys(undo, redo);
  const code = useMemo(() => caseLinesOf(scene.figure), [scene]);
  const { transposed } = scene.geometry;
  const [rows, columns] = scene.matrix.shape;
  const { nnz } = scene.matrix;
  const drawn = matrix !== null && (matrix.cells.length > 0 || nnz === 0);
  const beside = drawn && placed?.heading === "lines";
  const place = { "--matrix-width": `${matrix === null ? 0 : matrix.full[0] + 12}px` } as CSSProperties;
  return (
    <div className="arithmetic" data-impossible={problem !== null}>
      <div className="pictures" data-beside={beside}>
        <ProblemNote state={state} dispatch={dispatch} />
        <div className="grids-and-matrix" ref={pictures}>
          <div className="grids">
            <Grids
              {...shared}
              layouts={layouts}
              // The numbers of settings that do not work stand nowhere to be changed.
              onEdit={problem === null ? edit : null}
              brushOn={brush === null || problem !== null ? null : brushOn(brush)}
            />
            <div className="hands">
              <Player spotlight={spotlight} />
              <BrushBar
                brush={brush}
                onBrush={(value) => {
                  setBrush(value);
                  if (value !== null) setLast(value);
                }}
                hint="Drag across cells. By keys: Space, or Shift with arrows."
                canUndo={past.length > 0}
                canRedo={future.length > 0}
                onUndo={undo}
                onRedo={redo}
                {...{ said, last }}
              />
            </div>
          </div>
          <section
            className="matrix"
            aria-label="Matrix"
            data-part="matrix"
            data-heading={placed?.heading}
            style={place}
          >
            <header>
              <h2>
                {equation} <span className="shape">{sizes}</span>
              </h2>
              <span className="quiet">
                {nnz} of {rows * columns} entries
              </span>
              <Segmented
                label="Colour by"
                value={colouring}
                choices={[
                  { value: "weight", text: "by weight", title: "each kernel position has its own hue" },
                  { value: "value", text: "by value", title: "blue below zero, orange above" },
                ]}
                onChange={onColouring}
              />
            </header>
            {drawn ? (
              <MatrixPicture
                key={String(transposed)}
                {...shared}
                layout={matrix}
                turning={state.changed === "transposed"}
              />
            ) : (
              <p className="quiet">
                {matrix === null
                  ? "The picture comes when the hand rests."
                  : "Too many to draw one by one. The grids and the formula still show each of them."}
              </p>
            )}
          </section>
        </div>
        <TakeAway
          pictures={pictures}
          spotlight={spotlight}
          code={caseProgramsOf(scene.figure)}
          parts={["parameters", "matrix", "formula", "player", "take-away", "code"]}
        />
      </div>
      <div className="words">
        <ParameterSheet>
          <Parameters state={state} dispatch={dispatch} />
          <SizeNote settings={state.settings} />
          <CodeNote code={code} />
        </ParameterSheet>
        <FormulaPanel {...shared} onEdit={type} />
        <p className="quiet hint">Point at a cell, click to keep it, type to change it.</p>
      </div>
    </div>
  );
}
