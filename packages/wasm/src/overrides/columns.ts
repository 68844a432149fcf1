// Unfold and fold of float32.
import { type ConvGeometry, foldColumns, unfoldColumns } from "@toeplitz/conv/kernels";
import { type Operand, type Override, override } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { foldPlanes, unfoldRows } from "../kernels/columns.ts";

const volume = ([d, h, w]: readonly [number, number, number]) => d * h * w;

function settingsOf(g: ConvGeometry, x: number, columns: number): Int32Array {
  return Int32Array.of(x, columns, ...g.wide, ...g.narrow, ...g.kernel, ...g.stride, ...g.dilation, ...g.padding);
}

function isServed(operand: Operand, g: ConvGeometry): boolean {
  return operand.storage.dtype === "float32" && planesOf(g) > 0 && volume(g.kernel) > 0 && volume(g.narrow) > 0;
}

function planesOf(g: ConvGeometry): number {
  return g.batch * g.groups * g.widePerGroup;
}

/** Blocks as columns, and columns added back. */
export function columns(engine: Engine): Override[] {
  return [
    override(unfoldColumns, {
      supports: (operands, geometry) => isServed(operands.x, geometry),
      run(operands, geometry) {
        const { memory } = engine;
        memory.start();
        const from = memory.read(operands.x);
        const to = memory.all(operands.columns);
        if (!memory.commit()) return false;
        const settings = settingsOf(geometry, memory.address(from), memory.address(to));
        engine.run(unfoldRows, settings, planesOf(geometry) * volume(geometry.kernel));
        return true;
      },
    }),
    override(foldColumns, {
      supports: (operands, geometry) => isServed(operands.x, geometry),
      run(operands, geometry) {
        const { memory } = engine;
        memory.start();
        const from = memory.read(operands.columns);
        const to = memory.all(operands.x);
        if (!memory.commit()) return false;
        const settings = settingsOf(geometry, memory.address(to), memory.address(from));
        engine.run(foldPlanes, settings, planesOf(geometry));
        return true;
      },
    }),
  ];
}
