// The pictures on the screen as one SVG that needs nothing of the page: what styles say stands in it as attributes.

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What a style can change in the pictures. */
const inherited = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "paint-order",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "dominant-baseline",
] as const;

const margin = 16;
const namespace = "http://www.w3.org/2000/svg";

/** Everything in `root` that is drawn or written, without the words that one can press unless they belong to the picture. */
export function drawingOf(root: HTMLElement): Drawing {
  const frame = extentOf(root);
  // What scrolls is drawn whole
  const [left, top] = [frame.left - root.scrollLeft - margin, frame.top - root.scrollTop - margin];
  const document = window.document.implementation.createDocument(namespace, "svg");
  const drawing = document.documentElement;
  let [width, height] = [0, 0];
  const reach = ({ right, bottom }: DOMRect) => {
    width = Math.max(width, right - left + margin);
    height = Math.max(height, bottom - top + margin);
  };
  const placed = (name: "rect" | "image", box: DOMRect) => {
    const element = document.createElementNS(namespace, name);
    const { width, height } = box;
    for (const [attribute, value] of Object.entries({ x: box.left - left, y: box.top - top, width, height })) {
      element.setAttribute(attribute, value.toFixed(2));
    }
    drawing.append(element);
    reach(box);
    return element;
  };
  // Cells of tables whose grounds are data
  for (const cell of [...root.querySelectorAll<HTMLElement>("[data-ground]")].filter(isShown)) {
    placed("rect", cell.getBoundingClientRect()).setAttribute("fill", getComputedStyle(cell).backgroundColor);
  }
  for (const canvas of [...root.querySelectorAll("canvas")].filter(isShown)) {
    const image = placed("image", canvas.getBoundingClientRect());
    image.setAttribute("href", canvas.toDataURL("image/png"));
    image.setAttribute("preserveAspectRatio", "none");
    image.setAttribute("image-rendering", getComputedStyle(canvas).imageRendering);
  }
  for (const picture of [...root.querySelectorAll<SVGSVGElement>("svg")].filter(isShown)) {
    const box = picture.getBoundingClientRect();
    const copy = plain(picture);
    for (const [name, value] of Object.entries({
      x: box.left - left,
      y: box.top - top,
      width: box.width,
      height: box.height,
    })) {
      copy.setAttribute(name, value.toFixed(2));
    }
    drawing.append(document.importNode(copy, true));
    reach(box);
  }
  for (const [text, box, style] of writtenIn(root)) {
    const element = document.createElementNS(namespace, "text");
    // A cell's number stands in its middle; a run of text begins where it begins
    const centred = style.textAlign === "center";
    element.setAttribute("x", ((centred ? (box.left + box.right) / 2 : box.left) - left).toFixed(2));
    element.setAttribute("text-anchor", centred ? "middle" : "start");
    element.setAttribute("y", ((box.top + box.bottom) / 2 - top).toFixed(2));
    element.setAttribute("dominant-baseline", "central");
    element.setAttribute("fill", style.color);
    element.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    for (const name of ["font-family", "font-size", "font-weight", "font-style"]) {
      element.setAttribute(name, style.getPropertyValue(name));
    }
    element.textContent = text;
    drawing.append(element);
    reach(box);
  }
  const paper = document.createElementNS(namespace, "rect");
  const background = getComputedStyle(window.document.documentElement).backgroundColor;
  for (const [name, value] of Object.entries({ width, height, fill: background })) {
    paper.setAttribute(name, String(value));
  }
  drawing.prepend(paper);
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    drawing.setAttribute(name, String(value));
  }
  return { svg: new XMLSerializer().serializeToString(document), width: Math.ceil(width), height: Math.ceil(height) };
}

/** Where an element begins; one without a box of its own begins where its parts do. */
function extentOf(element: Element): { readonly left: number; readonly top: number } {
  if (isShown(element)) return element.getBoundingClientRect();
  const parts = [...element.children].map(extentOf);
  return {
    left: Math.min(...parts.map(({ left }) => left)),
    top: Math.min(...parts.map(({ top }) => top)),
  };
}

/** A copy of a picture in which attributes say what styles said. */
function plain(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const [before, after] = [picture, copy].map((svg) => [svg, ...svg.querySelectorAll("*")]) as [Element[], Element[]];
  for (const [i, element] of after.entries()) {
    const style = getComputedStyle(before[i]!);
    for (const name of inherited) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["style", "class", "tabindex", "role"]) element.removeAttribute(name);
    for (const name of element.getAttributeNames()) {
      if (name.startsWith("aria-") || name.startsWith("data-")) element.removeAttribute(name);
    }
  }
  return copy;
}

/** Whether it takes room on the page. */
const isShown = (element: Element) => element.getClientRects().length > 0;

/** Controls are not drawn, but for those that are pictures themselves. */
const controls = "svg, button:not([data-drawn]), fieldset, .player, .brush, .keep-note, .unseen";

/** Every run of text outside of pictures and controls, and every number in a cell that one can type in, with its place. */
function* writtenIn(root: HTMLElement): Generator<readonly [string, DOMRect, CSSStyleDeclaration]> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement!;
    // Spaces at the ends count: a line is often several runs.
    const text = node.textContent ?? "";
    if (text.trim() === "" || parent.closest(controls) !== null || !isShown(parent)) continue;
    range.selectNodeContents(node);
    yield [text, range.getBoundingClientRect(), getComputedStyle(parent)];
  }
  for (const input of [...root.querySelectorAll<HTMLInputElement>("input[data-ground]")].filter(isShown)) {
    yield [input.value, input.getBoundingClientRect(), getComputedStyle(input)];
  }
}
