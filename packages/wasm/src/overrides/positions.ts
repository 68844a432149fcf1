// Reading and writing at flat positions, of words: float32, or, where nothing is added, int32.
import { type DType, type Override, override } from "@toeplitz/tensor/extend";
import { gather, scatter } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { gatherWords, scatterWords } from "../kernels/positions.ts";
import { unitElements } from "./walk.ts";

/** Bytes from one position to the next, or 0 for types that hold none. */
function stepOf(index: DType): number {
  return index === "int32" ? 4 : index === "int64" ? 8 : 0;
}

/** Gather and scatter. */
export function atPositions(engine: Engine): Override[] {
  // Made once: an array that could not be had when the operands are in place would come too late.
  const settings = new Int32Array(6);
  return [
    override(gather, {
      run({ x, index, y }, { length }) {
        const step = stepOf(index.storage.dtype);
        const { dtype } = y.storage;
        if (step === 0 || length === 0 || (dtype !== "float32" && dtype !== "int32")) return false;
        const { memory } = engine;
        memory.start();
        const [slotX, slotIndex, slotY] = [memory.read(x), memory.read(index), memory.all(y)];
        if (!memory.commit()) return false;
        const [from, at, to] = [memory.address(slotX), memory.address(slotIndex), memory.address(slotY)];
        const units = Math.ceil(length / unitElements);
        settings.set([from, at, to, step, length, unitElements]);
        engine.run(gatherWords, settings, units);
        return true;
      },
    }),
    override(scatter, {
      run({ x, index, y }, { length, accumulate }) {
        const step = stepOf(index.storage.dtype);
        const { dtype } = y.storage;
        if (step === 0 || length === 0 || !(dtype === "float32" || (dtype === "int32" && !accumulate))) return false;
        const { memory } = engine;
        memory.start();
        const [slotX, slotIndex, slotY] = [memory.read(x), memory.read(index), memory.part(y)];
        if (!memory.commit()) return false;
        const [from, at, to] = [memory.address(slotX), memory.address(slotIndex), memory.address(slotY)];
        settings.set([from, at, to, step, length, accumulate ? 1 : 0]);
        engine.run(scatterWords, settings, 1);
        return true;
      },
    }),
  ];
}
