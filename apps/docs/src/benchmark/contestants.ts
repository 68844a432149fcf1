// Who takes part in the reader's browser: this library on its three grounds.
import type { Settings } from "../../../../tooling/bench/contestants/contestant.ts";

export interface Entrant {
  readonly label: string;
  readonly title: string;
  readonly settings: Settings;
}

/** With threads where the page has shared memory and the machine more than one core. */
export function entrants(): readonly Entrant[] {
  const cores = Math.min(navigator.hardwareConcurrency, 8);
  const alone = { threads: 1, peers: "" };
  return [
    { label: "portable", title: "portable", settings: { ...alone, portable: true } },
    { label: "ours", title: "accelerated", settings: alone },
    ...(crossOriginIsolated && cores > 1
      ? [{ label: "threads", title: `${cores} threads`, settings: { ...alone, threads: cores } }]
      : []),
  ];
}
