// A link brings back the state that it was made of, and never throws, whatever it holds.

import { type Numbers, sceneOf } from "@toeplitz/figures";
import {
  type Action,
  arithmeticHash,
  figureOf,
  limits,
  numberList,
  type Playground,
  playgroundOf,
  readList,
  reduce,
  settle,
} from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { hashOf, type Link, parts, readHash, readLink, views } from "../src/state/link.ts";
import { opening, presets } from "../src/state/presets.ts";
import { dice, randomLink, settingsToShow } from "./random-links.ts";

describe("link", () => {
  it.each(views)("restores 200 random states of the view %s, and finds no fault with them", (view) => {
    for (let seed = 0; seed < 200; seed++) {
      const link = randomLink(view, dice(seed));
      expect(readLink(hashOf(link))).toEqual({ link, faults: [] });
    }
  });

  it("draws every value of every field at least once in 200 states", () => {
    const drawn = views.flatMap((view) => Array.from({ length: 200 }, (_, seed) => randomLink(view, dice(seed))));
    const values = (of: (link: Link) => unknown) => new Set(drawn.map((link) => JSON.stringify(of(link))));
    expect(values((link) => link.settings?.rank).size).toBe(4);
    expect(values((link) => link.settings?.paddingMode).size).toBe(5);
    expect(values((link) => typeof link.settings?.padding === "string" && link.settings.padding).size).toBe(3);
    expect(values((link) => link.settings?.batch).size).toBe(5);
    expect(values((link) => link.gradient).size).toBe(3);
    expect(values((link) => link.colouring).size).toBe(2);
    expect(values((link) => link.pin?.on).size).toBe(6);
    expect(values((link) => link.settings?.bias).size).toBe(3);
    expect(values((link) => link.bias?.values.length).size).toBe(7);
    expect(values((link) => link.tour).size).toBe(7);
    expect(values((link) => link.upstream).size).toBeGreaterThan(20);
    expect(values((link) => link.step).size).toBeGreaterThan(100);
    expect(values((link) => link.speed).size).toBe(4);
    expect(values((link) => link.form).size).toBe(4);
    expect(values((link) => link.walk).size).toBe(2);
    expect(values((link) => link.image.photo).size).toBe(2);
    expect(values((link) => link.image.border).size).toBe(4);
    expect(values((link) => link.image.showing).size).toBe(2);
    expect(values((link) => link.image.kernel.length).size).toBe(3);
    expect(values((link) => link.image.channel).size).toBe(3);
    expect(values((link) => link.network.inner).size).toBeGreaterThan(10);
    expect(values((link) => link.network.beside).size).toBe(2);
    expect(values((link) => link.network.split).size).toBeGreaterThan(50);
    expect(values((link) => link.training.verdicts).size).toBe(2);
    expect(values((link) => link.image.kept).size).toBe(2);
    expect(values((link) => link.network.kept).size).toBe(2);
    for (const part of parts) expect(values((link) => link.hide.includes(part)).size).toBe(2);
  });

  it("leaves what it does not understand at its default, and says so", () => {
    const faults = (hash: string) => readLink(hash).faults.join(" ");
    for (const plain of ["", "#", "#/arithmetic", "#/shapes?v=1"]) expect(faults(plain)).toBe("");
    expect(faults("#/nowhere")).toContain("a view that there is not");
    expect(faults("#/arithmetic?v=9&size=5x5")).toContain("a version that this page does not know");
    expect(faults("#/arithmetic?size=5x5")).toBe("This link is of a version that this page does not know.");
    const odd = "#/arithmetic?v=1&size=5x5&kernel=-1x99&op=fold&x=1_2_three&later=1";
    expect(faults(odd)).toContain("cannot be: op, kernel, x.");
    expect(faults(odd)).toContain("more than this view knows: later.");
    expect(faults("#/image?v=1&kernel=1_2&border=torn&at=5&channel=1")).toContain(
      "cannot be: kernel, at, border, channel.",
    );
    expect(faults(`#/arithmetic?v=1&x=${"1_".repeat(160_000)}`)).toContain("at most 290000 are read");
    expect(faults(`#/arithmetic?v=1&${"long".repeat(30)}=1`)).toContain("longlonglonglonglong….");
    expect(readHash("#/arithmetic?v=1&size=5x5&kernel=99x1").settings?.kernel).toEqual([1, 3, 3]);
    expect(readHash("#/arithmetic?v=9&size=4x4").settings).toBeNull();
    for (const query of ["stack=3.1", "stack=3.1.1.1_", "most=99.1.1", "from=-4", "step=1", "input=1e9"]) {
      expect(readHash(`#/shapes?v=1&${query}`)).toEqual(readHash("#/shapes"));
      expect(faults(`#/shapes?v=1&${query}`)).toContain(query.split("=")[0]);
    }
  });

  it("adds a bias where it names as many numbers as there are outputs, and none otherwise", () => {
    const read = (query: string) => readLink(`#/arithmetic?v=1&size=5x5${query}`);
    const plain = read("&channels=1x2").link;
    expect([plain.settings?.bias, plain.bias]).toEqual([false, null]);
    expect(hashOf(plain)).not.toContain("b=");
    const { link, faults } = read("&channels=1x2&b=0.5_-3&pin=b1");
    expect(faults).toEqual([]);
    expect([link.settings?.bias, link.bias]).toEqual([true, { shape: [2], values: [0.5, -3] }]);
    expect(link.pin).toEqual({ on: "bias", index: 1 });
    expect(hashOf(link)).toContain("&b=0.5_-3&");
    for (const odd of ["", "1", "1_2_3", "1_x", "1_Infinity"]) {
      const reading = read(`&channels=1x2&b=${odd}`);
      expect(reading.link).toEqual(plain);
      expect(reading.faults.join()).toContain("cannot be: b.");
    }
    const grouped = read("&op=transposed2d&channels=2x4&groups=2&b=1_2_3_4");
    expect([grouped.link.bias?.shape, grouped.faults]).toEqual([[4], []]);
  });

  it("says at which step a walk was paused, unless that is its start", () => {
    for (const view of ["arithmetic", "matrix"] as const) {
      const plain = readHash(`#/${view}?v=1&size=5x5`);
      expect(plain.step).toBe(0);
      expect(hashOf(plain)).not.toContain("step");
      for (const step of [1, 8, 5999]) {
        expect(hashOf({ ...plain, step })).toMatch(new RegExp(`&step=${step}$`));
        expect(readHash(`#/${view}?v=1&size=5x5&step=${step}`)).toEqual({ ...plain, step });
      }
      for (const odd of ["-1", "6000", "1.5", "two", "1e3", ""]) {
        const { link, faults } = readLink(`#/${view}?v=1&size=5x5&step=${odd}`);
        expect(link).toEqual(plain);
        expect(faults.join()).toContain("cannot be: step.");
      }
    }
  });

  it("says how fast a walk is, unless that is a step a second", () => {
    for (const view of ["arithmetic", "matrix"] as const) {
      const plain = readHash(`#/${view}?v=1&size=5x5`);
      expect(plain.speed).toBe(1);
      expect(hashOf(plain)).not.toContain("speed");
      for (const speed of [0.5, 2, 4]) {
        expect(hashOf({ ...plain, speed })).toMatch(new RegExp(`&speed=${speed}$`));
        expect(readHash(`#/${view}?v=1&size=5x5&speed=${speed}`)).toEqual({ ...plain, speed });
      }
      for (const odd of ["0", "3", "-1", "4.0", "1e9", "fast", ""]) {
        const { link, faults } = readLink(`#/${view}?v=1&size=5x5&speed=${odd}`);
        expect(link).toEqual(plain);
        expect(faults.join()).toContain("cannot be: speed.");
      }
    }
  });

  it("leaves what no network and no training can be at its default", () => {
    const queries = {
      network: [
        "net=vgg",
        "layer=../secret",
        "at=3",
        "picture=240",
        "drawn=AAAA",
        "photo=dog",
        "channel=-1",
        "kernel=4096",
        "beside=nearest",
        "split=101",
      ],
      train: [
        "pictures=60000",
        "by=lion",
        "rate=9",
        "batch=7",
        "epochs=0",
        "seed=1e9",
        "until=0",
        "net=vgg",
        "decay=2",
        "mirror=yes",
        "verdicts=right",
      ],
    };
    for (const [view, odd] of Object.entries(queries)) {
      for (const query of odd) {
        const { link, faults } = readLink(`#/${view}?v=1&${query}`);
        expect(link).toEqual(readHash(`#/${view}`));
        expect(faults.join()).toContain(`cannot be: ${query.split("=")[0]}.`);
      }
    }
  });

  it("says which channel is under the loupe of a photograph, unless it is green", () => {
    const plain = readHash("#/image?v=1&photo=cat");
    expect(plain.image.channel).toBe("green");
    expect(hashOf(plain)).not.toContain("channel");
    const blue = { ...plain, image: { ...plain.image, channel: "blue" } as const };
    expect(hashOf(blue)).toMatch(/&channel=blue$/);
    expect(readLink(hashOf(blue))).toEqual({ link: blue, faults: [] });
  });

  it("says of a place whether it is kept, and keeps none that it does not name", () => {
    for (const [view, at] of [
      ["image", "12x0"],
      ["network", "12.0"],
    ] as const) {
      const pointed = readHash(`#/${view}?v=1&at=${at}`);
      expect([pointed[view].place, pointed[view].kept]).toEqual([[12, 0], false]);
      expect(hashOf(pointed)).not.toContain("kept");
      const kept = { ...pointed, [view]: { ...pointed[view], kept: true } };
      expect(hashOf(kept)).toContain(`&at=${at}&kept=1`);
      expect(readLink(hashOf(kept))).toEqual({ link: kept, faults: [] });
      for (const odd of ["kept=1", "kept=1&at=5", `kept=0&at=${at}`, `kept=yes&at=${at}`]) {
        const { link, faults } = readLink(`#/${view}?v=1&${odd}`);
        expect(link[view].kept).toBe(false);
        expect(faults.join()).toContain("kept");
      }
    }
  });

  it("says how somebody looks at a network where that is not how everybody begins", () => {
    const plain = readHash("#/network?v=1&net=super-resolution");
    expect([plain.network.inner, plain.network.beside, plain.network.split]).toEqual([0, "pixels", 50]);
    expect(hashOf(plain)).toBe("#/network?v=1&net=super-resolution");
    const looked = { ...plain, network: { ...plain.network, inner: 7, beside: "bicubic", split: 0 } as const };
    expect(hashOf(looked)).toBe("#/network?v=1&net=super-resolution&kernel=7&beside=bicubic&split=0");
    expect(readLink(hashOf(looked))).toEqual({ link: looked, faults: [] });
  });

  it("says which verdicts of a training are shown where they are the wrong ones alone", () => {
    const plain = readHash("#/train?v=1");
    expect(plain.training.verdicts).toBe("all");
    expect(hashOf(plain)).not.toContain("verdicts");
    const wrong = { ...plain, training: { ...plain.training, verdicts: "wrong" } as const };
    expect(hashOf(wrong)).toMatch(/&verdicts=wrong$/);
    expect(readLink(hashOf(wrong))).toEqual({ link: wrong, faults: [] });
  });

  it("brings every float32 back bit for bit, in at most nine digits", () => {
    const bits = Uint32Array.from({ length: 4000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
    const values = [...new Float32Array(bits.buffer)].filter(Number.isFinite);
    expect(values.length).toBeGreaterThan(3900);
    const list = numberList(values);
    expect(Float32Array.from(readList(list)!)).toEqual(Float32Array.from(values));
    for (const text of list.split("_"))
      expect(Number(text).toPrecision(9)).toSatisfy((nine) => Number(nine) === Number(text));
    expect(numberList([0.1, -0.15, 3, 1 / 3].map(Math.fround))).toBe("0.1_-0.15_3_0.33333334");
  });

  it("holds the largest case with numbers of its own, each of them as long as one can be", () => {
    const { settings } = readHash("#/arithmetic?v=1&batch=4&size=15x16&channels=6x6&kernel=3x3&padding=1x1");
    const state = settle({ ...playgroundOf(opening), settings: settings!, gradient: "input" });
    const long = (numbers: Numbers) => ({ ...numbers, values: numbers.values.map(() => Math.fround(-1.17549435e-38)) });
    const link: Link = {
      ...readHash("#/arithmetic"),
      settings: state.settings,
      input: long(state.input),
      weight: long(state.weight),
      gradient: "input",
      upstream: long(state.upstream).values,
    };
    expect([link.input!.values.length, link.upstream!.length]).toEqual([5760, 5760]);
    expect(hashOf(link).length).toBeGreaterThan(170_000);
    const { link: back, faults } = readLink(hashOf(link));
    expect(faults).toEqual([]);
    for (const [read, given] of [
      [back.input?.values, link.input!.values],
      [back.weight?.values, link.weight!.values],
      [back.upstream, link.upstream!],
    ] as const) {
      expect(Float32Array.from(read!)).toEqual(Float32Array.from(given));
    }
  });

  it.each(["1e39", "-1e39", "3.5e38", "1e999", "NaN", ""])(
    "refuses %s, which is no float32 that one can count with",
    (odd) => {
      const zeros = (count: number) => new Array<number>(count).fill(0).join("_");
      const sized = "v=1&op=conv2d&size=3x3&channels=1x1&kernel=2x2";
      for (const [name, hash] of [
        ["x", `#/arithmetic?${sized}&x=${zeros(8)}_${odd}`],
        ["w", `#/arithmetic?${sized}&w=${zeros(3)}_${odd}`],
        ["b", `#/arithmetic?${sized}&b=${odd}`],
        ["g", `#/arithmetic?${sized}&gradient=input&g=${zeros(3)}_${odd}`],
        ["kernel", `#/image?v=1&kernel=${zeros(8)}_${odd}`],
      ] as const) {
        expect(readLink(hash).faults, hash).toEqual([
          `This link has values that cannot be: ${name}. The defaults stand in their place.`,
        ]);
      }
      expect(readList("3.4028235e38_-3.4028235e38")).toEqual([3.4028235e38, -3.4028235e38]);
    },
  );

  it.each([
    ["op=conv2d&size=3x3&channels=1x1&kernel=2x2", 4],
    ["op=conv2d&size=5x5&channels=1x1&kernel=2x3&padding=same", 25],
    ["op=conv2d&batch=2&size=4x5&channels=2x3&kernel=3x3&stride=2x1", 18],
    ["op=transposed2d&size=2x3&channels=1x1&kernel=3x3&stride=2x2&padding=1x1&output=1x1", 24],
    ["op=conv1d&size=1x8&channels=1x1&kernel=1x3&dilation=1x2", 4],
    ["op=conv3d&size=3x4x5&channels=1x2&kernel=2x2x2", 48],
  ])("refuses a gradient that has another number of elements than the output of %s", (settings, count) => {
    const hash = (length: number) => {
      const g = Array.from({ length }, (_, i) => i + 1 / 8).join("_");
      return `#/arithmetic?v=1&${settings}&gradient=input&g=${g}`;
    };
    const { link, faults } = readLink(hash(count));
    expect([link.upstream?.length, faults]).toEqual([count, []]);
    for (const wrong of [count - 1, count + 1]) {
      expect(readLink(hash(wrong)).link.upstream).toBe(null);
      expect(readLink(hash(wrong)).faults.join()).toContain("cannot be: g.");
    }
  });

  it("leads from a figure to the playground with a gradient of one's own, and without it where the settings do not work", () => {
    const after = (start: Playground, ...actions: readonly Action[]) => actions.reduce(reduce, start);
    const own = after(
      playgroundOf(opening),
      { type: "gradient", gradient: "input" },
      { type: "edit", side: "output", index: 0, value: 7 },
    );
    const groups: Action = { type: "set", field: "groups", change: { groups: 2, channels: [2, 3] } };
    const [possible, impossible] = [own, after(own, groups)].map((state) => readLink(arithmeticHash(state)));
    expect([possible?.link.upstream?.[0], possible?.faults]).toEqual([7, []]);
    expect([impossible?.link.upstream, impossible?.faults]).toEqual([null, []]);
    expect(impossible?.link.settings?.groups).toBe(2);
  });

  it("takes the first of two values, and says so", () => {
    const { link, faults } = readLink("#/shapes?v=1&from=30&to=10&from=40&input=9&input=9&input=8");
    expect([link.shapes.from, link.shapes.to, link.shapes.input]).toEqual([30, 10, 9]);
    expect(faults).toEqual(["This link says more than once, and the first time counts: from, input."]);
    // A wrong one is no better for a right one after it, and does not count; nor does what nobody reads.
    const wrong = readLink("#/shapes?v=1&from=0&from=40&later=1&later=2");
    expect(wrong.link.shapes.from).toBe(28);
    expect(wrong.faults).toEqual([
      "This link has values that cannot be: from. The defaults stand in their place.",
      "This link says more than this view knows: later.",
    ]);
  });

  it("takes what a person types", () => {
    const faults = (hidden: string) => readLink(`#/arithmetic?v=1&hide=${hidden}`).faults.join();
    for (const known of ["formula", "formula,player", "matrix_take-away"]) expect(faults(known)).toBe("");
    for (const unknown of ["foo", "formula,foo", ""]) expect(faults(unknown)).toContain("cannot be: hide.");
    const typed = readHash("#/arithmetic?v=1&hide=formula,player,nothing,take-away&embed=yes");
    expect([typed.hide, typed.embed]).toEqual([["formula", "player", "take-away"], false]);
  });

  it("holds what a flip makes of any settings, and a flip of that", () => {
    // A link has the shortest decimals of each float32, and no sign of a zero.
    const rounded = (numbers: Numbers | null) => numbers?.values.map((value) => Math.fround(value) + 0);
    let [possible, beyond] = [0, 0];
    for (let seed = 0; possible < 150; seed++) {
      const settings = settingsToShow(dice(seed));
      let state = settle({ ...playgroundOf(opening), settings });
      if (state.problem !== null) continue;
      possible++;
      for (let flips = 0; flips < 2; flips++) {
        // As after a link, which knows of no flip before.
        state = reduce({ ...state, before: null }, { type: "flip" });
        const { settings, input, weight } = state;
        const bias = settings.bias ? state.bias : null;
        const link = { ...readHash("#/arithmetic"), settings, input, weight, bias };
        const { link: back, faults } = readLink(hashOf(link));
        expect([back.settings, faults]).toEqual([settings, []]);
        expect(rounded(back.input)).toEqual(rounded(input));
        expect(rounded(back.weight)).toEqual(rounded(weight));
        expect(rounded(back.bias)).toEqual(rounded(bias));
        if (Math.max(...settings.size) > limits(settings.rank).size[1]) beyond++;
      }
    }
    expect(beyond).toBeGreaterThan(10);
  });

  it("refuses a size of which more than anything can make would have to be made up", () => {
    const { link, faults } = readLink("#/arithmetic?v=1&op=conv3d&size=6000x6000x6000&kernel=2x2x2&channels=1x1");
    expect(faults.join()).toContain("cannot be: size.");
    expect(link.settings).toMatchObject({ size: [4, 4, 4], kernel: [2, 2, 2] });
  });

  it("holds every preset", () => {
    for (const { figure } of presets) {
      const { settings, input, weight, scene } = playgroundOf(figure);
      const back = readHash(hashOf({ ...readHash("#/arithmetic"), settings, input, weight }));
      const again = sceneOf(figureOf(back.settings!, back.input!, back.weight!));
      expect(again.output.shape).toEqual(scene.output.shape);
      expect(again.output.values).toEqual(scene.output.values);
    }
  });
});
