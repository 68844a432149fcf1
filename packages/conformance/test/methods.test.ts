// Every row again, with x.f(...) in place of f(x, ...) wherever there is such a method.
import { describe, it } from "vitest";
import { checkGolden, withMethods } from "../src/index.ts";
import { groups } from "../src/rows/index.ts";
import { goldenOf } from "./golden-files.ts";
import { library } from "./library.ts";

const asMethods = withMethods(library);

describe.each(Object.entries(groups))("%s", (group, members) => {
  const golden = goldenOf(group);

  it.each(members.map((row) => [row.id, row] as const))("%s", (_, row) => {
    checkGolden(asMethods, row, golden);
  });
});
