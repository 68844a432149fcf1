// The parameters beside the pictures; where there is no room, a sheet at the bottom that one opens.
import { type ReactNode, useState } from "react";

export function ParameterSheet({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <aside className="side" aria-label="Parameters" data-part="parameters" data-open={open}>
      <button type="button" className="sheet-handle" aria-expanded={open} onClick={() => setOpen(!open)}>
        Parameters
      </button>
      {children}
    </aside>
  );
}
