// A snippet of TypeScript as the body of an async function: types left out, imports asked of `require`, line for line.
import { transform } from "sucrase";

/**
 * @throws SyntaxError where the snippet is none; the message ends with line and column.
 */
export function programOf(snippet: string): string {
  return transform(snippet, { transforms: ["typescript", "imports"], disableESTransforms: true }).code;
}
