// What of a link could not be used, until somebody puts it away.
import { useState } from "react";

export function LinkNote({ faults }: { readonly faults: readonly string[] }) {
  const [put, setPut] = useState(false);
  const shown = faults.length > 0 && !put;
  return (
    <div className="link-note" role="status" data-shown={shown}>
      {shown && (
        <>
          <p>{faults.join(" ")}</p>
          <button type="button" onClick={() => setPut(true)}>
            Close
          </button>
        </>
      )}
    </div>
  );
}
