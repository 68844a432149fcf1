// A vitest reporter whose last line is "N passed, N failed", after a word on what was not run.
import type { Reporter } from "vitest/node";
import { findChromium, howToGetChromium } from "./chromium.ts";

export default class CiLineReporter implements Reporter {
  onTestRunEnd(...[testModules, unhandledErrors]: Parameters<NonNullable<Reporter["onTestRunEnd"]>>) {
    let passed = 0;
    let skipped = 0;
    let failed = unhandledErrors.length;
    for (const module of testModules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        else if (state === "failed") failed += 1;
        else skipped += 1;
      }
      // A file that cannot be imported has errors and no tests.
      if (module.errors().length > 0) failed += 1;
    }
    if (findChromium() === undefined) {
      console.log(
        `\nNo Chromium found: the browser and end-to-end tests were SKIPPED. To run them, ${howToGetChromium}.`,
      );
    }
    if (skipped > 0) console.log(`\n${skipped} skipped`);
    console.log(`\n${passed} passed, ${failed} failed`);
  }
}
