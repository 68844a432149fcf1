// The parameters beside the pictures; where there is no room, a sheet at the bottom that one opens.
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

export function ParameterSheet({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const handle = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    handle.current?.focus();
  };
  return (
    <aside className="side" aria-label="Parameters" data-part="parameters" data-open={open} onKeyDown={onKeyDown}>
      <button ref={handle} type="button" className="sheet-handle" aria-expanded={open} onClick={() => setOpen(!open)}>
        Parameters
      </button>
      {children}
    </aside>
  );
}
