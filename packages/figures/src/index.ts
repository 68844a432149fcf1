// @toeplitz/figures: pure functions from a case and a state to a picture. No DOM, no React; the apps draw what they say.

export { cellsOnWay, type PaintedCell, type Point } from "./brush-path.ts";
export { type ConeCell, type ConeLayout, coneLayoutOf } from "./cone-layout.ts";
export { type Diagonal, diagonalsOf } from "./diagonals.ts";
export { acrossDiagonal, drawnMatrixOf, drawnShapeOf } from "./drawn-matrix.ts";
export { type AxisSteps, isEven, nearestEven, phasesOf } from "./evenness.ts";
export { type Excerpt, excerptAround, heaviestChannels } from "./excerpt.ts";
export { caseOfPreset, type FigureCase, type GradientCase, type Numbers } from "./figure-case.ts";
export { flipped } from "./flip.ts";
export {
  biasOf,
  type Focus,
  type Highlight,
  highlightOf,
  inMatrix,
  isWorkedOut,
  narrowedTo,
  type Operand,
  type Side,
  sameFocus,
} from "./focus.ts";
export {
  type Factor,
  type Formula,
  formulaOf,
  nameOf,
  spokenFocus,
  spokenName,
  spokenSpot,
  type Term,
} from "./formula.ts";
export {
  belowGrids,
  type MatrixCell,
  type MatrixLayout,
  type MatrixLine,
  type MatrixRoom,
  matrixLayoutOf,
  mostEntries,
  type Thread,
  type Tone,
} from "./matrix-layout.ts";
export { type MatrixSign, type MatrixStrip, matrixLetter } from "./matrix-strips.ts";
export { type MatrixWindow, matrixWindowOf, type WrittenEntry } from "./matrix-window.ts";
export { cellNumber, fittingSize, fullNumber, subscript, typedNumber, unravel } from "./number-text.ts";
export {
  type CellBox,
  type GhostBox,
  type GroupBracket,
  layOut,
  type OperandLayout,
  type PlaneBox,
} from "./operand-layout.ts";
export { type Colouring, mostOf, type Theme, valueColour, weightColour, weightEdge, weightHue } from "./palette.ts";
export { columnsSide, partialSums } from "./partial-sums.ts";
export { type Curve, type PlotLayout, type PlotMark, plotLayoutOf, smoothed } from "./plot-layout.ts";
export { coneOf, type FieldRow, receptiveFields, type StackLayer } from "./receptive-field.ts";
export { type Border, checkFigure, type FigureSize, inWords, type Scene, type SideName, sceneOf } from "./scene.ts";
export { type SizeLine, type SizeSettings, sizeLines } from "./size-formula.ts";
export { type SizeStep, type StepLimits, sizeAfter, stepBack, stepRemarks, stepsBetween } from "./size-steps.ts";
export { type Structure, structureOf } from "./structure.ts";
export { valuePixels } from "./value-pixels.ts";
export { type WindowLayout, type WindowMark, windowOf } from "./window-layout.ts";
export { english, type Walk, type Words } from "./words.ts";
export {
  listPicture,
  placeGround,
  tablePicture,
  type WrittenPicture,
  writtenSize,
} from "./written-picture.ts";
export {
  matrixCsv,
  partShown,
  placeText,
  type SparseList,
  sparseLists,
  spokenPlace,
  type WrittenForm,
} from "./written-text.ts";
