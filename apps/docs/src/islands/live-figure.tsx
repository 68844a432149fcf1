// A chapter's figure: the playground's own pictures, live, but still until touched.
import { type Colouring, layOut, matrixLayoutOf, type Side } from "@toeplitz/figures";
import {
  arithmeticHash,
  type Direction,
  FormulaPanel,
  Grids,
  limits,
  MatrixPicture,
  PairField,
  Player,
  type Playground,
  playgroundOf,
  reduce,
  Segmented,
  type Settings,
  SizeNote,
  sentences,
  useSpotlight,
} from "@toeplitz/widgets";
import { useMemo, useReducer, useState } from "react";
import { type ChapterName, chapters, type Turn } from "../course/chapters.ts";
import { usePageTheme } from "./use-page-theme.ts";

interface LiveFigureProps {
  readonly chapter: ChapterName;
  /** Where the playground is. */
  readonly playground: string;
}

function opened(name: ChapterName): Playground {
  const { figure, gradient } = chapters[name];
  const plain = playgroundOf(figure);
  return gradient === undefined ? plain : reduce(plain, { type: "gradient", gradient });
}

export function LiveFigure({ chapter, playground }: LiveFigureProps) {
  const { turns, pin } = chapters[chapter];
  const [state, dispatch] = useReducer(reduce, chapter, opened);
  const [colouring, setColouring] = useState<Colouring>("weight");
  const { scene, problem } = state;
  const spotlight = useSpotlight(scene, pin, false);
  const theme = usePageTheme();
  const layouts = useMemo(() => layOut(scene), [scene]);
  const matrix = useMemo(() => matrixLayoutOf(scene), [scene]);
  const { highlight } = spotlight;
  const shared = { scene, highlight, spotlight, colouring, theme };
  const edit = (side: Side, index: number, value: number) => dispatch({ type: "edit", side, index, value });
  const drawn = matrix.cells.length > 0 || matrix.nnz === 0;
  return (
    <div className="live-figure toeplitz not-content" data-impossible={problem !== null}>
      <div className="turns">
        {turns.map((turn) => (
          <Turned key={turn} turn={turn} state={state} dispatch={dispatch} />
        ))}
      </div>
      {problem !== null && (
        <p className="number" role="status">
          {problem.message}
        </p>
      )}
      <Grids {...shared} layouts={layouts} onEdit={edit} />
      <Player spotlight={spotlight} />
      <section className="matrix" aria-label="Matrix">
        <header>
          <p className="matrix-title">
            {sentences(scene).equation}{" "}
            <span className="shape">
              {matrix.rows} × {matrix.columns}, {matrix.nnz} entries
            </span>
          </p>
          <Segmented
            label="Colour by"
            value={colouring}
            choices={[
              { value: "weight", text: "by weight", title: "each kernel position has its own hue" },
              { value: "value", text: "by value", title: "blue below zero, orange above" },
            ]}
            onChange={setColouring}
          />
        </header>
        {drawn ? <MatrixPicture {...shared} layout={matrix} /> : <p className="quiet">Too many to draw one by one.</p>}
      </section>
      <FormulaPanel {...shared} onEdit={edit} />
      {turns.includes("size") && <SizeNote scene={scene} />}
      <p className="figure-ways">
        <span className="quiet">Point at a cell, click to keep it, type to change its number.</span>{" "}
        <a href={`${playground}${arithmeticHash(state)}`}>This state in the playground</a>
      </p>
    </div>
  );
}

interface TurnedProps {
  readonly turn: Turn;
  readonly state: Playground;
  readonly dispatch: (action: Parameters<typeof reduce>[1]) => void;
}

/** One thing to turn. */
function Turned({ turn, state, dispatch }: TurnedProps) {
  const { settings, gradient } = state;
  if (turn === "direction") {
    return (
      <Segmented
        label="Direction"
        value={settings.transposed ? "transposed" : "convolution"}
        choices={[
          { value: "convolution", text: "Convolution", title: "y = K x" },
          { value: "transposed", text: "Transposed", title: "y = Kᵀ x" },
        ]}
        onChange={(value) => (value === "transposed") !== settings.transposed && dispatch({ type: "flip" })}
      />
    );
  }
  if (turn === "gradient") {
    return (
      <Segmented<Direction>
        label="Gradient"
        value={gradient}
        choices={[
          { value: "off", text: "the sum" },
          { value: "input", text: "gradient of x" },
          { value: "weight", text: "gradient of w" },
        ]}
        onChange={(next) => dispatch({ type: "gradient", gradient: next })}
      />
    );
  }
  if (turn === "outputPadding" && !settings.transposed) return null;
  const value = settings[turn];
  const pair =
    typeof value === "number" ? ([value, value] as const) : typeof value === "string" ? ([0, 0] as const) : value;
  const set = (change: Partial<Settings>) => dispatch({ type: "set", field: turn, change });
  return (
    <PairField
      label={turn === "outputPadding" ? "output padding" : turn === "size" ? "input size" : turn}
      title={turn}
      value={pair}
      limits={limits[turn]}
      single={turn === "groups"}
      {...(turn === "channels" ? { parts: ["in", "out"] as const, joint: "→" } : {})}
      invalid={state.problem !== null && state.changed === turn}
      onChange={(next) => set({ [turn]: turn === "groups" ? next[1] : next })}
    />
  );
}
