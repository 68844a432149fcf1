// Rows of single bad arguments, each with what was bad about it: whatever the error names as legal must do in its place.
import { type Api, type Row, rowsOnNothing } from "./row.ts";

/** A refused call: `run` with the bad argument, which can be exchanged. */
export type Refusal = Row & {
  /** The call with another value, or shape, or dtype, in place of the bad one. */
  readonly mend: ((t: Api, value: never) => unknown) | undefined;
};

/** A row for a call that PyTorch refuses for one argument. */
export function refuses<V>(
  id: string,
  torch: string,
  bad: V,
  run: (t: Api, value: V) => unknown,
  error: string | true = true,
): Refusal {
  const [row] = rowsOnNothing([[named(id), torch, (t) => void run(t, bad), { error }]]);
  return { ...row!, mend: run as Refusal["mend"] };
}

/** A row for a call of several bad arguments, or of one that no other value can mend. */
export function refusesAll(id: string, torch: string, run: (t: Api) => unknown, error: string | true = true): Refusal {
  const [row] = rowsOnNothing([[named(id), torch, (t) => void run(t), { error }]]);
  return { ...row!, mend: undefined };
}

const named = (id: string) => id.replace("/", "/refuses ");
