// The ways to convolve this photograph side by side, with the time that each takes here and now.

import type { PaddingMode } from "@toeplitz/widgets";
import { useEffect, useRef, useState } from "react";
import { startWorker } from "../../start-worker.ts";
import type { CompareAnswer, CompareRequest, Measured } from "./compare-worker.ts";
import workerAddress from "./compare-worker.ts?worker&url";
import type { Pixels } from "./photo-filter.ts";

interface ComparisonProps {
  readonly photo: Pixels;
  readonly kernel: readonly number[];
  readonly border: PaddingMode;
}

export function Comparison({ photo, kernel, border }: ComparisonProps) {
  const [rows, setRows] = useState<readonly Measured[]>([]);
  const [running, setRunning] = useState(false);
  const worker = useRef<Worker | null>(null);
  const stop = () => {
    worker.current?.terminate();
    worker.current = null;
    setRunning(false);
  };
  // What was measured is true of this photograph, kernel and border alone.
  useEffect(() => {
    setRows([]);
    return stop;
  }, [photo, kernel, border]);
  const start = () => {
    setRows([]);
    setRunning(true);
    const started = startWorker(workerAddress);
    worker.current = started;
    started.onmessage = ({ data }: MessageEvent<CompareAnswer>) => {
      if (data === null) stop();
      else setRows((before) => [...before, data]);
    };
    started.onerror = stop;
    const request: CompareRequest = { pixels: photo, kernel, border };
    started.postMessage(request);
  };
  return (
    <section className="comparison" aria-label="Comparison">
      <header>
        <h2>How long it takes here</h2>
        <button type="button" onClick={running ? stop : start}>
          {running ? "Stop" : "Measure"}
        </button>
      </header>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">this convolution</th>
              <th scope="col">ms</th>
              <th scope="col" title="nanoseconds for each number of the result">
                ns each
              </th>
              <th scope="col" title="largest difference from the portable result">
                differs by
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, milliseconds, numbers, difference }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {typeof milliseconds === "string" ? (
                  <td colSpan={3} className="quiet reason">
                    {milliseconds}
                  </td>
                ) : (
                  <>
                    <td>{milliseconds.toFixed(milliseconds < 10 ? 2 : 1)}</td>
                    <td>{((milliseconds * 1e6) / numbers).toFixed(1)}</td>
                    <td>{difference === 0 ? "0" : difference.toExponential(0)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet" role="status">
        {running
          ? "measuring, in a worker…"
          : rows.length > 0
            ? "Medians, measured just now on this machine."
            : "Portable, accelerated, threads, and the kernel matrix."}
      </p>
    </section>
  );
}
