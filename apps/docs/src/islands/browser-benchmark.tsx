// The benchmark in the reader's own browser: what to measure, how far it is, a table that grows.
import { useEffect, useRef, useState } from "react";
import type { LayerRow } from "../../../../tooling/bench/protocol/rounds.ts";
import { geometricMean, median } from "../../../../tooling/bench/statistics.ts";
import type { Report, Request } from "../benchmark/benchmark-worker.ts";
import { choices } from "../benchmark/choices.ts";
import { type Entrant, entrants } from "../benchmark/contestants.ts";

interface Run {
  readonly takingPart: readonly Entrant[];
  readonly layers: readonly string[];
  readonly rows: readonly LayerRow[];
  /** The layer that is being measured; null when the run has ended. */
  readonly now: string | null;
  /** How it ended, or who computes with what. */
  readonly remarks: readonly string[];
}

const portable = "portable";

export function BrowserBenchmark() {
  const [choice, setChoice] = useState(0);
  const [run, setRun] = useState<Run | null>(null);
  const worker = useRef<Worker | null>(null);
  const end = (remarks: readonly string[]) => {
    worker.current?.terminate();
    worker.current = null;
    setRun((before) => before && { ...before, now: null, remarks });
  };
  useEffect(() => () => worker.current?.terminate(), []);
  const start = () => {
    const layers = choices[choice]?.layers ?? [];
    const takingPart = entrants();
    setRun({ takingPart, layers, rows: [], now: "its workers", remarks: [] });
    const started = new Worker(new URL("../benchmark/benchmark-worker.ts", import.meta.url), { type: "module" });
    worker.current = started;
    started.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.kind === "failed") end([data.message]);
      else if (data.kind === "done")
        end(takingPart.map(({ label, title }) => `${title}: ${data.versions[label] ?? "unknown"}`));
      else if (data.kind === "begins") setRun((before) => before && { ...before, now: data.layer });
      else setRun((before) => before && { ...before, rows: [...before.rows, data.row] });
    };
    started.onerror = ({ message }) => end([message || "The benchmark did not load."]);
    started.postMessage({ entrants: takingPart, layers } satisfies Request);
  };
  const running = run !== null && run.now !== null;
  return (
    <section className="browser-benchmark toeplitz not-content" aria-label="Benchmark">
      <div className="controls">
        <label>
          <span>Layers</span>
          <select value={choice} disabled={running} onChange={(event) => setChoice(Number(event.target.value))}>
            {choices.map(({ title, layers }, i) => (
              <option key={title} value={i}>
                {title} ({layers.length})
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="strong" onClick={running ? () => end(["Cancelled."]) : start}>
          {running ? "Cancel" : "Run"}
        </button>
        {run !== null && (
          <progress max={run.layers.length} value={run.rows.length} aria-label="Layers measured">
            {run.rows.length}
          </progress>
        )}
      </div>
      <p role="status">{run === null ? "" : statusOf(run)}</p>
      {run !== null && run.rows.length > 0 && <Measured run={run} />}
      {run?.remarks.map((remark) => (
        <p key={remark} className="quiet">
          {remark}
        </p>
      ))}
    </section>
  );
}

function statusOf({ now, rows, layers }: Run): string {
  const done = `${rows.length} of ${layers.length} layers`;
  return now === null ? `${done} measured.` : `${done} measured; now ${now}.`;
}

function Measured({ run: { takingPart, rows } }: { readonly run: Run }) {
  const faster = takingPart.filter(({ label }) => label !== portable);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section className="wide-table" aria-label="Measured" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">layer</th>
            {takingPart.map(({ label, title }) => (
              <th key={label} scope="col">
                {title}, ms
              </th>
            ))}
            {faster.map(({ label, title }) => (
              <th key={label} scope="col">
                × {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {takingPart.map(({ label }) => (
                <td key={label}>{millisecondsText(row, label)}</td>
              ))}
              {faster.map(({ label }) => (
                <td key={label}>{ratioOf(row, label)?.toFixed(1) ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">geometric mean</th>
            {takingPart.map(({ label }) => (
              <td key={label} />
            ))}
            {faster.map(({ label }) => (
              <td key={label}>{meanOf(rows, label)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

const roundsOf = (row: LayerRow, label: string) => row.figures[label]?.ms.call;

function millisecondsText(row: LayerRow, label: string): string {
  const rounds = roundsOf(row, label);
  return rounds === undefined ? (row.figures[label]?.cannot ?? "") : Number(median(rounds).toPrecision(3)).toString();
}

function ratioOf(row: LayerRow, label: string): number | null {
  const [slow, fast] = [roundsOf(row, portable), roundsOf(row, label)];
  return slow === undefined || fast === undefined ? null : median(slow.map((ms, round) => ms / (fast[round] ?? ms)));
}

function meanOf(rows: readonly LayerRow[], label: string): string {
  const ratios = rows.flatMap((row) => ratioOf(row, label) ?? []);
  return ratios.length === 0 ? "" : geometricMean(ratios).toFixed(1);
}
