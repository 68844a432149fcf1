// Singular values of a small matrix: its rank, and what it does not see.
import type { Scene } from "@toeplitz/figures";
import { useEffect, useRef, useState } from "react";
import { SavePicture } from "../../components/save-picture.tsx";
import { startWorker } from "../../start-worker.ts";
import type { SpectrumAnswer, SpectrumRequest } from "./spectrum-worker.ts";
import workerAddress from "./spectrum-worker.ts?worker&url";

/** The work grows with the cube. */
const largest = 160;

export function Spectrum({ scene }: { readonly scene: Scene }) {
  const picture = useRef<HTMLDivElement>(null);
  const [values, setValues] = useState<readonly number[] | null>(null);
  const [broken, setBroken] = useState(false);
  const [rows, columns] = scene.matrix.shape;
  const { result, geometry } = scene;
  // The matrix that is drawn is none of them: it is of products.
  const title = result === "weight" ? `Singular values of ${geometry.transposed ? "Kᵀ" : "K"}` : "Singular values";
  const small = Math.max(rows, columns) <= largest && rows * columns > 0;
  useEffect(() => {
    setValues(null);
    setBroken(false);
    if (!small) return;
    let worker: Worker | null = null;
    // After the drag, not during it.
    const timer = setTimeout(() => {
      worker = startWorker(workerAddress);
      worker.onmessage = ({ data }: MessageEvent<SpectrumAnswer>) => setValues(data);
      worker.onerror = () => setBroken(true);
      const request: SpectrumRequest = scene.matrix.dense().toArray() as number[][];
      worker.postMessage(request);
    }, 150);
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [scene, small]);
  if (!small) {
    return (
      <section aria-label="Singular values">
        <h2>{title}</h2>
        <p className="quiet">For matrices of up to {largest} rows and columns.</p>
      </section>
    );
  }
  if (values === null) {
    return (
      <section aria-label="Singular values" aria-busy={!broken}>
        <h2>{title}</h2>
        <p className="quiet" role="status">
          {broken ? "The worker that finds them could not be started, or ran out of memory." : "…"}
        </p>
      </section>
    );
  }
  const most = values[0] ?? 0;
  const rank = values.filter((value) => value > most * 1e-6).length;
  // What the gradient of an input is made of, the transpose is applied to.
  const turned = result === "input";
  const unseen = (turned ? rows : columns) - rank;
  const bar = Math.max(1.5, Math.min(10, 320 / Math.max(1, values.length)));
  return (
    <section aria-label="Singular values">
      <h2>{title}</h2>
      <div ref={picture}>
        <svg
          className="spectrum"
          viewBox={`0 0 ${Math.max(1, values.length * bar)} 64`}
          style={{ maxWidth: Math.max(120, values.length * bar) }}
          preserveAspectRatio="none"
          role="img"
          aria-label={`from ${most.toPrecision(3)} down to ${(values.at(-1) ?? 0).toPrecision(3)}`}
        >
          {values.map((value, i) => {
            const tall = most === 0 ? 0 : (62 * value) / most;
            return <rect key={i} x={i * bar} y={64 - tall} width={bar * 0.8} height={Math.max(0.5, tall)} />;
          })}
        </svg>
      </div>
      <SavePicture {...{ picture }} what="the singular values" />
      <p className="sentence">
        The largest is <strong className="number">{most.toPrecision(4)}</strong>, the rank{" "}
        <strong className="number">{rank}</strong>.{" "}
        {unseen === 0
          ? `No ${turned ? "gradient" : "input"} but zero is mapped to zero.`
          : `${turned ? "Gradients" : "Inputs"} of ${unseen} dimensions are mapped to zero: nothing can bring them back.`}
      </p>
    </section>
  );
}
