// A kernel that really traps on the caller, alone and with a worker beside it: the user gets the right answer or a typed error.
import { conv2d } from "@toeplitz/conv";
import { manualSeed, ones, randn, setBackend, status, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { launch, resetServed, servedBy } from "@toeplitz/tensor/extend";
import { sgdStep } from "@toeplitz/tensor/kernels";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { wasm } from "../../src/index.ts";
import { pretendProcessors } from "../threads/node-workers.ts";

/** A function that does nothing but `unreachable`. */
const bytes = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11,
];
const trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.t as () => void;

/** Jobs that are still to run before one traps, when it has half of its units behind it; negative for none. */
let left = -1;

const { Instance } = WebAssembly;
function TrappingInstance(module: WebAssembly.Module, imports: WebAssembly.Imports) {
  const jobs = Object.entries(new Instance(module, imports).exports).map(([name, job]) => {
    const run = job as (settings: number, from: number, to: number, scratch: number) => void;
    const trapping = (settings: number, from: number, to: number, scratch: number) => {
      left -= 1;
      if (left !== -1) return run(settings, from, to, scratch);
      run(settings, from, Math.ceil((from + to) / 2), scratch);
      trap();
    };
    return [name, trapping] as const;
  });
  return { exports: Object.fromEntries(jobs) };
}

let backend: ReturnType<typeof wasm>;

beforeEach(() => {
  left = -1;
  vi.spyOn(WebAssembly, "Instance").mockImplementation(TrappingInstance as never);
  backend = wasm({ level: "deterministic" });
  setBackend(backend);
});

afterEach(async () => {
  await backend.threads(0);
  setBackend(null);
  vi.restoreAllMocks();
});

const bits = (x: Tensor) => x.toTypedArray().join();

describe.each([1, 2])("with %i threads", (threads) => {
  beforeEach(async () => {
    pretendProcessors(2);
    if (threads > 1) expect(await backend.threads(threads)).toMatchObject({ threads, reason: null });
  });

  test("a call that traps is answered by the portable routine, and the next by a fresh memory", () => {
    manualSeed(1);
    const [x, w] = [randn([1, 8, 24, 24]), randn([8, 8, 3, 3])];
    // What lives in the memory alone has to come out of it.
    const resident = x.add(1);
    const call = () => conv2d(resident, w, { padding: 1 });
    const [expected, kept] = [bits(call()), bits(resident.clone())];
    const neighbours = Array.from({ length: 20 }, (_, i) => ones([500]).mul(i));
    resetServed();
    for (let job = 0; job < 3; job++) {
      left = job;
      const y = call();
      // Portable sums run in another order than the accelerator's.
      const [a, b] = [y.toTypedArray() as Float32Array, expected.split(",").map(Number)];
      expect(Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))).toBeLessThan(1e-4);
      left = -1;
      expect(bits(call())).toBe(expected);
      expect(bits(resident)).toBe(kept);
    }
    expect(servedBy().get("conv_narrow")?.get("portable")).toBeGreaterThan(0);
    for (const [i, x] of neighbours.entries()) expect(x.toTypedArray().every((v) => v === i)).toBe(true);
    expect(status()).toMatchObject({ backend: "wasm", threads: 1, lastTrap: "unreachable" });
  });

  test("a step that traps half way throws a typed error, and everything else is as it was", () => {
    const [grad, p, velocity] = [ones([40_000]), ones([40_000]).mul(1), ones([40_000]).mul(1)];
    const neighbours = Array.from({ length: 20 }, (_, i) => ones([500]).mul(i));
    const params = {
      ...{ length: 40_000, lr: 0.5, momentum: 0.5, dampening: 0, weightDecay: 0 },
      ...{ nesterov: false, maximize: false, first: false },
    };
    left = 0;
    const step = () => launch(sgdStep, { grad, p, velocity }, params);
    expect(step).toThrow(ToeplitzError);
    left = 0;
    expect(step).toThrow("wasm: the kernel sgd_step failed half way through what it changes in place: unreachable");
    left = -1;
    for (const [i, x] of neighbours.entries()) expect(x.toTypedArray().every((v) => v === i)).toBe(true);
    expect(bits(grad)).toBe(bits(ones([40_000])));
    expect(ones([3]).add(1).toArray()).toEqual([2, 2, 2]);
  });

  test("so does an operation on an element's own place", () => {
    const x = ones([40_000]).mul(-1);
    left = 0;
    expect(() => x.relu_()).toThrow("failed half way through what it changes in place");
    left = -1;
    expect(bits(x.fill_(2))).toBe(bits(ones([40_000]).mul(2)));
  });
});
