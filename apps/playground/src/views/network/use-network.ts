// What is known of the network and of its last run. A question that is out of date is not asked, or its answer not heard.
import { useCallback, useEffect, useRef, useState } from "react";
import { NetworkClient, Stopped } from "./network-client.ts";
import type { NetworkInput, NetworkProgress, Opened, Ran, WeightSource } from "./network-messages.ts";

interface NetworkRun {
  readonly client: NetworkClient;
  readonly opened: Opened | null;
  /** The last run of this network. */
  readonly ran: Ran | null;
  readonly progress: NetworkProgress | null;
  /** Whether a run was stopped, and none has come since. */
  readonly stopped: boolean;
  readonly trouble: string;
  readonly stop: () => void;
  readonly again: () => void;
}

export function useNetwork(source: WeightSource, input: NetworkInput | null): NetworkRun {
  const [progress, setProgress] = useState<NetworkProgress | null>(null);
  const [opened, setOpened] = useState<{ readonly key: string; readonly what: Opened } | null>(null);
  const [ran, setRan] = useState<{ readonly key: string; readonly what: Ran } | null>(null);
  const [trouble, setTrouble] = useState("");
  const [stopped, setStopped] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [client] = useState(() => new NetworkClient(setProgress));
  const busy = useRef(false);
  const waiting = useRef<(() => void) | null>(null);
  const stop = useCallback(() => {
    waiting.current = null;
    client.stop();
  }, [client]);
  useEffect(() => stop, [stop]);

  useEffect(() => {
    let current = true;
    setTrouble("");
    client.ask("open", { source }).then(
      (what) => current && setOpened({ key: source.key, what }),
      (error: Error) => {
        if (current && !(error instanceof Stopped)) setTrouble(error.message);
      },
    );
    return () => {
      current = false;
    };
  }, [client, source, attempt]);

  const now = opened?.key === source.key ? opened.what : null;
  const takes = now?.network?.takes;
  useEffect(() => {
    if (input === null || input.kind !== takes) return;
    const run = async () => {
      busy.current = true;
      setStopped(false);
      try {
        const what = await client.ask("run", { source, input });
        setRan({ key: source.key, what });
      } catch (error) {
        if (error instanceof Stopped) setStopped(true);
        else setTrouble((error as Error).message);
        // A worker that was stopped has forgotten what the last run made
        setRan(null);
      }
      busy.current = false;
      const next = waiting.current;
      waiting.current = null;
      next?.();
    };
    // While a line is drawn, inputs come faster than runs end: the newest counts
    if (busy.current) waiting.current = run;
    else run();
  }, [client, source, input, takes, attempt]);

  return {
    client,
    opened: now,
    ran: ran?.key === source.key ? ran.what : null,
    progress,
    stopped,
    trouble,
    stop,
    again: () => setAttempt((n) => n + 1),
  };
}
