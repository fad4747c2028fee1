// Prints "PASSED FAILED" from the JSON results of Vitest. A run without tests, or a file that broke before its tests,
// counts as a failure.
import { readFileSync } from 'node:fs';

const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const broken = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
const failed = results.numFailedTests + broken + (results.numTotalTests === 0 ? 1 : 0);
console.log(`${results.numPassedTests} ${failed}`);
