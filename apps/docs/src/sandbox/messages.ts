// What sandbox and page tell each other.

/** From the page: scripts that are one worker together, and the port to answer on. Any answer on it ends the worker. */
export interface Start {
  readonly scripts: readonly string[];
}

/** From the worker, through the frame. */
export type Told =
  | { readonly type: "printed"; readonly text: string }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly sentence: string; readonly line: number | null };
