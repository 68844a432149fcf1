// A place in a picture follows the pointer until a click keeps it; another click keeps another place, the same again or Escape frees it.
import { useEffect, useState } from "react";

type Place = readonly [number, number];

export interface KeptPlace {
  readonly kept: boolean;
  /** The pointer is over this place; pressed, it drags what is kept. */
  over(place: Place, pressed: boolean): void;
  /** It was pressed there. */
  press(place: Place): void;
}

export function useKeptPlace(place: Place, onPlace: (place: Place) => void): KeptPlace {
  const [kept, setKept] = useState(false);
  useEffect(() => {
    if (!kept) return;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && setKept(false);
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [kept]);
  return {
    kept,
    over: (to, pressed) => (pressed || !kept) && onPlace(to),
    press(to) {
      const same = to[0] === place[0] && to[1] === place[1];
      setKept(!(kept && same));
      onPlace(to);
    },
  };
}
