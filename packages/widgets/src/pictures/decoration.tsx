// Part of a picture that a screen reader passes over: what it shows is said by the cells' names.
import type { SVGProps } from "react";

export function Decoration(props: SVGProps<SVGGElement>) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an SVG group takes no focus
  return <g aria-hidden="true" {...props} />;
}
