// Copies between strided views, fills, and reading and writing at flat positions.
import type { DType, Operand, Override } from "@toeplitz/tensor/extend";
import { override } from "@toeplitz/tensor/extend";
import { copy, fill } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { moves } from "../kernels/moves.ts";
import { pointwise, pointwiseScratch } from "../kernels/pointwise.ts";
import { type NumberedFunction, pointwiseFunctions } from "../kernels/pointwise-functions.ts";
import { moveNumber, PointwiseCall } from "./pointwise-call.ts";

const { at } = pointwise;

const widths: Readonly<Record<DType, 1 | 4 | 8>> = { bool: 1, uint8: 1, int32: 4, float32: 4, int64: 8, float64: 8 };

/** Words that are moved as bytes from here on, and by vectors below. */
const manyWords = 256;

const functionNamed = (name: string) => pointwiseFunctions.get(name) as NumberedFunction;
const plain = functionNamed("copy");

/** The function that converts, where there is one; null where nothing needs converting. */
function conversion(from: DType, to: DType): NumberedFunction | null | undefined {
  if (from === to || (from === "bool" && to === "uint8")) return null;
  if (to === "float32" && (from === "bool" || from === "uint8")) return functionNamed("copy_fromByte");
  if (to === "float32" && from === "int32") return functionNamed("copy_fromInt32");
  if (to === "bool" && from === "float32") return functionNamed("copy_toBool");
  return undefined;
}

/** Copy and fill. */
export function copies(engine: Engine): Override[] {
  const call = new PointwiseCall(engine);
  const { walk, words } = call;
  const value = new Int32Array(words.buffer, 4 * at.valueA, 2);
  const bits = new DataView(words.buffer, 4 * at.valueA, 8);

  /** Whether y is written in the order of its elements without gaps. */
  const isContiguous = () => {
    let distance = 1;
    for (let axis = 0; axis < walk.rank; axis++) {
      if (walk.strides[1][axis] !== distance) return false;
      distance *= walk.sizes[axis]!;
    }
    return true;
  };

  const coversAll = (y: Operand) => y.offset === 0 && walk.count === y.storage.length && isContiguous();

  const place = (y: Operand, all: boolean) => (all ? engine.memory.all(y) : engine.memory.part(y));

  /** Chooses how rows are moved; returns the elements that belong to each element of the row. */
  const choose = (width: 1 | 4 | 8): number => {
    const [from, to] = walk.strides;
    words[at.apart] = 0;
    words[at.stepB] = 0;
    words[at.stepC] = 0;
    const together = from[0] === 1 && to[0] === 1;
    if (together && (width !== 4 || walk.sizes[0]! >= manyWords)) {
      words[at.function] = moveNumber(moves.bytes);
      return 1;
    }
    if (width === 4 && to[0] === 1 && (together || from[0] === 0)) {
      words[at.function] = plain.number;
      words[at.apart] = together ? 0 : 1;
      return 1;
    }
    if (width === 4 && to[0] === 1 && walk.sizes[0]! >= 4) {
      for (let axis = 1; axis < walk.rank; axis++) {
        const depth = walk.sizes[axis]!;
        if (from[axis] !== 1 || depth < 4) continue;
        words[at.function] = moveNumber(moves.transpose);
        words[at.depth] = depth;
        words[at.depthA] = width;
        words[at.depthY] = to[axis]! * width;
        walk.remove(axis);
        return depth;
      }
    }
    words[at.function] = moveNumber(width === 1 ? moves.strided1 : width === 4 ? moves.strided4 : moves.strided8);
    return 1;
  };

  const launch = (width: 1 | 4 | 8, depth: number, slotA: number, slotY: number): boolean => {
    const { memory } = engine;
    call.column(0, 1, at.stepA, width);
    call.column(1, 4, at.stepY, width);
    const apart = words[at.apart] !== 0;
    const scratch = apart ? memory.scratch(pointwiseScratch * engine.threads) : -1;
    if (!memory.commit()) return false;
    if (slotA >= 0) words[at.a] = memory.address(slotA);
    words[at.inline] = slotA >= 0 ? 0 : 1;
    words[at.y] = memory.address(slotY);
    const units = call.units(depth);
    if (apart) engine.run(pointwise, words, units, memory.address(scratch), pointwiseScratch);
    else engine.run(pointwise, words, units);
    return true;
  };

  return [
    override(copy, {
      run({ x, y }, { shape, x: sx, y: sy, from, to }) {
        const fn = conversion(from, to);
        if (fn === undefined || x.storage === y.storage) return false;
        if (fn !== null) {
          return walk.merge(shape, sx, sy) && coversAll(y) && call.run(fn, x, x, x, y);
        }
        const width = widths[to];
        if (!walk.mergeSorted(shape, sx, sy)) return false;
        const all = coversAll(y);
        const depth = choose(width);
        engine.memory.start();
        const slotX = engine.memory.read(x);
        return launch(width, depth, slotX, place(y, all));
      },
    }),
    override(fill, {
      run({ y }, { shape, y: sy, value: given }) {
        const { dtype } = y.storage;
        const width = widths[dtype];
        // A lone number stays in JavaScript: functions take it from there.
        if (y.storage.length === 1 || !walk.mergeSorted(shape, sy, sy)) return false;
        const all = coversAll(y);
        walk.strides[0].fill(0);
        if (dtype === "float32") bits.setFloat32(0, given as number, true);
        else if (dtype === "float64") bits.setFloat64(0, given as number, true);
        else if (dtype === "int64") bits.setBigInt64(0, given as bigint, true);
        else value[0] = given as number;
        const depth = choose(width);
        engine.memory.start();
        return launch(width, depth, -1, place(y, all));
      },
    }),
  ];
}
