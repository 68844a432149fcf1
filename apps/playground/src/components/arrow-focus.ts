// Arrow keys walk through buttons that stand in rows: one of them is in the order of Tab, all can be reached.
import type { KeyboardEvent } from "react";

/** Moves the focus among the buttons inside of the element that hears the key. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const next = target(event.key, buttons, at);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function target(key: string, buttons: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case "ArrowRight":
      return buttons[at + 1];
    case "ArrowLeft":
      return buttons[at - 1];
    case "Home":
      return buttons[0];
    case "End":
      return buttons.at(-1);
    case "ArrowDown":
      return inNextRow(buttons.slice(at + 1), buttons[at]!);
    case "ArrowUp":
      return inNextRow(buttons.slice(0, at).reverse(), buttons[at]!);
    default:
      return undefined;
  }
}

/** The one straight below or above: of the first row that is another, the nearest. */
function inNextRow(others: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const { left, top } = from.getBoundingClientRect();
  const places = others.map((button) => ({ button, box: button.getBoundingClientRect() }));
  const row = places.find(({ box }) => Math.abs(box.top - top) > 2)?.box.top;
  const near = places.filter(({ box }) => row !== undefined && Math.abs(box.top - row) <= 2);
  return near.sort((a, b) => Math.abs(a.box.left - left) - Math.abs(b.box.left - left))[0]?.button;
}
