// A contestant in a process of its own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ContestantName, Settings } from "../contestants/contestant.ts";
import type { Layer } from "../layer.ts";
import { type Asks, asks, type Handle } from "./contestant-handle.ts";
import type { peak } from "./peak.ts";
import type { Session } from "./session.ts";

export const peersFolder = fileURLToPath(new URL("../peers/", import.meta.url));

/** Which Node.js runs a contestant, and from which form of our packages. */
export interface Runtime {
  readonly node: string;
  /** The host program: the source, or the one that `build-host.ts` made for a Node.js without TypeScript. */
  readonly host: string;
  /** Whether our packages are the sources; else what `pnpm build` made. */
  readonly fromSource: boolean;
}

export interface ChildOptions {
  readonly label?: string;
  readonly name: ContestantName;
  readonly settings?: Partial<Settings>;
  readonly runtime: Runtime;
  readonly v8Flags?: readonly string[];
}

/** A handle that can also measure the engine's peak in the contestant's own process. */
export interface ChildHandle<T = Layer> extends Handle<T> {
  readonly ask: Asks<Session<T> & { peak: typeof peak }>;
}

interface Answer {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

/** The caller knows what tasks the contestant of that name takes. */
export async function startChild<T = Layer>(options: ChildOptions): Promise<ChildHandle<T>> {
  const { label, name, settings, runtime, v8Flags } = options;
  const all: Settings = { threads: 1, peers: peersFolder, ...settings };
  const condition = runtime.fromSource ? ["--conditions=@toeplitz/source"] : [];
  const child = fork(runtime.host, [name, JSON.stringify(all)], {
    execPath: runtime.node,
    execArgv: ["--expose-gc", ...(v8Flags ?? []), ...condition],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  const answered = (id: number) => new Promise<Answer>((resolve) => waiting.set(id, resolve));
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on("exit", (code, signal) => {
    for (const [id, resolve] of waiting) resolve({ id, failure: `${name} ended (${signal ?? code})` });
    waiting.clear();
  });
  const carry = async (ask: string, args: readonly unknown[]) => {
    const id = ++asked;
    const reply = answered(id);
    child.send({ id, ask, args });
    const { answer, failure } = await reply;
    if (failure !== undefined) throw new Error(`${label ?? name}: ${failure}`);
    return answer;
  };
  const { failure } = await answered(0);
  if (failure !== undefined) throw new Error(failure);
  return {
    label: label ?? name,
    ask: asks(carry),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
