// The pictures as they are drawn, a line for each shape and each word: another line is another picture, and shows in a diff.

import {
  type Colouring,
  coneLayoutOf,
  type FigureCase,
  highlightOf,
  layOut,
  matrixLayoutOf,
  type Operand,
  receptiveFields,
  sceneOf,
  sparseLists,
  spokenFocus,
  structureOf,
} from "@toeplitz/figures";
import {
  figureOf,
  freshNumbers,
  Grids,
  inputSeed,
  inputShape,
  MatrixPicture,
  type Settings,
  upstreamSeed,
  useSpotlight,
  weightSeed,
  weightShape,
} from "@toeplitz/widgets";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { readHash } from "../src/state/link.ts";
import { Coverage } from "../src/views/matrix/coverage.tsx";
import { EntryList } from "../src/views/matrix/entry-list.tsx";
import { useWrittenPart, WrittenMatrix } from "../src/views/matrix/written-matrix.tsx";
import { Cone } from "../src/views/shapes/cone.tsx";
import { TrainingPlot } from "../src/views/train/training-plot.tsx";

/** What is seen of an element: what it says to those who hear it, and where a hand finds it, has tests of its own. */
const seen =
  /^(class|viewBox|x|y|x1|y1|x2|y2|width|height|d|cx|cy|r|transform|fill|stroke|style|font-size|data-(state|look|strong|empty|lit|weight))$/;

