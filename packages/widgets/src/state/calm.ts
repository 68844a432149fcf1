// A picture that takes more than a frame is not drawn anew with every step of a hand that drags.
import type { Scene } from "@toeplitz/figures";
import { useEffect, useState } from "react";

/** Matrices with fewer entries keep up. */
const light = 3000;
/** Milliseconds without a change. */
const rest = 150;

/** Whether the scene's matrix may be drawn: it is small, or it has not changed for a moment. */
export function useCalm(scene: Scene): boolean {
  const [settled, setSettled] = useState(scene);
  const heavy = scene.matrix.nnz > light;
  useEffect(() => {
    if (!heavy || settled === scene) return;
    const timer = setTimeout(() => setSettled(scene), rest);
    return () => clearTimeout(timer);
  }, [scene, heavy, settled]);
  return !heavy || settled === scene;
}
