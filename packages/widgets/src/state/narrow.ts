// Whether the window is as narrow as a phone held upright; style sheets ask the same.
import { useSyncExternalStore } from "react";

const query = "(max-width: 520px)";

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
