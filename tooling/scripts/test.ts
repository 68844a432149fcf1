// `npm test`: every gate to its end, so that a type error hides no failing test, and the sum as the last line.
import { report, runGate, type Step } from "./counted-steps.ts";
import { testGates } from "./test-gates.ts";

const steps: Step[] = [];
for (const gate of testGates) steps.push(await runGate(gate));
report(steps);
