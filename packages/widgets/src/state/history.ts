// What was there before each change, so that it can be taken back, and what was taken back, so that it can be done again.

export interface History<T> {
  /** The oldest first. */
  readonly past: readonly T[];
  /** The last one taken back first. */
  readonly future: readonly T[];
  /** Which stroke made the last change: its further changes are one with it. */
  readonly stroke: string | null;
}

export const noHistory: History<never> = { past: [], future: [], stroke: null };

const mostSteps = 200;

/** The history before a change of what is there `now`. Changes with the same `stroke` in a row are taken back as one. */
export function remember<T>(history: History<T>, now: T, stroke: string | null = null): History<T> {
  if (stroke !== null && stroke === history.stroke) return { ...history, future: [] };
  return { past: [...history.past, now].slice(-mostSteps), future: [], stroke };
}

/** What was there before the last change, or null at the beginning. */
export function undone<T>(
  { past, future }: History<T>,
  now: T,
): { readonly was: T; readonly history: History<T> } | null {
  if (past.length === 0) return null;
  return { was: past.at(-1)!, history: { past: past.slice(0, -1), future: [now, ...future], stroke: null } };
}

/** What was taken back last, or null where nothing was. */
export function redone<T>(
  { past, future }: History<T>,
  now: T,
): { readonly was: T; readonly history: History<T> } | null {
  if (future.length === 0) return null;
  return { was: future[0]!, history: { past: [...past, now], future: future.slice(1), stroke: null } };
}
