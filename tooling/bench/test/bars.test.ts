// The bars: passed, missed and by how much, or not measured.
import { expect, test } from "vitest";
import { barsOf, holds, shortfall } from "../bars.ts";
import type { LayerRow } from "../protocol/rounds.ts";
import { barSummary, barTable } from "../report/bar-table.ts";
import { between } from "../report/files.ts";
import { report } from "../report/report.ts";
import { table } from "../report/table.ts";
import type { Results } from "../results.ts";

const figures = (ms: object) => ({ ms, error: {}, remarks: [] });

/** A layer that ours computes in 2 ms and 1 ms, and each peer in a number of milliseconds. */
function row(name: string, layerClass: string, web: number, others: { tfjs?: number; native?: number } = {}): LayerRow {
  const { tfjs, native } = others;
  return {
    name,
    class: layerClass,
    flops: 1e6,
    drift: 0,
    figures: {
      ours: figures({ call: [2, 2, 2], resident: [1, 1, 1] }),
      "ort-web": figures({ call: [web, web, 10 * web] }),
      ...(tfjs === undefined ? {} : { "tfjs-wasm": figures({ resident: [tfjs, tfjs, tfjs] }) }),
      ...(native === undefined ? {} : { "ort-node": figures({ call: [native, native, native] }) }),
    },
  };
}

const run = (parts: Partial<Results>): Results => ({
  command: "pnpm bench",
  machine: { processor: "a processor", cores: 2, node: "v24", load: 0 },
  versions: { peer: "1.2.3" },
  rounds: 3,
  ...parts,
});

function bar(parts: Partial<Results>, what: string) {
  const found = barsOf(run(parts)).find((each) => each.what === what);
  if (found === undefined) throw new Error(`no bar ${what}`);
  return found;
}

test("geometric means of medians, over a list and over a class", () => {
  const layers = [row("a", "dense3x3", 16), row("b", "pointwise", 4, { tfjs: 2, native: 0.5 })];
  expect(bar({ layers }, "onnxruntime-web, all layers, call").value).toBeCloseTo(4, 12);
  expect(bar({ layers }, "onnxruntime-web, all layers, resident").value).toBeCloseTo(8, 12);
  expect(bar({ layers }, "3x3 stride 1 dense, call").value).toBeCloseTo(8, 12);
  expect(bar({ layers }, "1x1 and pointwise, call").value).toBeCloseTo(2, 12);
  expect(bar({ layers }, "tfjs-wasm, where it can run, resident").value).toBeCloseTo(2, 12);
  expect(bar({ layers }, "native onnxruntime-node, resident").value).toBeCloseTo(0.5, 12);
  expect(bar({ layers }, "depthwise, call").value).toBeNull();
});

test("the slowest layer counts alone, and a miss says by how much", () => {
  const slowest = bar({ layers: [row("a", "few", 40), row("b", "few", 1.1)] }, "onnxruntime-web, every layer, call");
  expect(slowest.value).toBeCloseTo(0.55, 12);
  expect(slowest.note).toBe("least: b");
  expect(holds(slowest)).toBe(false);
  expect(shortfall(slowest)).toBeCloseTo(0.5, 12);
});

test("one tiny call must be fast, and faster than every peer", () => {
  const what = "3 -> 6, 3x3 on 4x4, one call, resident";
  const tiny = (ours: number, peer: number): Partial<Results> => ({
    tiny: {
      ...row("seed", "few", peer / 1000),
      figures: {
        ours: figures({ call: [1], resident: [ours / 1000] }),
        "ort-web": figures({ call: [peer / 1000] }),
      },
    },
  });
  expect(holds(bar(tiny(3, 9), what))).toBe(true);
  expect(holds(bar(tiny(4, 9), what))).toBe(false);
  expect(holds(bar(tiny(3, 2), what))).toBe(false);
  expect(holds(bar({}, what))).toBeNull();
});

