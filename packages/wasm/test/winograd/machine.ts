// Runs Winograd plans on a memory of their own, the operands at the end of it so that reading beyond them traps.
import { type Activation, type ConvGeometry, volume } from "@toeplitz/conv/geometry";
import { fuse } from "../../src/assembler/fuse.ts";
import { ModuleBuilder } from "../../src/assembler/module-builder.ts";
import type { Direction } from "../../src/convolution/gather-sum.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { emitWinograd } from "../../src/kernels/winograd.ts";
import { emitWinogradWeights } from "../../src/kernels/winograd-weights.ts";
import type { WinogradPlan } from "../../src/winograd/plan.ts";

type JobFunction = (settings: number, from: number, to: number, scratch: number) => void;

const settingsAt = 1024;
const start = 4096;
const page = 65536;
/** Bytes before each operand, which nobody may write. */
const guard = 64;
/** A NaN, so that what is read without having been written shows. */
const notWritten = 0x7fc01234;

/** A module of one flavour, compiled once. */
function compiled(fused: boolean): WebAssembly.Module {
  const m = new ModuleBuilder();
  emitWinogradWeights(m);
  emitWinograd(m);
  return new WebAssembly.Module(fused ? fuse(m.encode()) : m.encode());
}

const modules = { plain: compiled(false), fused: compiled(true) };

export interface Operands {
  readonly source: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
}

/** Order in which a test does the units of a job. */
export type Order = "forward" | "single" | "backward";

/** The output of a plan. Throws if something beside it was written. */
export function compute(
  plan: WinogradPlan,
  g: ConvGeometry,
  direction: Direction,
  { source, weight, bias }: Operands,
  {
    fused = true,
    activation = "none" as Activation,
    threads = 1,
    order = "forward" as Order,
  }: { fused?: boolean; activation?: Activation; threads?: number; order?: Order } = {},
): Float32Array {
  const outCount =
    g.batch *
    g.groups *
    (direction === "narrow" ? g.narrowPerGroup * volume(g.narrow) : g.widePerGroup * volume(g.wide));
  // Working memory first, then out, bias, weight and source, which ends where the memory does; between them are guards.
  const sizes = [outCount, bias?.length ?? 0, weight.length, source.length].map((count) => 4 * count);
  const operandBytes = sizes.reduce((sum, size) => sum + guard + size, 0);
  const transformed = start;
  const scratch = Math.ceil((transformed + plan.weightBytes) / 64) * 64;
  const bytes = Math.ceil((scratch + plan.scratchBytes + operandBytes) / page) * page;
  const memory = new WebAssembly.Memory({ initial: bytes / page, maximum: 65536 });
  const words = new Int32Array(memory.buffer).fill(notWritten);
  const floats = new Float32Array(memory.buffer);
  let end = bytes;
  const [out, biasAt, weightAt, sourceAt] = sizes
    .toReversed()
    .map((size) => {
      end -= size;
      const address = end;
      end -= guard;
      return address;
    })
    .toReversed() as [number, number, number, number];
  floats.set(source, sourceAt / 4);
  floats.set(weight, weightAt / 4);
  if (bias !== null) floats.set(bias, biasAt / 4);
  const { exports } = new WebAssembly.Instance(fused ? modules.fused : modules.plain, { env: { memory } });
  const engine: Pick<Engine, "run"> = {
    run(job, settings, units, at = 0, threadBytes = 0) {
      words.set(settings, settingsAt / 4);
      const call = exports[job.name] as JobFunction;
      if (order === "forward") return call(settingsAt, 0, units, at);
      for (let i = 0; i < units; i++) {
        const unit = order === "single" ? i : units - 1 - i;
        call(settingsAt, unit, unit + 1, at + (unit % threads) * threadBytes);
      }
    },
  };
  plan.transformWeights(engine, weightAt, transformed);
  const addresses = { x: sourceAt, weight: weightAt, bias: bias === null ? 0 : biasAt, y: out, transformed, scratch };
  plan.run(engine, addresses, activation);
  for (const [index, address] of [out, biasAt, weightAt, sourceAt].entries()) {
    const before = words.subarray((address - guard) / 4, address / 4);
    if (before.some((word) => word !== notWritten)) throw new Error(`wrote before operand ${index}`);
  }
  return floats.slice(out / 4, out / 4 + outCount);
}
