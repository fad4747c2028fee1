// gtest-count.mjs FILE: prints "PASSED FAILED" of a gtest --gtest_output=json file. Skipped tests did not run: neither.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
let failed = 0;
for (const suite of report.testsuites) {
  for (const test of suite.testsuite) {
    if (test.failures) failed += 1;
    else if (test.result === 'COMPLETED') passed += 1;
  }
}
console.log(passed, failed);
