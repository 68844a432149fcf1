// A contestant as the parent sees it, wherever it runs.
import type { Layer } from "../layer.ts";
import type { Session } from "./session.ts";

/** The questions of {@link Session}, answered from elsewhere. */
export type Asks<S> = {
  [K in keyof S]: S[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface Handle<T = Layer> {
  /** Unique within a run: what figures are filed under. */
  readonly label: string;
  readonly ask: Asks<Session<T>>;
  close(): Promise<void>;
}

/** Turns a function that carries questions over into an object with one function per question. */
export function asks<S>(carry: (ask: string, args: readonly unknown[]) => Promise<unknown>): Asks<S> {
  return new Proxy({} as Asks<S>, {
    get: (_, ask) =>
      // An object with `then` would be taken for a promise.
      ask === "then" ? undefined : (...args: unknown[]) => carry(String(ask), args),
  });
}
