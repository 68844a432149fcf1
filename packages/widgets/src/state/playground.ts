// The Arithmetic view's state: settings, numbers, the last scene that worked, and what is wrong with the present one.
import {
  checkFigure,
  type FigureCase,
  flipped,
  type GradientCase,
  type Numbers,
  type Operand,
  type Scene,
  sceneOf,
} from "@toeplitz/figures";
import { ToeplitzError } from "@toeplitz/tensor";
import { type History, noHistory, redone, remember, undone } from "./history.ts";
import { biasSeed, freshNumbers, inputSeed, reshaped, upstreamSeed, weightSeed, withElements } from "./numbers.ts";
import {
  biasShape,
  type Field,
  figureOf,
  inputShape,
  mostElements,
  type Rank,
  type Settings,
  settingsOf,
  weightShape,
  withRank,
} from "./settings.ts";

/** The sum itself, or the gradient of one of its arrays. */
export type Direction = "off" | GradientCase["to"];

export interface Playground {
  readonly settings: Settings;
  readonly input: Numbers;
  readonly weight: Numbers;
  /** Of the setting; it stays while none is added. */
  readonly bias: Numbers;
  readonly gradient: Direction;
  /** The gradient that comes back to the output. */
  readonly upstream: Numbers;
  /** Of these settings, or of the last ones that worked. */
  readonly scene: Scene;
  /** Why these settings do not work; null where they do. */
  readonly problem: ToeplitzError | null;
  /** Why the last flip did not happen: the picture is right, and has no counterpart. */
  readonly oneWay: ToeplitzError | null;
  /** The field that was changed last: the first place to look for a repair. */
  readonly changed: Field | null;
  /** What stood in the input before the flip, so that flipping back restores it. */
  readonly before: FigureCase | null;
  /** Settings and numbers before each change of one. */
  readonly history: History<Remembered>;
}

/** A smaller size cuts numbers off, which is why these go together. */
type Remembered = Pick<Playground, "settings" | "input" | "weight" | "bias" | "upstream">;

export type Action =
  | { readonly type: "set"; readonly change: Partial<Settings>; readonly field: Field }
  | { readonly type: "rank"; readonly rank: Rank }
  | {
      readonly type: "edit";
      readonly side: Operand;
      readonly index: number;
      readonly value: number;
      readonly stroke?: string;
    }
  /** Changes with the same `stroke` in a row are taken back as one. */
  | {
      readonly type: "paint";
      readonly side: Operand;
      readonly indices: readonly number[];
      readonly value: number;
      readonly stroke: string;
    }
  | { readonly type: "undo" }
  | { readonly type: "redo" }
  | { readonly type: "load"; readonly figure: FigureCase }
  | { readonly type: "gradient"; readonly gradient: Direction }
  | { readonly type: "flip" };

/** The state that shows a case. */
export function playgroundOf(figure: FigureCase): Playground {
  const scene = sceneOf(figure);
  return {
    settings: settingsOf(figure),
    input: figure.input,
    weight: figure.weight,
    bias: figure.bias ?? freshNumbers(scene.output.shape.slice(1, 2), biasSeed),
    gradient: figure.gradient?.to ?? "off",
    upstream: figure.gradient?.upstream ?? freshNumbers(scene.output.shape, upstreamSeed),
    scene,
    problem: null,
    oneWay: null,
    changed: null,
    before: null,
    history: noHistory,
  };
}

export function reduce(state: Playground, action: Action): Playground {
  switch (action.type) {
    case "set":
      return set(state, { ...state.settings, ...action.change }, action.field);
    case "rank":
      return set(state, withRank(state.settings, action.rank), "rank");
    case "edit":
      return painted(state, action.side, [action.index], action.value, action.stroke);
    case "paint":
      return painted(state, action.side, action.indices, action.value, action.stroke);
    case "undo":
      return atAnotherTime(state, undone(state.history, rememberedOf(state)));
    case "redo":
      return atAnotherTime(state, redone(state.history, rememberedOf(state)));
    case "gradient":
      return settle({ ...state, gradient: action.gradient, before: null });
    case "load":
      return playgroundOf(action.figure);
    case "flip":
      return flip(state);
  }
}

const rememberedOf = ({ settings, input, weight, bias, upstream }: Playground): Remembered => {
  return { settings, input, weight, bias, upstream };
};

/** Changes of one field in a row, such as a slider makes, are taken back as one. */
function set(state: Playground, settings: Settings, field: Field): Playground {
  const same = Object.entries(settings).every(
    ([name, value]) => String(value) === String(state.settings[name as Field]),
  );
  const history = same ? state.history : remember(state.history, rememberedOf(state), `set ${field}`);
  return settle({ ...state, settings, changed: field, before: null, history });
}

