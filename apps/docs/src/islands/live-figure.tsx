// A chapter's figure: the playground's own pictures, live, but still until touched.
import { type Colouring, inWords, layOut, matrixLayoutOf, type Operand } from "@toeplitz/figures";
import {
  arithmeticHash,
  axesOf,
  type Direction,
  FormulaPanel,
  Grids,
  limits,
  MatrixPicture,
  NumbersField,
  Player,
  type Playground,
  playgroundOf,
  reduce,
  Segmented,
  type Settings,
  SizeNote,
  sentences,
  type Triple,
  useSpotlight,
  withAxes,
} from "@toeplitz/widgets";
import { useMemo, useReducer, useState } from "react";
import { type ChapterName, chapters, type Turn } from "../course/chapters.ts";
import { type Language, type PageWords, words } from "../words/languages.ts";
import { usePageTheme } from "./use-page-theme.ts";

interface LiveFigureProps {
  readonly chapter: ChapterName;
  /** Where the playground is. */
  readonly playground: string;
  readonly lang?: Language;
}

function opened(name: ChapterName): Playground {
  const { figure, gradient } = chapters[name];
  const plain = playgroundOf(figure);
  return gradient === undefined ? plain : reduce(plain, { type: "gradient", gradient });
}

export function LiveFigure({ chapter, playground, lang = "en" }: LiveFigureProps) {
  const { figure: figureWords, around, turns: turnWords } = words[lang];
  const { turns, pin } = chapters[chapter];
  const [state, dispatch] = useReducer(reduce, chapter, opened);
  const [colouring, setColouring] = useState<Colouring>("weight");
  const { problem } = state;
  const said = problem ?? state.oneWay;
  const scene = useMemo(() => inWords(state.scene, figureWords), [state.scene, figureWords]);
  const spotlight = useSpotlight(scene, { pin }, false);
  const theme = usePageTheme();
  const layouts = useMemo(() => layOut(scene), [scene]);
  const matrix = useMemo(() => matrixLayoutOf(scene), [scene]);
  const { highlight } = spotlight;
  const shared = { scene, highlight, spotlight, colouring, theme };
  const edit = (side: Operand, index: number, value: number) => dispatch({ type: "edit", side, index, value });
  const drawn = matrix.cells.length > 0 || matrix.nnz === 0;
  return (
    <div className="live-figure toeplitz not-content" data-impossible={problem !== null}>
      <div className="turns">
        {turns.map((turn) => (
          <Turned key={turn} turn={turn} state={state} dispatch={dispatch} says={{ ...around, ...turnWords }} />
        ))}
      </div>
      {said !== null && (
        <p className="number" role="status">
          {said.message}
        </p>
      )}
      <Grids {...shared} layouts={layouts} onEdit={problem === null ? edit : null} />
      <Player spotlight={spotlight} words={figureWords} />
      <section className="matrix" aria-label={around.matrix}>
        <header>
          <p className="matrix-title">
            {sentences(scene).equation}{" "}
            <span className="shape">
              {matrix.rows} × {matrix.columns}, {around.entries(matrix.nnz)}
            </span>
          </p>
          <Segmented
            label={around.colourBy}
            value={colouring}
            choices={[
              { value: "weight", text: around.byWeight, title: around.byWeightTitle },
              { value: "value", text: around.byValue, title: around.byValueTitle },
            ]}
            onChange={setColouring}
          />
        </header>
        {drawn ? <MatrixPicture {...shared} layout={matrix} /> : <p className="quiet">{around.tooMany}</p>}
      </section>
      <FormulaPanel {...shared} onEdit={edit} />
      {turns.includes("size") && <SizeNote settings={state.settings} words={figureWords} />}
      <p className="figure-ways">
        <span className="quiet">{around.how}</span>{" "}
        <a href={`${playground}${arithmeticHash(state)}`}>{around.playground}</a>
      </p>
    </div>
  );
}

interface TurnedProps {
  readonly turn: Turn;
  readonly state: Playground;
  readonly says: PageWords["turns"] & PageWords["around"];
  readonly dispatch: (action: Parameters<typeof reduce>[1]) => void;
}

/** One thing to turn. */
function Turned({ turn, state, says, dispatch }: TurnedProps) {
  const { settings, gradient } = state;
  if (turn === "direction") {
    return (
      <Segmented
        label={says.direction}
        value={settings.transposed ? "transposed" : "convolution"}
        choices={[
          { value: "convolution", text: says.convolution, title: "y = K x" },
          { value: "transposed", text: says.transposed, title: "y = Kᵀ x" },
        ]}
        onChange={(value) => (value === "transposed") !== settings.transposed && dispatch({ type: "flip" })}
      />
    );
  }
  if (turn === "gradient") {
    return (
      <Segmented<Direction>
        label={says.gradient}
        value={gradient}
        choices={[
          { value: "off", text: says.sum },
          { value: "input", text: says.ofInput },
          { value: "weight", text: says.ofWeight },
        ]}
        onChange={(next) => dispatch({ type: "gradient", gradient: next })}
      />
    );
  }
  if (turn === "outputPadding" && !settings.transposed) return null;
  const value = settings[turn];
  const { rank } = settings;
  const set = (change: Partial<Settings>) => dispatch({ type: "set", field: turn, change });
  const shared = {
    label: says[turn],
    title: turn,
    limits: limits(rank)[turn],
    invalid: state.problem !== null && state.changed === turn,
  };
  if (turn === "groups") {
    return (
      <NumbersField
        {...shared}
        parts={[]}
        value={[settings.groups]}
        onChange={([groups]) => set({ groups: groups! })}
      />
    );
  }
  if (turn === "channels") {
    return (
      <NumbersField
        {...shared}
        parts={[says.channelsIn, says.channelsOut]}
        joint="→"
        value={settings.channels}
        onChange={([before, after]) => set({ channels: [before!, after!] })}
      />
    );
  }
  const triple = typeof value === "object" ? (value as Triple) : ([0, 0, 0] as const);
  return (
    <NumbersField
      {...shared}
      parts={[says.depth, says.height, says.width].slice(3 - rank)}
      value={axesOf(rank, triple)}
      onChange={(next) => set({ [turn]: withAxes(triple, next) })}
    />
  );
}
