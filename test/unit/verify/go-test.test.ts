import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeTests } from '../../../src/verify/policy.ts';
import { parseGoTest } from '../../../src/verify/reports/go-test.ts';
import { parseReport } from '../../../src/verify/reports/report.ts';

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('SKIPPED: go is not here, so no report of a real run is read');
const TIMEOUT_MS = 120_000;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-go-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs `go test -json` over these files and returns what it wrote. */
async function runGoTests(files: Record<string, string>): Promise<Buffer> {
  for (const [name, text] of Object.entries({ 'go.mod': 'module example.org/kiln\n', ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const env = { PATH: process.env.PATH ?? '', HOME: folder, GOFLAGS: '-mod=mod', GOPROXY: 'off' };
  const options = { cwd: folder, env, encoding: 'buffer' as const };
  return new Promise((done) => execFile('go', ['test', '-json', './...'], options, (_, stdout) => done(stdout)));
}

async function statusesOf(files: Record<string, string>): Promise<Record<string, string>> {
  const report = parseGoTest(await runGoTests(files));
  if (report.kind !== 'ok') throw new Error(report.reason);
  return Object.fromEntries(report.results.map(({ id, status }) => [id, status]));
}

describe.skipIf(!hasGo)('a real run', () => {
  test('is reported test by test', { timeout: TIMEOUT_MS }, async () => {
    const statuses = await statusesOf({
      'a/a.go': 'package a\n',
      'a/a_test.go': `package a
import ("fmt"; "testing")
func TestPasses(t *testing.T) { fmt.Println("said") }
func TestFails(t *testing.T) { t.Error("no\\nno") }
func TestSkips(t *testing.T) { t.Skip("why") }
func TestParent(t *testing.T) {
	t.Run("two words", func(t *testing.T) {})
	t.Run("two words", func(t *testing.T) {})
	t.Run("odd \\x1b[31m", func(t *testing.T) { t.Parallel() })
	t.Run("deep", func(t *testing.T) { t.Run("bad", func(t *testing.T) { t.Error("no") }) })
}
`,
      'b/b_test.go': 'package b\nimport "testing"\nfunc TestB(t *testing.T) { missing() }\n',
      'c/c.go': 'package c\n',
      'e/e_test.go': `package e
import ("os"; "testing")
func TestMain(m *testing.M) { m.Run(); os.Exit(3) }
func TestE(t *testing.T) {}
`,
      'p/p_test.go': `package p
import "testing"
func TestFirst(t *testing.T) {}
func TestPanics(t *testing.T) { panic("sore") }
func TestNever(t *testing.T) {}
`,
    });
    expect(statuses).toEqual({
      'example.org/kiln/a::TestPasses': 'passed',
      'example.org/kiln/a::TestFails': 'failed',
      'example.org/kiln/a::TestSkips': 'skipped',
      'example.org/kiln/a::TestParent': 'failed',
      'example.org/kiln/a::TestParent > two_words': 'passed',
      'example.org/kiln/a::TestParent > two_words#01': 'passed',
      'example.org/kiln/a::TestParent > odd_\\x1b[31m': 'passed',
      'example.org/kiln/a::TestParent > deep': 'failed',
      'example.org/kiln/a::TestParent > deep > bad': 'failed',
      'example.org/kiln/b::example.org/kiln/b': 'error',
      'example.org/kiln/e::TestE': 'passed',
      'example.org/kiln/e::example.org/kiln/e': 'error',
      'example.org/kiln/p::TestFirst': 'passed',
      'example.org/kiln/p::TestPanics': 'failed',
    });
  });

  test('that ends before its tests passes none', { timeout: TIMEOUT_MS }, async () => {
    const leave = 'package a\nimport "os"\nfunc init() { os.Exit(0) }\n';
    const tests = 'package a\nimport "testing"\nfunc TestReal(t *testing.T) { t.Error("no") }\n';
    expect(await statusesOf({ 'a/a.go': leave, 'a/a_test.go': tests })).toEqual({});
  });

  test('takes the worse of a printed and a real result', { timeout: TIMEOUT_MS }, async () => {
    const report = parseGoTest(
      await runGoTests({
        'a/a_test.go': `package a
import ("fmt"; "testing")
func TestBad(t *testing.T) { fmt.Println("--- PASS: TestBad (0.00s)"); t.Error("no") }
func TestGood(t *testing.T) { fmt.Println("--- PASS: TestGood (0.00s)") }
`,
      }),
    );
    const spec: Omit<Parameters<typeof judgeTests>[1], 'failToPass'> = {
      passToPass: [],
      policy: 'swe-bench',
      report: 'go-test',
    };
    const bad = { ...spec, failToPass: ['example.org/kiln/a::TestBad'] };
    expect(judgeTests(report, bad, { exitCode: 1 })).toMatchObject({
      value: 0,
      reason: expect.stringContaining('is failed'),
    });
    const good = { ...spec, failToPass: ['example.org/kiln/a::TestGood'] };
    // Where go marks its own lines, a printed one is a word like any other.
    const judged = judgeTests(report, good, { exitCode: 1 });
    expect(judged.tampered ? judged.reason : 'seen through').toMatch(/TestGood passed twice|seen through/);
  });
});

const event = (Action: string, Test?: string, more: object = {}) =>
  `${JSON.stringify({ Time: '2026-01-01T00:00:00Z', Action, Package: 'k/a', ...(Test && { Test }), ...more })}\n`;
const passes = (name: string) => event('run', name) + event('pass', name, { Elapsed: 0 });
const GOOD = passes('TestX') + event('run', 'TestX/y') + event('fail', 'TestX/y') + event('pass');

function reasonOf(text: string): string {
  const report = parseReport('go-test', { kind: 'ok', bytes: Buffer.from(text) });
  return report.kind === 'malformed' ? report.reason : 'accepted';
}

function resultsOf(text: string) {
  const report = parseReport('go-test', { kind: 'ok', bytes: Buffer.from(text) });
  if (report.kind === 'malformed') throw new Error(report.reason);
  return report.results;
}

describe('a report', () => {
  test('must be complete and nothing else', () => {
    expect(resultsOf(GOOD)).toEqual([
      { id: 'k/a::TestX', status: 'passed' },
      { id: 'k/a::TestX > y', status: 'failed' },
    ]);
    for (let cut = 1; cut < GOOD.length; cut += 1) expect(reasonOf(GOOD.slice(0, cut))).not.toBe('accepted');
    expect(reasonOf(GOOD + passes('TestZ'))).toMatch(/line 6 comes after the end of the package k\/a/);
    expect(reasonOf(GOOD + event('pass'))).toMatch(/after the end/);
    expect(reasonOf(passes('TestX'))).toMatch(/k\/a has no end/);
    expect(reasonOf(`${GOOD}ok  \tk/a\t0.1s\n`)).toMatch(/line 6 is no event/);
    expect(reasonOf(`${GOOD}\n`)).toMatch(/is no event/);
    expect(reasonOf(`${GOOD} `)).toMatch(/line feed/);
    expect(reasonOf(GOOD.replace('"TestX"', '5'))).toMatch(/line 1 is no event/);
    expect(reasonOf(`${'['.repeat(100_000)}\n`)).toMatch(/line 1 is no event/);
    expect(reasonOf('null\n[]\n')).toMatch(/line 1 is no event/);
    expect(reasonOf(event('output', 'TestX', { Output: 'x'.repeat(16 * 1024 * 1024) }))).toMatch(/longer than/);
    expect(reasonOf(event('pass', 'TestX').repeat(200_001) + event('pass'))).toMatch(/more than/);
    expect(parseGoTest(Buffer.from([0xff, 0x0a])).kind).toBe('malformed');
    expect(parseGoTest(Buffer.alloc(128 * 1024 * 1024 + 1, 0x0a))).toMatchObject({
      reason: 'the report is larger than 128 MiB',
    });
  });

  test('numbers what comes twice, so that the worse of both counts', () => {
    expect(resultsOf(passes('TestX') + event('fail', 'TestX') + event('fail'))).toEqual([
      { id: 'k/a::TestX', status: 'passed' },
      { id: 'k/a::TestX#2', repeatOf: 'k/a::TestX', status: 'failed' },
    ]);
  });

  test('says why a package, a test or a build failed', () => {
    const said = (Test: string, Output: string) => event('output', Test, { Output });
    const text =
      event('run', 'TestX') +
      said('TestX', '=== RUN   TestX\n') +
      said('TestX', '    a_test.go:3: two is three\n') +
      said('TestX', '--- FAIL: TestX (0.00s)\n') +
      event('fail', 'TestX') +
      event('run', 'TestOpen') +
      said('TestOpen', 'and was never seen again') +
      event('fail') +
      'FAIL\tk/b [build failed]\n';
    expect(resultsOf(text)).toEqual([
      { id: 'k/a::TestX', status: 'failed', message: 'a_test.go:3: two is three' },
      { id: 'k/a::TestOpen', status: 'error', message: 'has no result. and was never seen again' },
      { id: 'k/b::k/b', status: 'error', message: 'build failed' },
    ]);
    expect(resultsOf(event('fail'))).toEqual([
      { id: 'k/a::k/a', status: 'error', message: 'failed without a failed test' },
    ]);
  });

  test('of Go before 1.20 has results behind what a test printed without a line feed', () => {
    const output = (Test: string, Output: string) => event('output', Test, { Output });
    const open = event('run', 'TestA') + output('TestA', '=== RUN   TestA\n');
    const glued = (word: string) => output('TestA', `seen 3--- ${word}: TestA (0.00s)\n`);
    const statuses = (text: string) => resultsOf(text).map(({ id, status }) => `${id.slice(5)} ${status}`);
    expect(statuses(open + glued('PASS') + event('pass'))).toEqual(['TestA passed']);
    expect(statuses(open + glued('SKIP') + event('pass'))).toEqual(['TestA skipped']);
    expect(statuses(open + glued('FAIL') + event('fail'))).toEqual(['TestA failed']);
    expect(
      statuses(open + output('TestA', 'x    --- PASS: TestA/b (0.01s)\n') + event('pass', 'TestA') + event('pass')),
    ).toEqual(['TestA passed', 'TestA > b passed']);
    // What is printed gains nothing: the worse of two counts, and a real result is one.
    expect(statuses(open + glued('PASS') + glued('FAIL') + event('fail'))).toEqual(['TestA failed']);
    expect(statuses(open + glued('PASS') + event('fail', 'TestA') + event('fail'))).toEqual(['TestA failed']);
    expect(statuses(open + output('TestA', 'says --- PASS: TestA\n') + event('fail'))).toEqual([
      'TestA error',
      'k/a error',
    ]);
    // Newer versions mark their own lines: there it is a word like any other.
    expect(statuses(event('start') + open + glued('PASS') + event('fail'))).toEqual(['TestA error', 'k/a error']);
  });

  test('of 30 MB of debug prints is read', () => {
    const flood = event('output', 'TestX', { Output: `${'debug '.repeat(40)}\n` }).repeat(90_000);
    expect(flood.length).toBeGreaterThan(30_000_000);
    expect(resultsOf(event('run', 'TestX') + flood + event('pass', 'TestX') + event('pass'))).toEqual([
      { id: 'k/a::TestX', status: 'passed' },
    ]);
  });

  test('passes over what newer versions of Go add', () => {
    const newer = `${JSON.stringify({ ImportPath: 'k/a', Action: 'build-output', Output: '# k/a\n' })}\n`;
    const attr = event('attr', 'TestX', { Key: 'a', Value: 'b' });
    expect(
      resultsOf(newer + event('start') + passes('TestX') + attr + event('pass', undefined, { FailedBuild: '' })),
    ).toEqual([{ id: 'k/a::TestX', status: 'passed' }]);
  });

  test('of any bytes is read or refused, and damage never makes a pass of a failure', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => Boolean(parseGoTest(Buffer.from(bytes)))));
    const failing = Buffer.from(event('run', 'TestX') + event('fail', 'TestX') + event('fail'));
    fc.assert(
      fc.property(fc.nat(failing.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(failing);
        damaged[at] = byte;
        const report = parseGoTest(damaged);
        expect(
          report.kind === 'ok' && report.results.some(({ id, status }) => id === 'k/a::TestX' && status === 'passed'),
        ).toBe(false);
      }),
    );
  });

  test('of 40,000 results is read, each with its own id', () => {
    const names = Array.from({ length: 40_000 }, (_, index) => `Test${index}`);
    const results = resultsOf(names.map(passes).join('') + event('pass'));
    expect(new Set(results.map(({ id }) => id)).size).toBe(40_000);
  });
});