function painted(
  state: Playground,
  side: Operand,
  indices: readonly number[],
  value: number,
  stroke?: string,
): Playground {
  // What is shown then is the last picture that worked, whose cells are others than those of the numbers.
  if (state.problem !== null) return state;
  const part = side === "output" ? "upstream" : side;
  if (indices.every((index) => state[part].values[index] === value)) return state;
  const history = remember(state.history, rememberedOf(state), stroke);
  return settle({ ...state, [part]: withElements(state[part], indices, value), before: null, history });
}

function atAnotherTime(state: Playground, found: ReturnType<typeof undone<Remembered>>): Playground {
  if (found === null) return state;
  return settle({ ...state, ...found.was, changed: null, before: null, history: found.history });
}

/** Works the settings out; where the library refuses, the last scene stays and the refusal stands beside it. */
export function settle(before: Playground): Playground {
  const state = { ...before, oneWay: null };
  const input = reshaped(state.input, inputShape(state.settings), inputSeed);
  const weight = reshaped(state.weight, weightShape(state.settings), weightSeed);
  const bias = reshaped(state.bias, biasShape(state.settings), biasSeed);
  try {
    const figure = figureOf(state.settings, input, weight, bias);
    checkRoom(figure);
    const scene = sceneOf(figure);
    const [asked, got] = [state.settings.channels[1], scene.output.shape[1]];
    if (asked !== got) throw indivisible(state.settings);
    const upstream = reshaped(state.upstream, scene.output.shape, upstreamSeed);
    const { gradient } = state;
    const back = gradient === "off" ? scene : sceneOf({ ...figure, gradient: { to: gradient, upstream } });
    return { ...state, input, weight, bias, upstream, scene: back, problem: null };
  } catch (error) {
    if (error instanceof ToeplitzError) return { ...state, input, weight, bias, problem: error };
    throw error;
  }
}

/** More products would hold up the page, as more than `mostElements` do. */
const mostProducts = 800_000;

/**
 * Checks that a case is small enough to be drawn.
 *
 * @throws ToeplitzError as the library does where the case is impossible, and a sentence of this page's where it is too large.
 */
export function checkRoom(figure: FigureCase): void {
  const { elements, products } = checkFigure(figure);
  if (elements <= mostElements && products <= mostProducts) return;
  const tooMany = elements > mostElements;
  const [count, what, most] = tooMany ? [elements, "elements", mostElements] : [products, "products", mostProducts];
  throw new ToeplitzError(
    `this is legal, and too large to be drawn number by number: ${count} ${what}, at most ${most} here`,
    { code: "argument", api: "playground", argument: "size" },
  );
}

/** The functional form cannot know how many channels a transposed layer was meant to have; the module says this. */
function indivisible({ groups, channels, rank }: Settings): ToeplitzError {
  const legal = Array.from({ length: groups }, (_, i) => groups - i).filter((n) => channels[1] % n === 0);
  return new ToeplitzError("out_channels must be divisible by groups", {
    code: "argument",
    api: `ConvTranspose${rank}d`,
    argument: "groups",
    value: groups,
    legal: legal.slice(0, 1),
  });
}

/** The arrays change their meaning, so there is nothing to take back. Where a bias is added, one is added on the way back too. */
function flip(known: Playground): Playground {
  const state = { ...known, history: noHistory };
  if (state.problem !== null && state.before === null) {
    const { settings } = state;
    const transposed = !settings.transposed;
    const channels = [settings.channels[1], settings.channels[0]] as const;
    const turned = { ...settings, transposed, channels };
    return settle({ ...state, settings: turned, gradient: "off", changed: "transposed", before: null });
  }
  const figure = state.before ?? counterpartOf(state.scene);
  if (figure instanceof ToeplitzError) return { ...known, oneWay: figure };
  const { input, weight, bias = state.bias } = figure;
  const settings = { ...settingsOf(figure), bias: state.settings.bias };
  const next = settle({ ...state, settings, input, weight, bias, gradient: "off", changed: "transposed" });
  return { ...next, before: state.problem === null && state.gradient === "off" ? state.scene.figure : null };
}

/** The flipped case, or why there is none. */
function counterpartOf(scene: Scene): FigureCase | ToeplitzError {
  try {
    return flipped(scene);
  } catch (error) {
    if (error instanceof ToeplitzError) return error;
    throw error;
  }
}
