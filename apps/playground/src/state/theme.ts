// Dark or light: what the system prefers, until a person says otherwise.
import type { Theme } from "@toeplitz/figures";
import { useEffect, useState, useSyncExternalStore } from "react";

const dark = matchMedia("(prefers-color-scheme: dark)");
const key = "toeplitz-theme";

function watchSystem(changed: () => void): () => void {
  dark.addEventListener("change", changed);
  return () => dark.removeEventListener("change", changed);
}

function chosenTheme(): Theme | null {
  try {
    const chosen = localStorage.getItem(key);
    return chosen === "light" || chosen === "dark" ? chosen : null;
  } catch {
    return null; // storage may be forbidden
  }
}

/** The theme in force, and a switch to the other one. */
export function useTheme(): readonly [Theme, () => void] {
  const system: Theme = useSyncExternalStore(watchSystem, () => dark.matches) ? "dark" : "light";
  const [chosen, choose] = useState<Theme | null>(chosenTheme);
  const theme = chosen ?? system;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const toggle = () => {
    const next: Theme = theme === "dark" ? "light" : "dark";
    choose(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // The choice lasts as long as the page.
    }
  };
  return [theme, toggle];
}
