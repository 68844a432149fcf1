// Which element is lit: idle motion yields to hover, hover yields to a pin, Escape frees the pin. A term of its sum can be lit alone.
import {
  type Focus,
  type Highlight,
  highlightOf,
  narrowedTo,
  type Scene,
  type Side,
  sameFocus,
  type Term,
} from "@toeplitz/figures";
import { useCallback, useEffect, useMemo, useState } from "react";

export interface Spotlight {
  readonly highlight: Highlight | null;
  readonly pin: Focus | null;
  readonly step: number;
  readonly steps: number;
  readonly playing: boolean;
  /** Steps per second. */
  readonly speed: number;
  hover(focus: Focus | null): void;
  /** Lights one term alone of the sum that is lit, or all of them again. */
  point(term: Term | null): void;
  /** Pins, or frees what is pinned already. */
  togglePin(focus: Focus): void;
  free(): void;
  play(playing: boolean): void;
  goTo(step: number): void;
  setSpeed(speed: number): void;
}

/**
 * The spotlight on a scene; `initialPin` comes from the link, `moves` says whether it sets out by itself. It walks over the result,
 * or over another of the arrays.
 */
export function useSpotlight(
  scene: Scene,
  initialPin: Focus | null,
  moves: boolean,
  walked: Side = scene.result,
): Spotlight {
  const [pin, setPin] = useState(initialPin);
  const [hovered, setHovered] = useState<Focus | null>(null);
  const [term, setTerm] = useState<Term | null>(null);
  const [step, setStep] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [playing, setPlaying] = useState(initialPin === null && moves);
  const steps = scene[walked].values.length;
  const moving = playing && pin === null && hovered === null;

  useEffect(() => {
    if (!moving || steps === 0) return;
    const timer = setInterval(() => setStep((now) => (now + 1) % steps), 1000 / speed);
    return () => clearInterval(timer);
  }, [moving, speed, steps]);

  const hover = useCallback(
    (focus: Focus | null) => {
      setHovered((now) => (sameFocus(now, focus) ? now : focus));
      if (focus !== null) setPlaying(false);
      if (focus?.on === walked) setStep(focus.index);
    },
    [walked],
  );
  const point = useCallback((next: Term | null) => {
    setTerm(next);
    // The sum stays while somebody reads it.
    if (next !== null) setPlaying(false);
  }, []);
  const togglePin = useCallback((focus: Focus) => {
    setPlaying(false);
    setPin((now) => (sameFocus(now, focus) ? null : focus));
  }, []);
  const free = useCallback(() => {
    setPin(null);
    setHovered(null);
    setTerm(null);
  }, []);
  const goTo = useCallback(
    (next: number) => {
      setPin(null);
      setPlaying(false);
      setStep(steps === 0 ? 0 : (next + steps) % steps);
    },
    [steps],
  );
  const play = useCallback((next: boolean) => {
    setPin(null);
    setPlaying(next);
  }, []);

  const at = steps === 0 ? 0 : step % steps;
  const highlight = useMemo(() => {
    const stepFocus: Focus = { on: walked, index: at };
    // A pin that a smaller scene no longer has falls through to the next in line.
    for (const focus of [pin, hovered, stepFocus]) {
      const found = focus === null ? null : highlightOf(scene, focus);
      if (found !== null) return term === null ? found : narrowedTo(scene, found, term);
    }
    return null;
  }, [scene, pin, hovered, term, at, walked]);

  // A lit element of the array that is walked over is where the walk stands, whoever lit it.
  const shown = highlight?.focus.on === walked ? highlight.focus.index : at;
  return { highlight, pin, step: shown, steps, playing, speed, hover, point, togglePin, free, play, goTo, setSpeed };
}
