// How Stryker runs the tests of a slice: in Node, from the sources, in the slice's order.
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { slices } from "./mutant-slices.ts";

const slice = slices.find(({ name }) => name === process.env.MUTATION_SLICE);
const tests = slice?.tests ?? [];
const conditions = ["@toeplitz/source", ...defaultServerConditions];

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => tests.findIndex((test) => moduleId.endsWith(test));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [...tests],
    environment: "node",
    testTimeout: 60_000,
    // Stryker starts a worker for each mutant; all files of the slice run there, on modules that are loaded once.
    isolate: false,
    setupFiles: [fileURLToPath(new URL("./skip-long.ts", import.meta.url))],
    sequence: { sequencer: InOrder },
  },
});
