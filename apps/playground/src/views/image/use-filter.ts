// Keeps the worker busy with the newest kernel only: what was asked for in between is never computed. One that dies is replaced.

import type { PaddingMode } from "@toeplitz/widgets";
import { useCallback, useEffect, useRef, useState } from "react";
import { startWorker } from "../../start-worker.ts";
import type { Showing } from "../../state/image.ts";
import type { FilterAnswer, FilterRequest } from "./filter-worker.ts";
import workerAddress from "./filter-worker.ts?worker&url";
import type { Pixels } from "./photo-filter.ts";

interface Wanted {
  readonly kernel: readonly number[];
  readonly showing: Showing;
  readonly border: PaddingMode;
  readonly draft: boolean;
}

interface Filtered {
  /** The photograph under the kernel, as soon as it is there. */
  readonly answer: FilterAnswer | null;
  /** The last worker died; the next kernel starts another. */
  readonly broken: boolean;
}

export function useFilter(photo: Pixels | null, { kernel, showing, border, draft }: Wanted): Filtered {
  const [answer, setAnswer] = useState<FilterAnswer | null>(null);
  const [broken, setBroken] = useState(false);
  const worker = useRef<Worker | null>(null);
  const busy = useRef(false);
  const waiting = useRef<FilterRequest | null>(null);

  const start = useCallback((): Worker => {
    const started = startWorker(workerAddress);
    worker.current = started;
    busy.current = false;
    started.onmessage = ({ data }: MessageEvent<FilterAnswer>) => {
      const next = waiting.current;
      waiting.current = null;
      busy.current = next !== null;
      if (next !== null) started.postMessage(next);
      setAnswer(data);
      setBroken(false);
    };
    started.onerror = () => {
      started.terminate();
      worker.current = null;
      waiting.current = null;
      busy.current = false;
      setAnswer(null);
      setBroken(true);
    };
    return started;
  }, []);

  useEffect(() => {
    start();
    return () => worker.current?.terminate();
  }, [start]);

  useEffect(() => {
    if (photo === null) return;
    const request: FilterRequest = { kind: "photo", pixels: photo };
    worker.current?.postMessage(request);
  }, [photo]);

  useEffect(() => {
    if (photo === null) return;
    const request: FilterRequest = { kind: "kernel", kernel, showing, border, draft };
    if (busy.current) {
      waiting.current = request;
      return;
    }
    if (worker.current === null) start().postMessage({ kind: "photo", pixels: photo } satisfies FilterRequest);
    busy.current = true;
    worker.current?.postMessage(request);
  }, [photo, kernel, showing, border, draft, start]);

  return { answer, broken };
}
