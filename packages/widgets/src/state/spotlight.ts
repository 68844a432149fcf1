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
  /** The step at which the walk was paused; 0 while it plays, and while a pin says where it stands. A smaller scene does not change it. */
  readonly paused: number;
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

/** Steps per second that there are to choose from. */
export const walkSpeeds: readonly number[] = [0.5, 1, 2, 4];

/** Where a spotlight begins, which a link can say. */
interface Beginning {
  readonly pin: Focus | null;
  /** The step at which a walk was paused; 0 where none was. */
  readonly step?: number;
  /** One of the speeds that there are. */
  readonly speed?: number;
}

/**
 * The spotlight on a scene; `moves` says whether it sets out by itself, which it does not from a pin or from where a walk was paused.
 * It walks over the result, or over another of the arrays.
 */
export function useSpotlight(
  scene: Scene,
  beginning: Beginning,
  moves: boolean,
  walked: Side = scene.result,
): Spotlight {
  const [pin, setPin] = useState(beginning.pin);
  const [hovered, setHovered] = useState<Focus | null>(null);
  const [term, setTerm] = useState<Term | null>(null);
  const [step, setStep] = useState(pin?.on === walked ? pin.index : (beginning.step ?? 0));
  const [speed, setSpeed] = useState(beginning.speed ?? 1);
  const [playing, setPlaying] = useState(pin === null && step === 0 && moves);
  const steps = scene[walked].values.length;
  const moving = playing && pin === null && hovered === null;

  useEffect(() => {
    if (!moving || steps === 0) return;
    const timer = setInterval(() => setStep((now) => (now + 1 < steps ? now + 1 : 0)), 1000 / speed);
    return () => clearInterval(timer);
  }, [moving, speed, steps]);

  const hover = useCallback(
    (focus: Focus | null) => {
      setHovered((now) => (sameFocus(now, focus) ? now : focus));
      if (focus !== null) setPlaying(false);
      // Beside a pin, what is under the pointer is not where the walk goes on.
      if (focus?.on === walked && pin?.on !== walked) setStep(focus.index);
    },
    [walked, pin],
  );
  const togglePin = useCallback(
    (focus: Focus) => {
      setPlaying(false);
      setPin((now) => (sameFocus(now, focus) ? null : focus));
      if (focus.on === walked) setStep(focus.index);
    },
    [walked],
  );
  const point = useCallback((next: Term | null) => {
    setTerm(next);
    // The sum stays while somebody reads it.
    if (next !== null) setPlaying(false);
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

  // Where a scene has become smaller, the walk stands at its end.
  const at = Math.max(0, Math.min(step, steps - 1));
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
  const paused = playing || pin?.on === walked ? 0 : step;
  return {
    highlight,
    pin,
    step: shown,
    steps,
    paused,
    playing,
    speed,
    hover,
    point,
    togglePin,
    free,
    play,
    goTo,
    setSpeed,
  };
}
