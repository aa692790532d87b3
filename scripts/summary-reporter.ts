import type { Reporter, TestModule } from 'vitest/node';

/** Prints the line that CI reads, last of all: `N passed, N failed`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const brokenFiles = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const count = (state: string) => states.filter((each) => each === state).length;
    const skipped = count('skipped');
    const failed = count('failed') + brokenFiles + errors.length;
    process.stdout.write(`\n${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}

/** A file can fail without a failed test: when it cannot be loaded. */
function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests()].some((test) => test.result().state === 'failed');
}
