import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Writes down how many tests passed and failed, for scripts/check.mjs to add up, in the file that TEST_COUNTS names. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const brokenFiles = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const count = (state: string) => states.filter((each) => each === state).length;
    const failed = count('failed') + brokenFiles + errors.length;
    const counts = { passed: count('passed'), failed, skipped: count('skipped') };
    if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, `${JSON.stringify(counts)}\n`);
  }
}

/** A file can fail without a failed test: when it cannot be loaded. */
function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests()].some((test) => test.result().state === 'failed');
}
