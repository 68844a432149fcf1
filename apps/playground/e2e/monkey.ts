// Hands that do anything: a thing on the page is drawn by number, and something is done to it as a person would, with mouse and keys.
import type { Page } from "playwright";
import { hashOf, views } from "../src/state/link.ts";
import { dice, type Roll, randomLink } from "../test/random-links.ts";

interface Target {
  readonly kind: string;
  readonly name: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/** Kinds of things, each as likely as the others, however many of it there are. */
const kinds = {
  view: "a[href^='#']",
  button: "button",
  choice: "select",
  range: "input[type=range]",
  check: "input[type=checkbox], summary",
  field: "input:not([type=range]):not([type=checkbox]):not([type=file]), textarea",
  cell: "[role=gridcell]",
  picture: "canvas, svg, .stage, [role=slider], [tabindex='0']",
};

const texts = ["", "0", "1", "2", "3", "5", "-1", "-7.25", "1e3", "1e999", "9999999999", "0.1", ".", "--", "é"];
const keys = [
  ..."ArrowLeft ArrowRight ArrowUp ArrowDown Home End PageUp PageDown Enter Space Escape Tab Delete + - 7".split(" "),
  ..."Control+z Control+y Control+Shift+z Shift+Tab Shift+ArrowRight Backspace".split(" "),
];
const windows = [
  [1440, 900],
  [360, 640],
  [820, 1180],
  [320, 256],
  [1920, 1080],
] as const;

const one = <T>(roll: Roll, from: readonly T[]): T => from[roll(from.length - 1)]!;

/** A thing on the page that can be reached, brought into sight; and two places on it, or next to it. */
const draw = (page: Page, numbers: readonly number[]): Promise<Target | null> =>
  page.evaluate(
    ({ kinds, numbers: [which, place, ...shares] }) => {
      const reached = Object.entries(kinds).flatMap(([kind, selector]) => {
        const all = [...document.querySelectorAll<HTMLElement | SVGElement>(selector)].filter(
          (one) => one.checkVisibility({ visibilityProperty: true }) && one.closest("[inert], :disabled") === null,
        );
        return all.length === 0 ? [] : [[kind, all] as const];
      });
      if (reached.length === 0) return null;
      const [kind, all] = reached[which! % reached.length]!;
      const element = all[place! % all.length]!;
      element.scrollIntoView({ block: "nearest", inline: "nearest" });
      element.focus({ preventScroll: true });
      const { left, top, width, height } = element.getBoundingClientRect();
      const spot = (across: number, down: number) => ({
        x: Math.min(innerWidth - 1, Math.max(0, left + (across / 100) * width)),
        y: Math.min(innerHeight - 1, Math.max(0, top + (down / 100) * height)),
      });
      const name = element.ariaLabel ?? element.textContent?.trim().slice(0, 40) ?? "";
      return { kind, name, at: spot(shares[0]!, shares[1]!), to: spot(shares[2]!, shares[3]!) };
    },
    { kinds, numbers },
  );

async function press(page: Page, roll: Roll): Promise<string> {
  const pressed = Array.from({ length: 1 + roll(2) }, () => one(roll, keys));
  for (const key of pressed) await page.keyboard.press(key);
  return `press ${pressed.join(", ")}`;
}

async function drag(page: Page, { at, to }: Target): Promise<string> {
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  return "drag";
}

async function type(page: Page, roll: Roll): Promise<string> {
  const text = one(roll, texts);
  await page.keyboard.press("Control+a");
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
  const after = one(roll, ["", "", "Enter", "Tab"]);
  if (after !== "") await page.keyboard.press(after);
  return `type "${text}" ${after}`;
}

async function touch(page: Page, roll: Roll, target: Target): Promise<string> {
  const { kind, at } = target;
  const what = roll(9);
  if (kind === "choice") return press(page, roll);
  if (kind === "field" && what < 7) return type(page, roll);
  if ((kind === "range" && what < 6) || (kind === "picture" && what < 4) || (kind === "cell" && what < 3))
    return drag(page, target);
  if (what === 9) return press(page, roll);
  if (what === 8) {
    await page.mouse.move(at.x, at.y);
    return "hover";
  }
  await page.mouse.click(at.x, at.y, { clickCount: what === 7 ? 2 : 1 });
  return what === 7 ? "double click" : "click";
}

/** What is done to the page as a whole, or to the window that it is in. */
async function around(page: Page, roll: Roll): Promise<string> {
  switch (roll(7)) {
    case 0:
    case 1: {
      const to = hashOf(randomLink(one(roll, views), dice(roll(99_999))));
      await page.evaluate((hash) => {
        location.hash = hash;
      }, to);
      return `follow ${to}`;
    }
    case 2: {
      const way = one(roll, [-1, -1, 1]);
      await page.evaluate((steps) => {
        // Before the first and after the last there is no page.
        if (steps < 0 ? navigation.canGoBack : navigation.canGoForward) history.go(steps);
      }, way);
      return `history ${way}`;
    }
    case 3: {
      const [width, height] = one(roll, windows);
      await page.setViewportSize({ width, height });
      return `resize to ${width} × ${height}`;
    }
    case 4: {
      const colorScheme = one(roll, ["light", "dark"] as const);
      await page.emulateMedia({ colorScheme });
      return colorScheme;
    }
    case 5: {
      await page.mouse.wheel(one(roll, [0, 0, 200]), one(roll, [-2000, -300, 300, 2000]));
      return "wheel";
    }
    case 6: {
      // Whatever else happens, many clicks in a row stay in one view.
      const view = one(roll, views);
      await page.evaluate((name) => {
        location.hash = `#/${name}`;
      }, view);
      return `view ${view}`;
    }
    default:
      return press(page, roll);
  }
}

/** Does one thing, and says what it was. */
export async function act(page: Page, roll: Roll): Promise<string> {
  if (roll(99) < 12) return around(page, roll);
  const numbers = [roll(9999), roll(9999), ...Array.from({ length: 4 }, () => roll(120) - 10)];
  const target = await draw(page, numbers);
  if (target === null) return press(page, roll);
  return `${target.kind} "${target.name}": ${await touch(page, roll, target)}`;
}
