// A written matrix as one SVG: laid out by the figures, in the page's own paper, ink and font.
import { type WrittenPicture, writtenSize } from "@toeplitz/figures";
import type { Drawing } from "./drawing.ts";

const margin = 16;
const namespace = "http://www.w3.org/2000/svg";

export function writtenDrawing({ grounds, lines, frames, runs, ...size }: WrittenPicture): Drawing {
  const page = getComputedStyle(window.document.documentElement);
  const { backgroundColor: paper, color: ink } = page;
  const [width, height] = [size.width + 2 * margin, size.height + 2 * margin];
  const document = window.document.implementation.createDocument(namespace, "svg");
  const root = document.documentElement;
  const set = (element: Element, attributes: object) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    return element;
  };
  const put = (into: Element, name: string, attributes: object, text = "") => {
    const element = set(document.createElementNS(namespace, name), attributes);
    element.textContent = text;
    into.append(element);
    return element;
  };
  set(root, { width, height, viewBox: `0 0 ${width} ${height}` });
  put(root, "rect", { width, height, fill: paper });
  const drawn = put(root, "g", {
    transform: `translate(${margin} ${margin})`,
    fill: ink,
    "font-family": page.getPropertyValue("--mono"),
    "font-size": writtenSize,
    "dominant-baseline": "central",
  });
  for (const ground of grounds) put(drawn, "rect", ground);
  if (lines !== "") put(drawn, "path", { d: lines, fill: "none", stroke: ink, "stroke-opacity": 0.2 });
  for (const { x, y, text, anchor, quiet } of runs) {
    put(drawn, "text", { x, y, "text-anchor": anchor, "fill-opacity": quiet ? 0.7 : 1 }, text);
  }
  for (const frame of frames) put(drawn, "rect", { ...frame, fill: "none", stroke: ink, "stroke-width": 2 });
  return { svg: new XMLSerializer().serializeToString(document), width, height };
}
