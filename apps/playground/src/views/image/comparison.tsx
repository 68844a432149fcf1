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

type Now = CompareAnswer & { readonly kind: "now" };

export function Comparison({ photo, kernel, border }: ComparisonProps) {
  const [rows, setRows] = useState<readonly Measured[]>([]);
  const [now, setNow] = useState<Now | null>(null);
  const [trouble, setTrouble] = useState("");
  const worker = useRef<Worker | null>(null);
  const stop = () => {
    worker.current?.terminate();
    worker.current = null;
    setNow(null);
  };
  // What was measured is true of this photograph, kernel and border alone.
  useEffect(() => {
    setRows([]);
    setTrouble("");
    return stop;
  }, [photo, kernel, border]);
  const start = () => {
    setRows([]);
    setTrouble("");
    const started = startWorker(workerAddress);
    worker.current = started;
    setNow({ kind: "now", name: "", done: 0, all: 1 });
    started.onmessage = ({ data }: MessageEvent<CompareAnswer>) => {
      if (data.kind === "end") stop();
      else if (data.kind === "now") setNow(data);
      else setRows((before) => [...before, data.row]);
    };
    started.onerror = () => {
      setTrouble("The worker that measures could not be started, or ran out of memory.");
      stop();
    };
    const request: CompareRequest = { pixels: photo, kernel, border };
    started.postMessage(request);
  };
  const running = now !== null;
  return (
    <section className="comparison" aria-label="Comparison" data-part="timings">
      <header>
        <h2>How long it takes here</h2>
        <button type="button" onClick={running ? stop : start}>
          {running ? "Stop" : "Measure"}
        </button>
      </header>
      {running && <progress aria-label="Ways measured" max={now.all} value={now.done} />}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">this convolution</th>
              <th scope="col">ms</th>
              <th scope="col" title="nanoseconds for each number of the result">
                ns each
              </th>
              <th scope="col" title="largest difference from the first result">
                differs by
              </th>
            </tr>
          </thead>
          {groupsOf(rows).map(([on, ways]) => (
            <tbody key={`${on} ${ways[0]!.name}`}>
              {on !== undefined && (
                <tr className="group">
                  <th scope="rowgroup" colSpan={4} className="quiet">
                    On {on}
                  </th>
                </tr>
              )}
              {ways.map((way) => (
                <Row key={way.name} {...way} />
              ))}
            </tbody>
          ))}
        </table>
      )}
      <p className="quiet" role="status">
        {running
          ? `measuring ${now.name}, in a worker…`
          : trouble !== ""
            ? trouble
            : rows.length > 0
              ? "Medians, measured just now on this machine; each came to the first one’s numbers before it was timed."
              : "Direct, im2col, the kernel matrix; portable, accelerated, threads: measured here, now."}
      </p>
    </section>
  );
}

function Row({ name, milliseconds, numbers, difference }: Measured) {
  return (
    <tr>
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
  );
}

/** Rows of the same thing that follow each other. */
function groupsOf(
  rows: readonly Measured[],
): readonly (readonly [on: string | undefined, rows: readonly Measured[]])[] {
  const groups: [string | undefined, Measured[]][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] === row.on) last[1].push(row);
    else groups.push([row.on, [row]]);
  }
  return groups;
}
