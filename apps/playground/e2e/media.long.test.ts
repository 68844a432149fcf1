// What a person's system asks of every view: that nothing moves, and that highlights can be seen in colours of the system's own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { views } from "../src/state/link.ts";
import { screens, shown } from "./screens.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("with reduced motion nothing moves by itself:", () => {
  it.each(views)("%s", async (view) => {
    const { page } = await playground.open(`#/${view}`, { reducedMotion: true });
    await page.locator("h1").waitFor({ state: "attached" });
    if (view === "network") await shown(page, "#/network");
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(600);
    // From here on whatever begins to move, changes or is drawn anew is noted.
    const moved = await page.evaluate(async () => {
      const noted = new Set<string>();
      const says = (node: Node) => (node instanceof Element ? node.outerHTML : node.nodeValue)?.slice(0, 80) ?? "";
      const observer = new MutationObserver((changes) => {
        for (const { target } of changes) noted.add(says(target));
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      await new Promise((done) => setTimeout(done, 2200));
      observer.disconnect();
      for (const animation of document.getAnimations()) noted.add(animation.constructor.name);
      return [...noted];
    });
    expect(moved).toEqual([]);
    await page.close();
  });

  it("a change is there at once", async () => {
    const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
    await page.locator(".matrix-picture").waitFor();
    await page.getByRole("button", { name: "Transposed" }).click();
    await page.locator("[data-side=output] [data-index='3']").hover();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return `${transitionDuration}, ${animationDuration}`.split(", ");
      }),
    );
    expect(durations.filter((text) => Number.parseFloat(text) > 0.001)).toEqual([]);
    await page.close();
  });

  it("and without it, the same page does move", async () => {
    const { page } = await playground.open("#/arithmetic");
    const count = () => page.locator(".step-count").textContent();
    const before = await count();
    await expect.poll(count, { timeout: 5000 }).not.toBe(before);
    await page.close();
  });
});

describe("in forced colours, light and dark,", () => {
  it.each([false, true])("what is chosen, lit and pinned stands out (dark: %s)", async (dark) => {
    const { page } = await playground.open(screens.arithmetic.arithmetic!, { dark, reducedMotion: true });
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce", colorScheme: dark ? "dark" : "light" });
    await page.locator(".matrix-picture").waitFor();
    expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    const looks = await page.evaluate(() => {
      const look = (selector: string, of: "stroke" | "fill" | "backgroundColor" | "color") =>
        getComputedStyle(document.querySelector(selector)!)[of];
      return {
        paper: getComputedStyle(document.documentElement).backgroundColor,
        partner: look("[data-side=input] .outline", "stroke"),
        pinned: look("[data-side=output] [data-pinned=true] rect", "stroke"),
        number: look("[data-side=input] .numbers text", "fill"),
        litNumber: look("[data-side=input] .partners text", "fill"),
        litGround: look("[data-side=input] .outline", "fill"),
        entry: look(".lit rect", "stroke"),
        chosen: look(".segmented [aria-pressed=true]", "backgroundColor"),
        other: look(".segmented [aria-pressed=false]", "backgroundColor"),
      };
    });
    const light = (colour: string) => lightnessOf(colour);
    for (const name of ["partner", "pinned", "number", "entry"] as const) {
      expect(Math.abs(light(looks[name]) - light(looks.paper)), `${name} on paper`).toBeGreaterThan(0.3);
    }
    expect(Math.abs(light(looks.litNumber) - light(looks.litGround)), "a lit number").toBeGreaterThan(0.3);
    expect(looks.chosen, "what is chosen").not.toBe(looks.other);
    await page.close();
  });

  it.each([false, true])(
    "the brush, what it paints with, and the cell that it is on stand out (dark: %s)",
    async (dark) => {
      const { page } = await playground.open("#/arithmetic", { dark, reducedMotion: true });
      await page.emulateMedia({
        forcedColors: "active",
        reducedMotion: "reduce",
        colorScheme: dark ? "dark" : "light",
      });
      await page.getByRole("button", { name: "paint", exact: true }).click();
      await page.locator("[data-side=input] [data-index='6']").focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("Shift+ArrowRight");
      await page.getByRole("button", { name: "undo" }).waitFor();
      const looks = await page.evaluate(() => {
        const style = (element: Element | null) => getComputedStyle(element!);
        const named = (text: string) =>
          [...document.querySelectorAll(".brush button")].find((button) => button.textContent === text)!;
        const ground = (name: string) => style(named(name)).backgroundColor;
        const field = style(document.querySelector(".brush-value input"));
        return {
          paper: style(document.documentElement).backgroundColor,
          hands: [ground("paint"), ground("point")] as const,
          numbers: [ground("1"), ground("2")] as const,
          // One can be done, the other cannot.
          ways: [style(named("undo")).color, style(named("redo")).color] as const,
          fieldText: field.color,
          fieldEdge: [field.borderBottomStyle, field.borderBottomColor] as const,
          focus: style(document.activeElement!.querySelector("rect")).stroke,
          number: style(document.querySelector("[data-side=input] .numbers text")).fill,
        };
      });
      const onPaper = (colour: string) => Math.abs(lightnessOf(colour) - lightnessOf(looks.paper));
      expect(looks.hands[0]).not.toBe(looks.hands[1]);
      expect(looks.numbers[0]).not.toBe(looks.numbers[1]);
      expect(looks.ways[0]).not.toBe(looks.ways[1]);
      expect(looks.fieldEdge[0]).not.toBe("none");
      for (const colour of [looks.fieldText, looks.fieldEdge[1], looks.focus, looks.number]) {
        expect(onPaper(colour)).toBeGreaterThan(0.3);
      }
      await page.close();
    },
  );

  it.each(Object.entries(screens).map(([view, named]) => [view, Object.values(named)[0]!] as const))(
    "every choice of %s that is made looks otherwise than those that are not",
    async (_, hash) => {
      const { page } = await playground.open(hash, { reducedMotion: true });
      await page.emulateMedia({ forcedColors: "active" });
      await shown(page, hash);
      const alike = await page.evaluate(() => {
        const looks = (element: Element) => {
          const { backgroundColor, color, outlineStyle, outlineColor, fontWeight, borderColor } =
            getComputedStyle(element);
          return [
            backgroundColor,
            color,
            outlineStyle,
            outlineStyle === "none" ? "" : outlineColor,
            fontWeight,
            borderColor,
          ].join();
        };
        return [...document.querySelectorAll("main [aria-pressed=true]")]
          .filter((made) => made.checkVisibility())
          .filter((made) => {
            const group = made.closest("fieldset, [role=group], ul, p, table");
            const other = group?.querySelector("[aria-pressed=false]");
            return other !== null && other !== undefined && looks(other) === looks(made);
          })
          .map((made) => made.ariaLabel ?? made.textContent);
      });
      expect(alike).toEqual([]);
      await page.close();
    },
  );
});

/** Of `rgb(…)` or `oklch(…)`, from 0 to 1. */
function lightnessOf(colour: string): number {
  const [first, ...others] = [...colour.matchAll(/[\d.]+/g)].map(([text]) => Number(text));
  if (colour.startsWith("oklch")) return first!;
  return (first! + others[0]! + others[1]!) / 765;
}
