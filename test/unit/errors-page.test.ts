import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/error-codes.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'docs/errors.md');

const INTRODUCTION = `# Errors

An error is a line \`CODE place what is wrong; what to do\` on stderr. A code is stable, so scripts may rely on it; a command
that ends with one has the exit code 2 ([exit codes](exit-codes.md)). Codes of infra errors also stand in the cause of a
trial ([outcomes](outcomes.md)).

This page is made from \`src/error-codes.ts\`: \`UPDATE=1 npx vitest run --project unit test/unit/errors-page.test.ts\`.
`;

function renderPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, { means, fix }]) => `| \`${code}\` | ${means} | ${fix} |`);
  return [INTRODUCTION, '| code | means | usual fix |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

it('docs/errors.md tells every code, its meaning and its fix', () => {
  if (process.env.UPDATE) writeFileSync(FILE, renderPage());
  expect(readFileSync(FILE, 'utf8')).toBe(renderPage());
});

it('every code is used somewhere, and says one sentence for each', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && file !== 'error-codes.ts');
  const text = sources.map((file) => readFileSync(join(ROOT, 'src', file), 'utf8')).join('\n');
  expect(Object.keys(ERROR_CODES).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  for (const [code, entry] of Object.entries(ERROR_CODES)) {
    for (const sentence of Object.values(entry)) expect(sentence, code).toMatch(/^\S[^|\n]*\.$/);
  }
});
