// What an error says beside its text, as lines to compare: one per kind, because a code and a rule are for programs and must not change unnoticed.
import { ToeplitzError } from "@toeplitz/tensor";

/** Calls that are refused, by what they are called with; of calls whose fields differ in numbers alone the first speaks for all. */
export function fieldsOfRefusals(calls: Iterable<readonly [what: string, run: () => unknown]>): string {
  const kinds = new Map<string, string>();
  for (const [what, run] of calls) {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ToeplitzError)) throw error;
      const { api, code, argument, value, rule, hint, legal } = error;
      const fields = JSON.stringify({ api, code, argument, value, rule, hint, legal });
      const kind = `${error.message} ${fields}`.replaceAll(/-?\d+/g, "#").replaceAll(/#(, ?#)+/g, "#");
      if (!kinds.has(kind)) kinds.set(kind, `${what}\n  ${fields}`);
    }
  }
  return `${[...kinds.values()].join("\n")}\n`;
}
