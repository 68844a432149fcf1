// What is laid out wrongly on a page: what leaves the screen sideways, and text that is cut or lies over other text.
import type { Page } from "playwright";

/** In words, one for each fault; boxes are measured, so what stands below the fold counts too. */
export const layoutFaults = (page: Page): Promise<string[]> => page.evaluate(faultsHere);

/** Runs in the page, so it may use nothing from outside of itself. */
function faultsHere(): string[] {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  interface Written {
    readonly element: Element;
    readonly text: string;
    readonly box: Box;
    /** What the text lies in that stays where it is while the page scrolls. */
    readonly layer: Element | null;
  }
  const faults: string[] = [];
  const screen = document.documentElement.clientWidth;
  /** Pixels by which boxes are rounded, and glyphs stand out of their line. */
  const slack = 1.5;
  const saying = (element: Element) => (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  const nameOf = (element: Element) =>
    `<${element.localName}${element.classList.length > 0 ? `.${[...element.classList].join(".")}` : ""}> "${saying(element)}"`;
  const cutBetween = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isArea = ({ left, top, right, bottom }: Box) => right - left > slack && bottom - top > slack;
  /** Whether people who look at the page are meant to see it: words for screen readers stand in boxes of a pixel. */
  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest(".unseen, defs, option, optgroup") === null;

  if (document.documentElement.scrollWidth > screen) {
    faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  }

  const written: Written[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement!;
    if (node.nodeValue!.trim() === "" || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    // Each line by itself: text that is broken has the corners of its box empty.
    for (const line of range.getClientRects()) {
      let [box, layer]: [Box, Element | null] = [line, null];
      for (let around: Element | null = element; around !== null; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.position === "fixed" || style.position === "sticky") layer ??= around;
        if ((around instanceof SVGElement && around.localName !== "svg") || style.overflow === "visible") continue;
        const frame = around.getBoundingClientRect();
        // What scrolls may hide a part; what cuts without a way to see the rest may not.
        const scrolls = (way: string) => way === "auto" || way === "scroll";
        const sideways =
          !scrolls(style.overflowX) && (line.left < frame.left - slack || line.right > frame.right + slack);
        const upright = !scrolls(style.overflowY) && (line.top < frame.top - 4 || line.bottom > frame.bottom + 4);
        if ((sideways || upright) && around !== document.body)
          faults.push(`cut: ${nameOf(element)} by ${nameOf(around)}`);
        box = cutBetween(box, frame);
      }
      if (!isArea(box)) continue;
      if (box.left < -slack || box.right > screen + slack) faults.push(`beyond the screen: ${nameOf(element)}`);
      written.push({ element, text: node.nodeValue!.trim().slice(0, 24), box, layer });
    }
  }

  for (const element of document.body.querySelectorAll("button, select, input, a, summary, label, canvas, progress")) {
    if (!isSeen(element)) continue;
    const { left, right } = element.getBoundingClientRect();
    let kept = false;
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== "visible") kept = true;
    }
    if (!kept && (left < -slack || right > screen + slack)) faults.push(`beyond the screen: ${nameOf(element)}`);
    // A field's own text; of a label the box is as wide as its text.
    const cuts =
      element.localName === "button" || element instanceof HTMLInputElement || element.localName === "select";
    if (cuts && element.scrollWidth > element.clientWidth + slack && element.clientWidth > 0) {
      faults.push(`cut: ${nameOf(element)}, ${element.scrollWidth} of ${element.clientWidth}`);
    }
  }

  // Lines of a grid's numbers are high; only what lies well over another counts.
  const shrunk = ({ left, top, right, bottom }: Box): Box => ({
    left: left + 1,
    top: top + 3,
    right: right - 1,
    bottom: bottom - 3,
  });
  const sorted = written.map((each) => ({ ...each, box: shrunk(each.box) })).sort((a, b) => a.box.top - b.box.top);
  for (const [i, one] of sorted.entries()) {
    for (const other of sorted.slice(i + 1)) {
      if (other.box.top > one.box.bottom) break;
      // What is lit is drawn once more over what is dimmed.
      const again = one.text === other.text && Math.abs(one.box.left - other.box.left) < 1;
      const apart = again || one.layer !== other.layer || !isArea(cutBetween(one.box, other.box));
      if (!apart)
        faults.push(`"${one.text}" ${nameOf(one.element)} lies under "${other.text}" ${nameOf(other.element)}`);
    }
  }
  return [...new Set(faults)];
}
