// The sandbox's document: no origin, no network. It starts the worker that the page sends, passes on what it tells, and ends it.
import type { Start, Told } from "./messages.ts";

addEventListener("message", ({ data, ports: [port], source }: MessageEvent<Start>) => {
  if (source !== parent || port === undefined) return;
  const address = URL.createObjectURL(new Blob([data.scripts.join("\n")], { type: "text/javascript" }));
  const worker = new Worker(address);
  const tell = (told: Told) => port.postMessage(told);
  worker.onmessage = (event: MessageEvent<Told>) => tell(event.data);
  worker.onerror = ({ message, lineno }) => tell({ type: "failed", sentence: message, line: lineno });
  port.onmessage = () => {
    worker.terminate();
    URL.revokeObjectURL(address);
    port.close();
  };
});
