// What `npm test` runs, and `pnpm check` with it.
import type { Gate } from "./counted-steps.ts";

export const testGates: readonly Gate[] = [
  { name: "types", command: ["pnpm", "run", "typecheck"] },
  { name: "tests", command: ["vitest", "run", "--project=!long*", "--project=!site"] },
];
