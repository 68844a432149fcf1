// Large pictures are put onto the page piece by piece, a few in every frame, so that a hand that drags never waits for one.
import { startTransition, useEffect, useState } from "react";

/** How many of the pieces to draw now: the first `batch` at once, all of them a few frames later. */
export function useGrowing(pieces: number, batch: number): number {
  const [drawn, setDrawn] = useState(batch);
  const complete = drawn >= pieces;
  useEffect(() => {
    if (complete) return;
    // In a task of its own: the frame has what the hand did to draw.
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(drawn + batch)));
    return () => cancelAnimationFrame(frame);
  }, [complete, drawn, batch]);
  return Math.min(drawn, pieces);
}
