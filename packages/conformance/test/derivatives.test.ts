// First and second derivatives of every differentiable row against differences, in float64.
import { describe, it } from "vitest";
import { checkDerivatives, hasDerivative } from "../src/index.ts";
import { groups } from "../src/rows/index.ts";
import { library } from "./library.ts";

describe.each(Object.entries(groups))("%s", (_, members) => {
  it.each(members.filter(hasDerivative).map((row) => [row.id, row] as const))("%s", (_, row) => {
    checkDerivatives(library, row);
  });
});
