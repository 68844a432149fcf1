// Ctrl+Z and Cmd+Z take back, with Shift do again; a field that is typed into keeps its own, unless a brush paints over it.
import { useEffect, useRef } from "react";

export function useUndoKeys(undo: () => void, redo: () => void): void {
  const newest = useRef({ undo, redo });
  newest.current = { undo, redo };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || typesInto(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) newest.current.redo();
      else newest.current.undo();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function typesInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement &&
    target.type === "text" &&
    !target.readOnly &&
    target.closest("[data-brush=true]") === null
  );
}
