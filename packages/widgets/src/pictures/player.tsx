// Play, pause, step, scrub: the walk over all outputs, or over something else.
import { english, type Walk, type Words } from "@toeplitz/figures";
import { type Spotlight, walkSpeeds } from "../state/spotlight.ts";

interface PlayerProps {
  readonly spotlight: Spotlight;
  /** What it walks over. */
  readonly of?: Walk;
  readonly words?: Words;
}

export function Player({ spotlight, of = "output", words = english }: PlayerProps) {
  const says = words.player;
  const { step, steps, playing, speed } = spotlight;
  // Of nothing, none is reached.
  const reached = Math.min(step + 1, steps);
  return (
    <section className="player" aria-label={words.regions.animation} data-part="player">
      <button type="button" aria-label={says.stepBack} onClick={() => spotlight.goTo(step - 1)}>
        ‹ <span aria-hidden="true">{says.back}</span>
      </button>
      <button type="button" aria-pressed={playing} onClick={() => spotlight.play(!playing)}>
        {playing ? says.pause : says.play}
      </button>
      <button type="button" aria-label={says.stepForward} onClick={() => spotlight.goTo(step + 1)}>
        <span aria-hidden="true">{says.step}</span> ›
      </button>
      <input
        type="range"
        className="slider"
        aria-label={words.walks[of]}
        aria-valuetext={words.spokenStep(reached, steps)}
        min={0}
        max={Math.max(0, steps - 1)}
        value={step}
        onChange={(event) => spotlight.goTo(Number(event.target.value))}
      />
      <span className="number step-count">{words.stepOf(reached, steps)}</span>
      <button
        type="button"
        aria-label={words.speed(speed)}
        onClick={() => spotlight.setSpeed(walkSpeeds[(walkSpeeds.indexOf(speed) + 1) % walkSpeeds.length]!)}
      >
        {speed}×
      </button>
    </section>
  );
}
