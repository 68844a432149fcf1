// A hand that has a keyboard alone: it walks by Tab, and sees where it stands at every stop.
import type { Locator, Page } from "playwright";
import { expect } from "vitest";

/** So many stops have no view; whoever walks further is trapped. */
const mostStops = 160;

const nowhere = "nothing has the focus";

/** Goes on by Tab, or back, until it stands on the target; at every stop the focus is to be seen. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  let ends = 0;
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press(key);
    const unseen = await page.evaluate(unseenFocus);
    // Between the end of the page and its beginning a hand is at the browser's own buttons.
    if (unseen === nowhere && ends++ === 0) continue;
    expect(unseen).toBeNull();
    const there = await target.evaluateAll((found) => found.includes(document.activeElement as never));
    if (there) return;
  }
  throw new Error(`no way by ${key} to ${target}`);
}

/** Tab through all of the page from where it begins, until it begins again: every stop, by what it is called. */
export async function tabStops(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(unseenFocus);
    if (unseen === nowhere && stop > 0) return stops;
    const { name, again, order } = await page.evaluate(nextStop);
    if (again) return stops;
    expect(unseen, name).toBeNull();
    expect(order, `${stops.at(-1)}, then ${name}`).toBe("onward");
    stops.push(name);
  }
  throw new Error(`Tab goes round in ${stops.slice(-5).join(", ")}`);
}

/** Why the focus cannot be seen, or null. Runs in the page. */
function unseenFocus(): string | null {
  const focus = document.activeElement;
  if (focus === null || focus === document.body) return "nothing has the focus";
  const name = `<${focus.localName}> ${focus.getAttribute("aria-label") ?? focus.textContent?.trim().slice(0, 40)}`;
  // Of a file's field the label is what one sees.
  const seen = focus instanceof HTMLInputElement && focus.type === "file" ? focus.closest("label")! : focus;
  const box = seen.getBoundingClientRect();
  if (box.bottom < 1 || box.right < 1 || box.top > innerHeight - 1 || box.left > innerWidth - 1) {
    return `${name} stands beyond the screen`;
  }
  const outlined = ({ outlineStyle, outlineWidth }: CSSStyleDeclaration) =>
    outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
  const edged = [...seen.querySelectorAll("rect")].some(
    (rect) => Number.parseFloat(getComputedStyle(rect).strokeWidth) >= 3,
  );
  if (!outlined(getComputedStyle(seen)) && !(seen instanceof SVGElement && edged)) return `${name} has no outline`;
  // What is fixed on the screen must not cover it.
  const [x, y] = [
    Math.max(1, Math.min(innerWidth - 1, (box.left + box.right) / 2)),
    Math.max(1, Math.min(innerHeight - 1, (box.top + box.bottom) / 2)),
  ];
  const over = document.elementFromPoint(x, y)?.closest(".side, .share-choices");
  return over !== null && over !== undefined && !over.contains(seen) ? `${name} is covered` : null;
}

/** What the focus is on, whether it was there before, and whether it follows what came before it. Runs in the page. */
function nextStop(): { name: string; again: boolean; order: "onward" | "back" } {
  const holder = window as { stops?: Element[] };
  holder.stops ??= [];
  const { stops } = holder;
  const focus = document.activeElement!;
  const last = stops.at(-1);
  const again = stops.includes(focus);
  stops.push(focus);
  const follows = last === undefined || (last.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const name = focus.getAttribute("aria-label") ?? focus.textContent?.trim().slice(0, 30) ?? focus.localName;
  return { name, again, order: follows ? "onward" : "back" };
}
