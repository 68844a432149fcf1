// Runs a snippet in the page's one sandbox: a frame without an origin and without a network, in it a worker that can be ended.
import type { Start, Told } from "./messages.ts";

export type Outcome =
  | { readonly type: "done"; readonly milliseconds: number }
  | { readonly type: "failed"; readonly sentence: string; readonly line: number | null }
  | { readonly type: "stopped" }
  | { readonly type: "late" };

export interface Run {
  readonly stop: () => void;
  readonly ended: Promise<Outcome>;
}

/** A program that is not done by then is ended. */
export const secondsAllowed = 10;

const folder = `${import.meta.env.BASE_URL.replace(/\/$/, "")}/sandbox/`;
let sandbox: Promise<{ readonly frame: Window; readonly library: string }> | null = null;

/** The frame and the library's text, fetched once a page. */
function openSandbox(): NonNullable<typeof sandbox> {
  sandbox ??= Promise.all([openFrame(), fetchText("library.js")]).then(([frame, library]) => ({ frame, library }));
  // What failed may be tried again.
  sandbox.catch(() => {
    sandbox = null;
  });
  return sandbox;
}

function openFrame(): Promise<Window> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "sandbox";
  frame.src = `${folder}frame.html`;
  return new Promise((resolve) => {
    frame.onload = () => resolve(frame.contentWindow!);
    document.body.append(frame);
  });
}

async function fetchText(name: string): Promise<string> {
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`${folder}${name}: ${response.status}`);
  return response.text();
}

/** Runs a snippet of TypeScript; `print` gets its lines as they come. */
export function runSnippet(snippet: string, print: (line: string) => void): Run {
  const { port1: port, port2: theirs } = new MessageChannel();
  let finish: (outcome: Outcome) => void = () => {};
  const ended = new Promise<Outcome>((resolve) => {
    finish = resolve;
  });
  const stop = () => finish({ type: "stopped" });
  const start = async () => {
    const [{ programOf }, { frame, library }] = await Promise.all([import("./program.ts"), openSandbox()]);
    const program = `globalThis.program = async (require, exports, console) => {${programOf(snippet)}\n};`;
    const began = performance.now();
    const deadline = setTimeout(() => finish({ type: "late" }), secondsAllowed * 1000);
    ended.finally(() => clearTimeout(deadline));
    port.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.type === "printed") print(data.text);
      else finish(data.type === "done" ? { type: "done", milliseconds: performance.now() - began } : data);
    };
    const scripts = [program, `globalThis.programLines = ${program.split("\n").length};`, library];
    frame.postMessage({ scripts } satisfies Start, "*", [theirs]);
  };
  start().catch((error: Error) => finish({ type: "failed", sentence: error.message, line: null }));
  ended.then(() => {
    port.postMessage("end");
    port.onmessage = null;
  });
  return { stop, ended };
}
