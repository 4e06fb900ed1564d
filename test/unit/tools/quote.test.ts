import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote, quotePath } from '../../../src/tools/quote.ts';

const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !value.includes('\0'));

it('makes one word of anything', () => {
  const values = fc.sample(text, { numRuns: 200, seed: 7 });
  values.push('', "'", "''\\''", '$(exit 1)', '`x`', '\n', 'a\nb\n', '-n', '*', '!', '\\', '"', '~', '#x');
  // printf is a builtin: one process checks them all.
  const script = `for word in ${values.map(quote).join(' ')}; do printf '%s\\0' "$word"; done`;
  const words = execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
  expect(words).toEqual(values.map((value) => Buffer.from(value).toString()));
});

it('keeps a relative path from being an option', () => {
  expect([quotePath('-rf'), quotePath('a b'), quotePath('/a')]).toEqual(["'./-rf'", "'./a b'", "'/a'"]);
});
