import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Where `npm test` wants the figures, to add its own and print the one last line. */
export const SUMMARY_FILE_VARIABLE = 'SIAR_TEST_SUMMARY';

/**
 * Ends the run with the plain line `N passed, N failed`.
 * A file that does not even load, or an error outside every test, counts as one failure.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const testModule of modules) {
      const failedBefore = failed;
      for (const test of testModule.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
      if (testModule.state() === 'failed' && failed === failedBefore) failed += 1;
    }
    const file = process.env[SUMMARY_FILE_VARIABLE];
    if (file !== undefined) return writeFileSync(file, JSON.stringify({ passed, failed }));
    // After every other reporter has had its word: they print within the same turn.
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
