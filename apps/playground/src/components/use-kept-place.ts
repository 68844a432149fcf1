// A place in a picture follows the pointer until a click keeps it; another click keeps another place, the same again or Escape frees it.
import { useEffect } from "react";

type Place = readonly [number, number];

export interface KeptPlace {
  /** The pointer is over this place; pressed, it drags what is kept. */
  over(place: Place, pressed: boolean): void;
  /** It was pressed there. */
  press(place: Place): void;
}

export function useKeptPlace(place: Place, kept: boolean, onPlace: (place: Place, kept: boolean) => void): KeptPlace {
  useEffect(() => {
    if (!kept) return;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && onPlace(place, false);
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [kept, place, onPlace]);
  return {
    over: (to, pressed) => (pressed || !kept) && onPlace(to, kept),
    press(to) {
      const same = to[0] === place[0] && to[1] === place[1];
      onPlace(to, !(kept && same));
    },
  };
}