test("cold start, sizes, threads, peak and backward", () => {
  const cold = { ours: [30, 12, 10], "tfjs-wasm": [50, 51, 52] };
  expect(bar({ cold }, "import to first convolution, cold process").value).toBe(12);
  const size = { wasm: 45_500, whole: 90_000 };
  expect(holds(bar({ size }, "wasm inlined, gzip"))).toBe(false);
  expect(holds(bar({ size }, "toeplitz whole, gzip"))).toBe(true);
  expect(holds(bar({ size: { wasm: null, whole: 1 } }, "wasm inlined, gzip"))).toBeNull();
  const threaded: LayerRow = {
    ...row("a", "dense3x3", 1),
    figures: { ours: figures({ resident: [4, 4] }), "ours x2": figures({ resident: [2, 2] }) },
  };
  expect(bar({ threads: { count: 2, rows: [threaded] } }, "2 threads against 1, over 100 MFLOP, resident").value).toBe(
    2,
  );
  const peak = [{ layer: "a", level: "high", mix: "fma", tile: "6x8", peak: [50, 60], ours: [45, 54] }];
  expect(bar({ peak }, "direct dense kernel, share of the engine's peak").value).toBeCloseTo(0.9, 12);
  const backward: LayerRow = {
    ...row("a", "dense3x3", 1),
    figures: {
      "ours-backward": figures({ gradInput: [4], gradWeight: [5] }),
      pytorch: figures({ gradInput: [2], gradWeight: [2] }),
    },
  };
  expect(bar({ backward: [backward] }, "grad-input of 3x3 dense, against PyTorch").value).toBe(0.5);
  expect(bar({ backward: [backward] }, "grad-weight of 3x3 dense, against PyTorch").value).toBe(0.4);
});

test("networks and training", () => {
  const network = (name: string, ours: number, web: number): LayerRow => ({
    ...row(name, "network", 1),
    figures: { ours: figures({ call: [ours, ours] }), "ort-web": figures({ call: [web, web] }) },
  });
  const networks = [network("ResNet18", 50, 150), network("MobileNetV2", 20, 25)];
  const training = {
    steps: 60,
    ms: { ours: [80, 100, 90], pytorch: [160, 180, 190] },
    losses: { first: 1e-7, last: 2e-4 },
    remarks: ["fill ran portably 3 times"],
  };
  const results = { networks, training };
  expect(bar(results, "ResNet18, one image, onnxruntime-web, call").value).toBe(3);
  expect(holds(bar(results, "MobileNetV2, one image, onnxruntime-web, call"))).toBe(false);
  expect(bar(results, "a step of training on Fashion-MNIST, against PyTorch").value).toBe(2);
  expect(holds(bar({}, "a step of training on Fashion-MNIST, against PyTorch"))).toBeNull();
  const text = report(run(results), "measured bars");
  expect(text).toContain("| ours                 |      90.0 |");
  expect(text).toContain("* ours: fill ran portably 3 times");
  expect(text).toContain("## Networks");
});

test("the report holds bars, tables and what could not run", () => {
  const layers = [row("a", "dense3x3", 16, { tfjs: 3 }), row("b", "grouped", 4)];
  const lacking: LayerRow = {
    ...layers[1]!,
    figures: { ...layers[1]!.figures, "tfjs-wasm": { ...figures({}), cannot: "has no groups" } },
  };
  const text = report(run({ layers: [layers[0]!, lacking] }), "measured bars");
  expect(text).toContain("| 3x3 stride 1 dense, call ");
  expect(text).toContain("8.00 [8.00-80.00]");
  expect(text).toContain("* tfjs-wasm: has no groups (b)");
  expect(text).toContain("a processor, 2 cores, Node.js v24, 3 rounds");
  expect(text).not.toContain("not measured |");
  expect(report(run({}), "every bar")).toContain("not measured |");
});

test("verdicts are counted and shown", () => {
  const bars = barsOf(run({ layers: [row("a", "dense3x3", 4.4)] }));
  expect(barSummary(bars)).toMatch(/^3 bars passed, 1 missed, \d+ not measured$/);
  expect(barTable(bars)).toContain("MISS by 45.0 %");
});

test("tables are padded, and only what is between the marks is replaced", () => {
  expect(table(["name", "x"], [["a", "12.5"]])).toBe("| name |    x |\n|------|-----:|\n| a    | 12.5 |");
  const mark = "<!-- measured -->";
  expect(between(`before\n${mark}\nold\n${mark}\nafter`, "new")).toBe(`before\n${mark}\nnew\n${mark}\nafter`);
  expect(() => between("no marks", "new")).toThrow("expected two lines");
});
