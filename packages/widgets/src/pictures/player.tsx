// Play, pause, step, scrub: the walk over all outputs.
import type { Spotlight } from "../state/spotlight.ts";

export function Player({ spotlight }: { readonly spotlight: Spotlight }) {
  const { step, steps, playing, speed } = spotlight;
  return (
    <section className="player" aria-label="Animation" data-part="player">
      <button type="button" aria-label="Step back" onClick={() => spotlight.goTo(step - 1)}>
        ‹ <span aria-hidden="true">back</span>
      </button>
      <button type="button" aria-pressed={playing} onClick={() => spotlight.play(!playing)}>
        {playing ? "pause" : "play"}
      </button>
      <button type="button" aria-label="Step forward" onClick={() => spotlight.goTo(step + 1)}>
        <span aria-hidden="true">step</span> ›
      </button>
      <input
        type="range"
        className="slider"
        aria-label="Output"
        aria-valuetext={`output ${step + 1} of ${steps}`}
        min={0}
        max={Math.max(0, steps - 1)}
        value={step}
        onChange={(event) => spotlight.goTo(Number(event.target.value))}
      />
      <span className="number step-count">
        {step + 1} of {steps}
      </span>
      <button
        type="button"
        aria-label={`Speed ${speed} per second`}
        onClick={() => spotlight.setSpeed(speed === 4 ? 0.5 : speed * 2)}
      >
        {speed}×
      </button>
    </section>
  );
}
