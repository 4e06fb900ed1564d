import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findLeaks } from '../../../src/admission/leaks.ts';

const GOLD = `diff --git a/src/sum.js b/src/sum.js
--- a/src/sum.js
+++ b/src/sum.js
@@ -1,3 +1,6 @@
 export function sum(numbers) {
-  return numbers.slice(1).reduce((a, b) => a + b);
+  if (numbers.length === 0) return 0;
+  return numbers.reduce((a, b) => a + b);
+  }
+  // ------------------
 }
`;

it('finds a line that the gold adds, with the line of the instruction, whatever the spaces', () => {
  const instruction =
    'Mend sum.\n\nTry `return  numbers.reduce((a, b)\t=> a + b);` and\n  if (numbers.length === 0) return 0;\n';
  expect(findLeaks(instruction, GOLD)).toEqual([
    { line: 3, text: 'return numbers.reduce((a, b) => a + b);' },
    { line: 4, text: 'if (numbers.length === 0) return 0;' },
  ]);
});

it.each([
  ['what the gold removes', 'Now: return numbers.slice(1).reduce((a, b) => a + b);'],
  ['what stays as it is', 'In export function sum(numbers) {'],
  ['half of a line', 'numbers.reduce((a, b)'],
  ['short lines', '  }'],
  ['lines without a word', '// ------------------'],
  ['the headers of the patch', 'diff --git a/src/sum.js b/src/sum.js\n+++ b/src/sum.js'],
])('passes over %s', (_, instruction) => {
  expect(findLeaks(instruction, GOLD)).toEqual([]);
});

const TASKS = join(import.meta.dirname, '../../../tasks');
const bundled = readdirSync(TASKS).filter((name) => !name.includes('.'));
it.each(bundled)('nothing leaks from %s', (task) => {
  const read = (file: string) => readFileSync(join(TASKS, task, file), 'utf8');
  expect(findLeaks(read('instruction.md'), read('solution/gold.patch'))).toEqual([]);
});
