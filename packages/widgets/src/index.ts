// @toeplitz/widgets: the pictures of a convolution as React components, and the state behind them. Playground and docs show the same ones.

export { NumberField } from "./controls/number-field.tsx";
export { NumbersField } from "./controls/numbers-field.tsx";
export { Segmented } from "./controls/segmented.tsx";
export { FormulaPanel } from "./pictures/formula-panel.tsx";
export { Grids } from "./pictures/grids.tsx";
export { MatrixPicture } from "./pictures/matrix-picture.tsx";
export { PinnedNumber } from "./pictures/pinned-number.tsx";
export { Player } from "./pictures/player.tsx";
export { sentences } from "./pictures/sentences.tsx";
export { SizeNote } from "./pictures/size-note.tsx";
export { useCalm } from "./state/calm.ts";
export {
  arithmeticHash,
  linkVersion,
  numberList,
  readCase,
  readList,
  readUpstream,
  wholeIn,
  writeCase,
} from "./state/case-query.ts";
export { type GridPlace, placeAfter, placeWithin } from "./state/grid-keys.ts";
export { type History, noHistory, redone, remember, undone } from "./state/history.ts";
export { LinkQuery } from "./state/link-query.ts";
export { useNarrow } from "./state/narrow.ts";
export { biasSeed, freshNumbers, inputSeed, isFresh, upstreamSeed, weightSeed, withElements } from "./state/numbers.ts";
export {
  type Action,
  checkRoom,
  type Direction,
  type Playground,
  playgroundOf,
  reduce,
  settle,
} from "./state/playground.ts";
export {
  axesOf,
  axisNames,
  biasShape,
  type Field,
  figureOf,
  inputShape,
  limits,
  mostElements,
  type PaddingMode,
  type Pair,
  paddingModes,
  type Rank,
  type Settings,
  type Triple,
  weightShape,
  withAxes,
} from "./state/settings.ts";
export { type Spotlight, useSpotlight, walkSpeeds } from "./state/spotlight.ts";
export { type Brush, useStroke } from "./state/stroke.ts";