/** Markup as lines: an element with what is seen of it, then its text. */
function drawn(picture: ReactElement): string {
  const lines: string[] = [];
  let depth = 0;
  for (const [, closing, name, attributes, ends, text] of renderToStaticMarkup(picture).matchAll(
    /<(\/?)([\w-]+)((?:\s[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g,
  )) {
    if (text !== undefined) lines.push(`${"  ".repeat(depth)}"${text}"`);
    else if (closing === "/") depth -= 1;
    else {
      const kept = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].filter(([, key]) => seen.test(key!));
      const values = kept.map(([, key, value]) => `${key}=${value!.replace(/url\(#[^)]*\)/, "url(#hatch)")}`);
      lines.push(`${"  ".repeat(depth)}${[name, ...values].join(" ")}`);
      if (ends !== "/") depth += 1;
    }
  }
  // A group that says nothing is only a bracket in the markup, and a shape with one word is one line.
  return `${lines
    .filter((line) => line.trim() !== "g")
    .join("\n")
    .replace(/(text|td|span|figcaption|var|p|tr)([^\n"]*)\n +("[^\n]*")/g, "$1$2 $3")}\n`;
}

const snapshot = (name: string) => `./__snapshots__/pictures/${name}.txt`;

/** A case as a link spells it, with the numbers that the page makes up. */
function caseOf(query: string, gradient: "off" | "input" | "weight" = "off"): FigureCase {
  const { settings: read, bias } = readHash(`#/arithmetic?v=1&${query}`);
  const settings: Settings = read!;
  const figure = figureOf(
    settings,
    freshNumbers(inputShape(settings), inputSeed),
    freshNumbers(weightShape(settings), weightSeed),
    bias,
  );
  if (gradient === "off") return figure;
  return { ...figure, gradient: { to: gradient, upstream: freshNumbers(sceneOf(figure).output.shape, upstreamSeed) } };
}

interface LitProps {
  readonly figure: FigureCase;
  readonly on: Operand;
  readonly index: number;
  readonly colouring?: Colouring;
}

function useLit({ figure, on, index, colouring = "weight" }: LitProps) {
  const scene = sceneOf(figure);
  const spotlight = useSpotlight(scene, { pin: { on, index } }, false);
  return { scene, spotlight, highlight: spotlight.highlight, colouring, theme: "light" } as const;
}

function LitGrids({ fixed = false, ...props }: LitProps & { readonly fixed?: boolean }) {
  const shared = useLit(props);
  return <Grids {...shared} layouts={layOut(shared.scene)} onEdit={fixed ? null : () => {}} />;
}

function LitMatrix(props: LitProps) {
  const shared = useLit(props);
  return <MatrixPicture {...shared} layout={matrixLayoutOf(shared.scene)} />;
}

function Written({ letters, ...props }: LitProps & { readonly letters: boolean }) {
  const shared = useLit(props);
  return <WrittenMatrix {...shared} {...useWrittenPart(shared.scene, shared.highlight)} letters={letters} />;
}

function Reached(props: LitProps) {
  const { scene, highlight, spotlight } = useLit(props);
  return <Coverage {...{ scene, highlight, spotlight }} structure={structureOf(scene)} dispatch={() => {}} />;
}

describe("grids", () => {
  it.each([
    [false, ["false", "false", "true"]],
    [true, ["true", "true", "true"]],
  ])("say which numbers can be changed, fixed: %s", (fixed, wanted) => {
    const markup = renderToStaticMarkup(
      <LitGrids figure={caseOf("op=conv1d&size=1x4&kernel=1x3")} on="output" index={0} fixed={fixed} />,
    );
    expect([...markup.matchAll(/aria-readonly="(\w+)"/g)].map(([, value]) => value)).toEqual(wanted);
  });

  it.each([
    ["a line", "op=conv1d&size=1x4&kernel=1x3&padding=0x1", "output", 0],
    ["a plane", "op=conv2d&size=3x3&kernel=2x2", "output", 3],
    ["a volume", "op=conv3d&size=2x2x2&kernel=2x1x2", "output", 1],
    ["groups", "op=conv2d&size=1x2&channels=2x4&groups=2&kernel=1x1", "weight", 2],
    ["dilation", "op=conv2d&size=1x4&kernel=1x2&dilation=1x2", "output", 1],
    ["transposed with output padding", "op=transposed1d&size=1x2&kernel=1x2&stride=1x2&output=1x1", "input", 1],
    ["a reflecting border", "op=conv1d&size=1x3&kernel=1x3&padding=0x1&mode=reflect", "output", 0],
    ["a bias", "op=conv1d&size=1x3&channels=1x2&kernel=1x2&b=0.5_-3", "output", 2],
    ["a bias that is touched", "op=conv2d&size=2x2&channels=1x2&kernel=1x2&b=1_2", "bias", 1],
    ["a border that goes round", "op=conv1d&size=1x3&kernel=1x3&padding=0x1&mode=circular", "output", 2],
  ] as const)("%s", async (name, query, on, index) => {
    await expect(drawn(<LitGrids figure={caseOf(query)} {...{ on, index }} />)).toMatchFileSnapshot(
      snapshot(`grids, ${name}`),
    );
  });

  it.each(["input", "weight"] as const)("the gradient of the %s", async (to) => {
    const figure = caseOf("op=conv2d&size=2x2&kernel=1x2", to);
    const picture = <LitGrids figure={figure} on={to} index={1} colouring="value" />;
    await expect(drawn(picture)).toMatchFileSnapshot(snapshot(`grids, the gradient of the ${to}`));
  });

  it("the gradient of the bias beside another", async () => {
    const figure = caseOf("op=conv1d&size=1x3&kernel=1x2&b=0.5", "weight");
    const picture = <LitGrids figure={figure} on="bias" index={0} />;
    expect([...renderToStaticMarkup(picture).matchAll(/aria-readonly="(\w+)"/g)].map(([, value]) => value)).toEqual([
      "false",
      "false",
      "true",
      "true",
    ]);
    await expect(drawn(picture)).toMatchFileSnapshot(snapshot("grids, the gradient of the bias"));
  });
});

describe("the matrix", () => {
  const figure = caseOf("op=conv2d&size=3x3&kernel=2x2");
  it.each([
    ["by weight", figure, "weight"],
    ["by value", figure, "value"],
    ["with a bias", caseOf("op=conv1d&size=1x3&kernel=1x2&b=0.5"), "weight"],
    ["transposed, with stride", caseOf("op=transposed1d&size=1x3&kernel=1x3&stride=1x2"), "weight"],
  ] as const)("%s", async (name, each, colouring) => {
    const picture = <LitMatrix figure={each} on="output" index={1} colouring={colouring} />;
    await expect(drawn(picture)).toMatchFileSnapshot(snapshot(`matrix ${name}`));
  });

  it.each([
    ["in numbers", false],
    ["in symbols", true],
  ] as const)("%s", async (name, letters) => {
    const picture = <Written figure={figure} on="output" index={1} letters={letters} />;
    await expect(drawn(picture)).toMatchFileSnapshot(snapshot(`matrix ${name}`));
  });

  it("is a grid with one stop for Tab, which says of each place what the picture says", () => {
    const markup = renderToStaticMarkup(<Written figure={figure} on="output" index={1} letters />);
    expect(markup.match(/tabindex="0"[^>]*data-place="1,1"/gi)).toHaveLength(1);
    expect(markup.match(/tabindex="0"/gi)).toHaveLength(1);
    const spoken = [...markup.matchAll(/aria-label="([^"]*)" data-place="(\d),(\d)"/g)];
    expect(spoken).toHaveLength(4 * 9);
    const scene = sceneOf(figure);
    for (const [, label, row, column] of spoken) {
      const focus = { on: "entry", row: Number(row), column: Number(column) } as const;
      expect(label).toBe(spokenFocus(scene, highlightOf(scene, focus)!));
    }
  });

  it("says how often each input is reached, by a grid with one stop for Tab that lights partners", () => {
    const markup = renderToStaticMarkup(<Reached figure={figure} on="output" index={1} />);
    expect(markup.match(/tabindex="0"/gi)).toHaveLength(1);
    const cells = [...markup.matchAll(/aria-label="([^"]*)" data-index="(\d)" data-state="(\w+)"/g)];
    expect(cells.map(([, label]) => label).slice(0, 2)).toEqual([
      "input row 0, column 0: in 1 product",
      "input row 0, column 1: in 2 products",
    ]);
    expect(cells.filter(([, , , state]) => state === "lit").map(([, , index]) => index)).toEqual(["1", "2", "4", "5"]);
  });

  it("as compressed rows", async () => {
    const scene = sceneOf(figure);
    const picture = <EntryList scene={scene} lists={sparseLists(scene, 400)} />;
    await expect(drawn(picture)).toMatchFileSnapshot(snapshot("matrix as compressed rows"));
  });
});

it("the cone of a stack", async () => {
  const stack = [
    { kernel: 3, stride: 2, padding: 1, dilation: 1 },
    { kernel: 3, stride: 1, padding: 0, dilation: 1 },
  ];
  const rows = receptiveFields(7, stack);
  const picture = <Cone layout={coneLayoutOf(rows, stack)} field={rows.at(-1)!.field} size={7} />;
  await expect(drawn(picture)).toMatchFileSnapshot(snapshot("cone"));
});

it("the plot of a training", async () => {
  const curve = [
    [1, 2.3],
    [2, 1.5],
    [3, 0.9],
  ] as const;
  const lines = [
    { name: "each step", curve, look: "faint" as const },
    { name: "the mean", curve: curve.slice(1), look: "strong" as const },
  ];
  const picture = <TrainingPlot title="Loss" steps={4} range={[0, 2.4]} unit={String} lines={lines} />;
  await expect(drawn(picture)).toMatchFileSnapshot(snapshot("plot"));
});
