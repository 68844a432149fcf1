// How many products each element of the wide side takes part in: where that is uneven, a transposed convolution draws a checkerboard.

import type { Scene, Structure } from "@toeplitz/figures";
import type { Spotlight } from "@toeplitz/widgets";

interface CoverageProps {
  readonly scene: Scene;
  readonly structure: Structure;
  readonly spotlight: Spotlight;
}

export function Coverage({ scene, structure, spotlight }: CoverageProps) {
  const { coverage, coverageRange } = structure;
  const { transposed, wide } = scene.geometry;
  const side = transposed ? "output" : "input";
  const [, height, width] = wide;
  // Every channel of a group is reached alike; the first stands for all.
  const plane = coverage.slice(0, height * width);
  const [least, most] = coverageRange;
  const cell = Math.max(4, Math.min(20, Math.floor(320 / Math.max(1, width))));
  const words =
    least === most
      ? `Every ${side} takes part in ${most} products.`
      : `An ${side} takes part in ${least} to ${most} products.`;
  return (
    <section aria-label="Coverage">
      <h2>How often each {side} is reached</h2>
      <svg
        className="coverage"
        viewBox={`0 0 ${Math.max(1, width * cell)} ${Math.max(1, height * cell)}`}
        style={{ maxWidth: width * cell }}
        role="img"
        aria-label={`${words} Row by row: ${plane.join(", ").slice(0, 400)}`}
        onPointerLeave={() => spotlight.hover(null)}
      >
        {plane.map((count, index) => (
          <rect
            key={index}
            x={(index % width) * cell}
            y={Math.floor(index / width) * cell}
            width={cell}
            height={cell}
            style={{ fillOpacity: most === 0 ? 0 : (0.9 * count) / most }}
            onPointerEnter={() => spotlight.hover({ on: side, index })}
          />
        ))}
      </svg>
      <p className="sentence">
        {words}
        {transposed &&
          least !== most &&
          " Equal inputs give unequal outputs: the checkerboard, where it repeats inside."}
      </p>
    </section>
  );
}
