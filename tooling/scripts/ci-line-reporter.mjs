// A vitest reporter whose last line is "N passed, N failed".
export default class CiLineReporter {
  onTestRunEnd(testModules, unhandledErrors) {
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
    process.stdout.write(`\n${skipped} skipped\n${passed} passed, ${failed} failed\n`);
  }
}
