import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NODE_REPORTER_SOURCE } from '../../../src/sandbox/node-reporter.ts';
import { parseNodeTest } from '../../../src/verify/reports/node-test.ts';
import { parseReport } from '../../../src/verify/reports/report.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-node-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs `node --test` with the reporter over these files and returns the report's bytes. */
async function runNodeTests(files: Record<string, string>): Promise<Buffer> {
  await writeFile(join(folder, 'reporter.mjs'), NODE_REPORTER_SOURCE);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const argv = [
    '--test',
    '--test-reporter=./reporter.mjs',
    '--test-reporter-destination=report',
    ...Object.keys(files),
  ];
  // The surrounding test runner's own variables would change how node reports.
  const env = { PATH: process.env.PATH ?? '' };
  await new Promise<void>((done) => execFile(process.execPath, argv, { cwd: folder, env }, () => done()));
  return readFile(join(folder, 'report'));
}

async function statusesOf(files: Record<string, string>): Promise<Record<string, string>> {
  const report = parseNodeTest(await runNodeTests(files));
  if (report.kind !== 'ok') throw new Error(report.reason);
  return Object.fromEntries(report.results.map(({ id, status }) => [id, status]));
}

const IMPORTS = `import { test, describe, it, before } from 'node:test';\nimport assert from 'node:assert/strict';\n`;

test('a real run is reported test by test', async () => {
  const a = `${IMPORTS}
    test('passes', () => {});
    test('fails', () => { assert.equal(1, 2); });
    test('skipped', { skip: 'why' }, () => {});
    test('todo fails', { todo: true }, () => { assert.equal(1, 2); });
    test('todo passes', { todo: 'soon' }, () => {});
    test('odd \\u001b[31m\\n name', () => {});
    test('parent', async (t) => { await t.test('child', () => {}); await t.test('child', () => {}); });
    test('sore parent', async (t) => { await t.test('child', () => {}); assert.equal(1, 2); });
    describe('suite', () => {
      it('inner', () => {});
      describe('deep', () => { it('bad', () => { assert.equal(1, 2); }); });
      it('last', () => {});
    });
    describe('broken hook', () => { before(() => { throw new Error('hook'); }); it('never', () => {}); });
    describe('empty', () => {});
    describe.skip('skipped suite', () => { it('x', () => {}); });
  `;
  expect(await statusesOf({ 'a.test.mjs': a })).toEqual({
    'a.test.mjs::passes': 'passed',
    'a.test.mjs::fails': 'failed',
    'a.test.mjs::skipped': 'skipped',
    'a.test.mjs::todo fails': 'xfailed',
    'a.test.mjs::todo passes': 'xpassed',
    'a.test.mjs::odd \\x1b[31m\\n name': 'passed',
    'a.test.mjs::parent': 'passed',
    'a.test.mjs::parent > child': 'passed',
    'a.test.mjs::parent > child#2': 'passed',
    'a.test.mjs::sore parent > child': 'passed',
    'a.test.mjs::sore parent': 'error',
    'a.test.mjs::suite > inner': 'passed',
    'a.test.mjs::suite > deep > bad': 'failed',
    'a.test.mjs::suite > last': 'passed',
    'a.test.mjs::broken hook > never': 'failed',
    'a.test.mjs::broken hook': 'error',
  });
});

test('a file that ends before its tests never passes', async () => {
  const statuses = await statusesOf({
    'exits.test.mjs': `${IMPORTS}test('real', () => {}); process.exit(0);`,
    'throws.test.mjs': `${IMPORTS}throw new Error('boom');`,
    'late.test.mjs': `${IMPORTS}test('real', () => {}); process.on('exit', () => { process.exitCode = 3; });`,
  });
  expect(statuses).toEqual({
    'exits.test.mjs::exits.test.mjs': 'error',
    'throws.test.mjs::throws.test.mjs': 'error',
    'late.test.mjs::real': 'passed',
    'late.test.mjs::late.test.mjs': 'error',
  });
});

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const result = (name: string) => line({ file: 'a.js', names: [name], status: 'passed' });
const end = (count: number) => line({ end: true, count });

function reasonOf(text: string): string {
  const report = parseReport('node-test', { kind: 'ok', bytes: Buffer.from(text) });
  return report.kind === 'malformed' ? report.reason : 'accepted';
}

test('a report must be complete and nothing else', () => {
  const good = result('x') + result('x') + end(2);
  expect(parseNodeTest(Buffer.from(good))).toEqual({
    kind: 'ok',
    results: [
      { id: 'a.js::x', status: 'passed' },
      { id: 'a.js::x#2', repeatOf: 'a.js::x', status: 'passed' },
    ],
  });
  for (let cut = 0; cut < good.length; cut += 1) expect(reasonOf(good.slice(0, cut))).not.toBe('accepted');
  expect(reasonOf(result('x') + end(2))).toMatch(/says 2 results and holds 1/);
  expect(reasonOf(result('x'))).toMatch(/no end line/);
  expect(reasonOf(good + result('y'))).toMatch(/more lines follow/);
  expect(reasonOf(good + end(2))).toMatch(/more lines follow/);
  expect(reasonOf(`${good} `)).toMatch(/line feed/);
  expect(reasonOf(`${good}\n`)).toMatch(/more lines follow/);
  expect(reasonOf(`garbage\n${good}`)).toMatch(/line 1 is neither/);
  expect(reasonOf(line({ file: 'a', names: ['x'], status: 'passed', extra: 1 }) + end(1))).toMatch(/neither/);
  expect(reasonOf(line({ file: 'a', names: ['x'], status: 'great' }) + end(1))).toMatch(/neither/);
  expect(reasonOf(line({ file: 'a', names: [], status: 'passed' }) + end(1))).toMatch(/neither/);
  expect(reasonOf(`${'['.repeat(100_000)}\n${end(0)}`)).toMatch(/neither/);
  expect(reasonOf(result('x'.repeat(1024 * 1024)) + end(1))).toMatch(/longer than/);
  expect(reasonOf(result('x').repeat(200_001) + end(200_001))).toMatch(/more than/);
  expect(parseNodeTest(Buffer.from([0xff, 0x0a])).kind).toBe('malformed');
  expect(parseNodeTest(Buffer.alloc(128 * 1024 * 1024 + 1, 0x0a)).kind).toBe('malformed');
});
