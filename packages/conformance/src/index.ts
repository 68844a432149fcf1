// What correct means: the suites. The case table itself is at @toeplitz/conformance/rows.
export { checkGolden, describe, type Golden, type GoldenRecord, mismatch } from "./suites/golden.ts";
