// Which theme the page shows: Starlight keeps it on the root element.
import type { Theme } from "@toeplitz/figures";
import { useSyncExternalStore } from "react";

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

const shown = (): Theme => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

export function usePageTheme(): Theme {
  return useSyncExternalStore(watch, shown, () => "light");
}
