// The host runs out of memory while a module takes on other numbers: each array fails in its turn, and nothing has changed then.
import { afterAll, expect, test, vi } from "vitest";

/** How many more arrays there is memory for. */
let room = Number.POSITIVE_INFINITY;

// Before the modules under test are loaded, which keep the constructors.
for (const kind of ["Float32Array", "Float64Array"] as const) {
  const watched = new Proxy(globalThis[kind] as new (...args: unknown[]) => object, {
    construct(target, args, newTarget) {
      if (typeof args[0] === "number" && room-- <= 0) throw new RangeError("Array buffer allocation failed");
      return Reflect.construct(target, args, newTarget);
    },
  });
  vi.stubGlobal(kind, watched);
}
const { ones, ToeplitzError } = await import("@toeplitz/tensor");
const { Linear, Sequential } = await import("../src/index.ts");
const { Adam } = await import("../src/optim/index.ts");

afterAll(() => vi.unstubAllGlobals());

/** Calls while there is room for none, one, two ... arrays, until it succeeds: how often it was refused. */
function refusals(call: () => unknown, unchanged: () => void): number {
  for (let arrays = 0; ; arrays++) {
    room = arrays;
    try {
      call();
      return arrays;
    } catch (error) {
      room = Number.POSITIVE_INFINITY;
      expect(error).toBeInstanceOf(ToeplitzError);
      unchanged();
    } finally {
      room = Number.POSITIVE_INFINITY;
    }
  }
}

const net = () => new Sequential(new Linear(3, 3), new Linear(3, 3), new Linear(3, 3));

test("a state that has to be converted is written as a whole or not at all", () => {
  const module = net();
  const state = new Map([...module.stateDict()].map(([name, x]) => [name, ones(x.shape, { dtype: "float64" })]));
  const values = () => module.parameters().map((p) => p.toArray());
  const before = values();
  expect(
    refusals(
      () => module.loadStateDict(state),
      () => expect(values()).toEqual(before),
    ),
  ).toBe(6);
  expect(values()).toEqual([...state.values()].map((x) => x.toArray()));
});

test("a module is of another type as a whole or not at all", () => {
  const module = net();
  const before = module.parameters();
  expect(
    refusals(
      () => module.to("float64"),
      () => expect(module.parameters().every((p, i) => p === before[i])).toBe(true),
    ),
  ).toBe(6);
  expect(module.parameters().map((p) => p.dtype)).toEqual(before.map(() => "float64"));
});

test("an optimiser takes over a state as a whole or not at all", () => {
  const stepped = () => {
    const params = net().parameters();
    for (const p of params) p.grad = ones(p.shape);
    const optimizer = new Adam(params);
    optimizer.step();
    return optimizer;
  };
  const optimizer = stepped();
  const state = stepped().stateDict();
  const before = [...optimizer.state.values()];
  const refused = refusals(
    () => optimizer.loadStateDict(state),
    () => expect([...optimizer.state.values()].every((fields, i) => fields === before[i])).toBe(true),
  );
  expect(refused).toBe(18);
});
