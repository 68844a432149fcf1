// The home view: one sum seen three ways, as grids, as a matrix, as a formula.
import { type Colouring, layOut, matrixLayoutOf, type Scene, type Side, type Theme, windowOf } from "@toeplitz/figures";
import { type CSSProperties, Fragment, type ReactNode, useMemo, useRef, useState } from "react";
import { Segmented } from "../../components/segmented.tsx";
import type { Action, Playground } from "../../state/playground.ts";
import type { Spotlight } from "../../state/spotlight.ts";
import { CodeNote, codeOf } from "./code-note.tsx";
import { FormulaPanel } from "./formula-panel.tsx";
import { MatrixPicture } from "./matrix-picture.tsx";
import { OperandPicture } from "./operand-picture.tsx";
import { Parameters } from "./parameters.tsx";
import { Player } from "./player.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { SizeNote } from "./size-note.tsx";
import { TakeAway } from "./take-away.tsx";

interface ArithmeticViewProps {
  readonly state: Playground;
  readonly dispatch: (action: Action) => void;
  readonly spotlight: Spotlight;
  readonly colouring: Colouring;
  readonly onColouring: (colouring: Colouring) => void;
  readonly theme: Theme;
}

/** Wider grids leave no room for a matrix beside them. */
const mostBeside = 760;
/** Wider grids would shrink below reading size in one line. */
const mostInLine = 1300;

export function ArithmeticView({ state, dispatch, spotlight, colouring, onColouring, theme }: ArithmeticViewProps) {
  const { scene, problem } = state;
  const { highlight } = spotlight;
  const [sheet, setSheet] = useState(false);
  const pictures = useRef<HTMLDivElement>(null);
  const layouts = useMemo(() => layOut(scene), [scene]);
  const matrix = useMemo(() => matrixLayoutOf(scene), [scene]);
  const wide = scene.geometry.transposed ? "output" : "input";
  const window = highlight === null ? null : windowOf(scene, highlight, layouts[wide]);
  const shared = { scene, highlight, spotlight, colouring, theme };
  const edit = (side: Side) => (index: number, value: number) => dispatch({ type: "edit", side, index, value });
  const { transposed } = scene.geometry;
  const { order, operator, equation } = sentences(scene);
  const drawn = matrix.cells.length > 0 || matrix.nnz === 0;
  const gridsWidth = layouts.input.width + layouts.weight.width + layouts.output.width;
  const beside = matrix.tall && drawn && gridsWidth < mostBeside;
  const place = { "--matrix-width": `${matrix.width + matrix.cell + 24}px` } as CSSProperties;
  return (
    <div className="arithmetic" data-impossible={problem !== null}>
      <div className="pictures" data-beside={beside}>
        <ProblemNote state={state} dispatch={dispatch} />
        <div className="grids-and-matrix" ref={pictures}>
          <div className="grids">
            <section className="equation" aria-label="Grids" data-wraps={gridsWidth > mostInLine}>
              {order.map((side, place) => (
                <Fragment key={side}>
                  {place > 0 && (
                    <span className="operator" aria-hidden="true">
                      {place === 1 ? operator : "="}
                    </span>
                  )}
                  <OperandPicture
                    {...shared}
                    layout={layouts[side]}
                    window={wide === side ? window : null}
                    {...(side === scene.result ? {} : { onEdit: edit(side) })}
                  />
                </Fragment>
              ))}
            </section>
            <Player spotlight={spotlight} />
          </div>
          <section className="matrix" aria-label="Matrix" data-part="matrix" style={place}>
            <header>
              <h2>
                {equation}{" "}
                <span className="shape">
                  {matrix.rows} × {matrix.columns}
                </span>
              </h2>
              <span className="quiet">
                {matrix.nnz} of {matrix.rows * matrix.columns} entries
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
            <div className={state.changed === "transposed" ? "flip" : ""} key={String(transposed)}>
              {drawn ? (
                <MatrixPicture {...shared} layout={matrix} />
              ) : (
                <p className="quiet">Too many to draw one by one. The grids and the formula still show each of them.</p>
              )}
            </div>
          </section>
        </div>
        <TakeAway pictures={pictures} spotlight={spotlight} code={codeOf(scene.figure)} />
      </div>
      <div className="words">
        <aside className="side" aria-label="Parameters" data-part="parameters" data-open={sheet}>
          <button type="button" className="sheet-handle" aria-expanded={sheet} onClick={() => setSheet(!sheet)}>
            Parameters
          </button>
          <Parameters state={state} dispatch={dispatch} />
          <SizeNote scene={scene} />
          <CodeNote figure={scene.figure} />
        </aside>
        <FormulaPanel {...shared} onEdit={(side, index, value) => dispatch({ type: "edit", side, index, value })} />
        <p className="quiet hint">
          Point at any cell to see its partners, click to keep them, type to change a number.
        </p>
      </div>
    </div>
  );
}

interface Sentences {
  /** The operands and what they make, as they stand in the line. */
  readonly order: readonly [Side, Side, Side];
  readonly operator: string;
  readonly equation: ReactNode;
}

/** What the grids and the matrix say, in letters. */
function sentences({ geometry, result, names }: Scene): Sentences {
  const across = (transposed: boolean) => (transposed ? "✱ᵀ" : "✱");
  const matrix = (transposed: boolean) => (transposed ? "Kᵀ" : "K");
  const letter = (side: Side) => <var>{names[side].letter}</var>;
  const { transposed } = geometry;
  switch (result) {
    case "output":
      return {
        order: ["input", "weight", "output"],
        operator: across(transposed),
        equation: (
          <>
            {letter("output")} = {matrix(transposed)} {letter("input")}
          </>
        ),
      };
    case "input":
      return {
        order: ["output", "weight", "input"],
        operator: across(!transposed),
        equation: (
          <>
            {letter("input")} = {matrix(!transposed)} {letter("output")}
          </>
        ),
      };
    case "weight":
      return {
        order: ["input", "output", "weight"],
        operator: "✱",
        equation: (
          <>
            {letter("weight")} = Σ {letter("output")} {letter("input")}
            <sup>ᵀ</sup> over each hue of K
          </>
        ),
      };
  }
}
