// What holds for every convolution, on thousands of them.
import { afterAll, beforeAll, describe, it } from "vitest";
import { runOn } from "./backends.ts";
import { checkProperty, properties } from "./properties.ts";

describe.each(["portable", "high", "deterministic"] as const)("%s", (ground) => {
  beforeAll(() => runOn(ground));
  afterAll(() => runOn("default"));

  it.each(Object.keys(properties))("%s", (name) => checkProperty(name, 2500, 2));
});
