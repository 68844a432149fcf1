// The nearest legal value that a refusal names, put in the place of the one that was wrong.
import type { BadInput } from "../src/bad-inputs/index.ts";
import type { Api } from "../src/rows/index.ts";
import { isTensor } from "../src/suites/result.ts";
import { refusalOf } from "./legal.ts";

/** Whether the call is accepted then, or refused for another reason; "none" where nothing legal is named for what was exchanged. */
export function mended(t: Api, { line, retry, run, wrong }: BadInput): string {
  const error = retry === undefined ? undefined : refusalOf(t, () => run(t));
  if (retry === undefined || error === undefined || error.legal === undefined || error.legal.length === 0)
    return "none";
  const { argument = "", legal } = error;
  const [name = "", entry] = /^(\w+)(?:\[(\d+)\])?$/.exec(argument)?.slice(1) ?? [];
  const given = wrong?.[name]?.make(t);
  // Of a misspelt option the name would have to change; tensors would have to be made of what is legal.
  if (wrong?.[name] === undefined || isTensor(given) || error.message.includes("unexpected option")) return "none";
  const next = entry === undefined ? legal[0] : (given as unknown[]).with(Number(entry), legal[0]);
  const again = refusalOf(t, () => retry(t, next));
  if (again === undefined) return "accepted";
  return again.rule === error.rule && again.argument === argument ? `${line}: again ${again.message}` : "another rule";
}
