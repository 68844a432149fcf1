// Every convolution case as a module.
import { describe, it } from "vitest";
import { checkModule, hasModule } from "../src/index.ts";
import { convCases, convPresets } from "../src/rows/index.ts";
import { library } from "./library.ts";

const cases = [...convCases, ...convPresets.map((preset) => preset.case)].filter(hasModule);

describe("the module is the function", () => {
  it.each(cases.map((conv) => [conv.id, conv] as const))("%s", (_, conv) => checkModule(library, conv));
});
