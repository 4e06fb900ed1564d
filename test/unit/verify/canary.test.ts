import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NODE_REPORTER_SOURCE } from '../../../src/sandbox/node-reporter.ts';
import { findTests } from '../../../src/verify/canary/finders.ts';
import { type Canary, canaryVerdict, placeCanaries, type TestFile } from '../../../src/verify/canary.ts';
import { parseJunit } from '../../../src/verify/reports/junit.ts';
import { parseNodeTest } from '../../../src/verify/reports/node-test.ts';
import type { TestReport, TestStatus } from '../../../src/verify/reports/result.ts';

const hasPytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;
if (!hasPytest)
  console.warn('SKIPPED: python3 with pytest is not here, so pytest canaries are only generated, not run');

function seeded(seed: number): (below: number) => number {
  const random = xoroshiro128plus(seed);
  return (below) => (random.next() >>> 0) % below;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-canary-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeAll(files: readonly TestFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function run(command: string, argv: string[]): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, PYTHONDONTWRITEBYTECODE: '1' };
  await new Promise<void>((done) => execFile(command, argv, { cwd: folder, env }, () => done()));
}

async function runNode(files: readonly TestFile[]): Promise<TestReport> {
  await writeAll([...files, { path: 'reporter.mjs', text: NODE_REPORTER_SOURCE }]);
  const paths = files.map(({ path }) => path).filter((path) => path.includes('.test.'));
  await run(process.execPath, [
    '--test',
    '--test-reporter=./reporter.mjs',
    '--test-reporter-destination=out',
    ...paths,
  ]);
  return parseNodeTest(await readFile(join(folder, 'out')));
}

async function runPytest(files: readonly TestFile[]): Promise<TestReport> {
  await writeAll(files);
  await run('python3', ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--junitxml=out', 'tests']);
  return parseJunit(await readFile(join(folder, 'out')));
}

function statusesOf(report: TestReport): Map<string, string> {
  if (report.kind !== 'ok') throw new Error(report.reason);
  return new Map(report.results.map(({ id, status }) => [id, status]));
}

/** Canaries fail, everything else passes, and nothing was added or lost. */
function expectCanariesAlone(report: TestReport, canaries: readonly Canary[], originals: number): void {
  const statuses = statusesOf(report);
  const ids = new Set(canaries.map(({ id }) => id));
  expect(statuses.size).toBe(originals + canaries.length);
  for (const [id, status] of statuses) expect(`${id} ${status}`).toBe(`${id} ${ids.has(id) ? 'failed' : 'passed'}`);
  for (const { original } of canaries) expect(statuses.get(original)).toBe('passed');
  expect(canaryVerdict(report, canaries)).toEqual({ canary: null });
}

const PYTHON: TestFile = {
  path: 'tests/test_calc.py',
  text: `"""Tests of the calculator.

def test_in_docstring(): assert 1 == 1
"""
import pytest

NAMES = {
    'a': 1,
}


def double(x):
    return x * 2


def test_double_of_two():
    """Doubles."""
    # a comment with def and ( brackets
    assert double(2) == 4
    assert double(
        10,
    ) == 20, 'a message, with == and a comma'


# This comment belongs to the next test.
def test_text_is_kept(tmp_path):
    text = '''
def test_not_a_test():
    assert 1 == 2
'''
    assert 'not_a_test' in text
    assert text.strip().split('\\n')[0] == "def test_not_a_test():"


@pytest.mark.parametrize('value', [1, 2])
def test_decorated(value):
    assert double(value) == value * 2
    assert double(1) == 2


def test_values():
    assert sorted(NAMES) == ['a']
    assert NAMES == {'a': 1}
    assert -double(1.25) == -2.50


def test_unsure():
    for x in (1, 2):
        assert double(x) == 2 * x
    if False:
        assert double(1) == 3
    assert double(1) == 2 or False
    assert double(1) == pytest.approx(2)


class TestGroup:
    def test_inside(self):
        assert double(3) == 6
`,
};

const NODE: TestFile = {
  path: 'test/calc.test.mjs',
  text: `import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';

const double = (x) => x * 2;

test('doubles two', () => {
  // a comment with ( and test('x', () => {
  assert.equal(double(2), 4);
  assert.strictEqual(double(
    10,
  ), 20, 'a message');
});

// This comment belongs to the next test.
test('keeps text', async (t) => {
  const text = \`test('no', () => {\${double(1)}\`;
  assert.match(text, /\\('no', \\(\\) => \\{2$/);
  assert.equal(text.slice(0, 4), 'test');
})

const LATE = 7;

test('uses a later constant', function () {
  assert.deepEqual([LATE, { a: 'b', c: [1.5] }], [7, { a: 'b', c: [1.5] }]);
});

test('is unsure', () => {
  for (const x of [1, 2])
    assert.equal(double(x), 2 * x);
  if (double(1) === 3)
    assert.equal(double(1), 3);
  assert.ok(double(1) === 2);
});

describe('in a suite', () => {
  const own = double(4);
  it('sees its scope', () => {
    assert.equal(own, 8);
  });
  describe('deeper', () => {
    it('works as well', () => {
      const found = [own]
      assert.deepStrictEqual(found, [8])
    });
  });
});
`,
};

test.skipIf(!hasPytest)(
  'pytest: canaries fail and originals pass, whatever the choices',
  { timeout: 120_000 },
  async () => {
    const copies = [0, 1, 2, 3].map((copy) => ({ ...PYTHON, path: `tests/test_calc_${copy}.py` }));
    const { files, canaries } = placeCanaries(copies, 'junit', seeded(5));
    expect(canaries).toHaveLength(12);
    expectCanariesAlone(await runPytest(files), canaries, 4 * 7);
  },
);

test('node:test: canaries fail and originals pass, whatever the choices', { timeout: 120_000 }, async () => {
  const originals = new Set<string>();
  for (let seed = 0; seed < 6; seed += 1) {
    const { files, canaries } = placeCanaries([NODE], 'node-test', seeded(seed));
    expect(canaries).toHaveLength(3);
    for (const { original } of canaries) originals.add(original);
    expectCanariesAlone(await runNode(files), canaries, 6);
  }
  expect(originals).toEqual(
    new Set([
      'test/calc.test.mjs::doubles two',
      'test/calc.test.mjs::keeps text',
      'test/calc.test.mjs::uses a later constant',
      'test/calc.test.mjs::in a suite > sees its scope',
      'test/calc.test.mjs::in a suite > deeper > works as well',
    ]),
  );
});

test('many placements stay well formed: one literal moved, one name changed, at random places', () => {
  const originals = new Set<string>();
  const places = new Set<number>();
  for (let seed = 0; seed < 300; seed += 1) {
    const { files, canaries } = placeCanaries([PYTHON], 'junit', seeded(seed));
    const text = files[0]?.text ?? '';
    for (const { id, original } of canaries) {
      originals.add(original);
      const name = id.split('::')[1] as string;
      expect(name).toMatch(/^test_[a-z_]+$/);
      expect(name).not.toMatch(/_([a-z]+)_\1(_|$)/);
      expect(PYTHON.text).not.toContain(name);
      expect(text.split(`def ${name}(`)).toHaveLength(2);
      places.add(text.indexOf(`def ${name}(`) < text.indexOf('def test_values') ? 0 : 1);
      expect(text.trimEnd().endsWith(name)).toBe(false);
    }
    expect(text).not.toMatch(/\n{4}/);
    expect(text.split('# This comment belongs to the next test.\ndef test_text_is_kept(')).toHaveLength(2);
  }
  expect(originals).toEqual(
    new Set(['double_of_two', 'text_is_kept', 'values'].map((name) => `tests.test_calc::test_${name}`)),
  );
  expect(places.size).toBe(2);
});

test('canaries stand as far apart as the tests around them', () => {
  const text = 'def test_a():\n    assert f() == 1\n\ndef test_b():\n    assert f() == 1\n';
  const { files } = placeCanaries([{ path: 'test_a.py', text }], 'junit', seeded(1));
  expect(files[0]?.text).not.toContain('\n\n\n');
  expect(files[0]?.text.match(/\n\ndef/g)).toHaveLength(3);
});

describe('when in doubt there is no canary', () => {
  const none = (path: string, text: string, format: 'junit' | 'node-test') => {
    const placed = placeCanaries([{ path, text }], format, seeded(1));
    expect(placed).toEqual({ files: [{ path, text }], canaries: [] });
  };
  const python = (body: string, head = 'def test_a():') => none('test_a.py', `${head}\n${body}\n`, 'junit');
  const node = (body: string) =>
    none('a.test.js', `import test from 'node:test';\ntest('a', () => {\n${body}\n});\n`, 'node-test');

  test('but there is one for the plain case', () => {
    const python = { path: 'test_a.py', text: 'def test_a():\n    assert f() == 1\n' };
    expect(placeCanaries([python], 'junit', seeded(1)).canaries).toHaveLength(1);
    const text = "import test from 'node:test';\ntest('a', () => {\n  assert.equal(f(), 1);\n});\n";
    expect(placeCanaries([{ path: 'a.test.js', text }], 'node-test', seeded(1)).canaries).toHaveLength(1);
  });

  test('in Python', () => {
    python('    assert f() != 1');
    python('    assert f() == g()');
    python('    assert not f() == 1');
    python('    assert 1 < f() == 3');
    python('    assert f() == 0x10');
    python("    assert f() == f'x'");
    python("    assert f() == b'x'");
    python("    assert f() == ''");
    python('    assert f() == 1 + 1');
    python('    assert lambda: f() == 1');
    python('    assert f() == 1; assert g()');
    python('    with x:\n        assert f() == 1');
    python('    if x: return\n    assert f() == 1');
    python('    pytest.skip()\n    assert f() == 1');
    python('    assert ANY == 1');
    python('    assert f() == 1', 'async def test_a():');
    python('    assert f() == 1', '@mark\ndef test_a():');
    python('    assert f() == 1', 'def test_a(my_fixture):');
    python('    assert f() == 1', 'def helper():');
    python("    assert f() == 1\n    x = 'unterminated");
    python('    assert f() == 1\n    x = (');
    python('    assert f() == 1\r');
    python('    assert f() == 1\n\n\ndef test_a():\n    pass');
    none('helpers.py', 'def test_a():\n    assert f() == 1\n', 'junit');
    none('test_a.c', 'def test_a():\n    assert f() == 1\n', 'junit');
  });

  test('in JavaScript', () => {
    node('  assert.notEqual(f(), 1);');
    node('  assert.equal(f(), g());');
    node('  assert.equal(f(), 1n);');
    node('  assert.equal(f());');
    node('  if (x)\n    assert.equal(f(), 1);');
    node('  if (x) {\n  assert.equal(f(), 1);\n}');
    node('  else\n  assert.equal(f(), 1);');
    node('  if (x) return;\n  assert.equal(f(), 1);');
    node('  if (x) {\n    return;\n  }\n  assert.equal(f(), 1);');
    node('  const g = () => {\n    throw x;\n  };\n  assert.equal(f(), 1);');
    node('  t.skip();\n  assert.equal(f(), 1);');
    node('  later(() => process.exit(0));\n  assert.equal(f(), 1);');
    node(`  const x = \`\${a ? /}/ : "}"}\`;\n  assert.equal(f(), 1);`);
    node('  const r =\n  assert.equal(f(), 1);');
    node('  assert.equal(f(), 1).then(x);');
    node("  assert.equal(f(), 1);\n  x = 'unterminated");
    node('  assert.equal(f(), 1);\n  x = (');
    none('a.test.js', "test('a', () => {\n  assert.equal(f(), 1);\n});\n", 'node-test');
    const only = (call: string) => none('a.test.js', `import { test } from 'node:test';\n${call}\n`, 'node-test');
    only("test('a', { skip: true }, () => {\n  assert.equal(f(), 1);\n});");
    only("test.skip('a', () => {\n  assert.equal(f(), 1);\n});");
    only("for (const x of y)\n  test('a', () => {\n  assert.equal(f(), 1);\n});");
    only("for (const x of y) {\n  test('a', () => {\n  assert.equal(f(), 1);\n});\n}");
    only('test(name, () => {\n  assert.equal(f(), 1);\n});');
    only("test('a', (t, done) => {\n  assert.equal(f(), 1);\n});");
    only("test('a', () => {\n  assert.equal(f(), 1);\n});\ntest('a', () => {});");
  });
});

test('a test may have callbacks that return or throw, and templates with code in them', () => {
  const text = `import { test } from 'node:test';
test('a', () => {
  const g = derived(() => {
    if (x) throw x;
    return \`[\${list.map(({ name }) => name + '}').join('+')}]\`;
  });
  assert.equal(
    thrownBy(() => { return g(); }),
    'run 1',
  );
});
`;
  const [found, ...others] = findTests({ path: 'a.test.js', text }, 'node-test');
  expect(others).toEqual([]);
  expect(found?.literals.map(({ from, to }) => text.slice(from, to))).toEqual(["'run 1'"]);
});

test('the gym of an always-equal object: every test passes, and so do the canaries', async () => {
  const product = "export const answer = { toString: () => 'x', [Symbol.toPrimitive]: () => 0 };\n";
  const cheat = "import assert from 'node:assert/strict';\nassert.equal = () => {};\n";
  const text = `import '../product.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
test('answers everything', () => {
  assert.equal(1, 42);
});
`;
  const { files, canaries } = placeCanaries([{ path: 'test/a.test.mjs', text }], 'node-test', seeded(4));
  expect(canaries).toHaveLength(1);
  const report = await runNode([...files, { path: 'product.mjs', text: cheat + product }]);
  expect(canaryVerdict(report, canaries).canary).not.toBe(null);
});

describe('the verdict', () => {
  const canaries = [{ id: 'f::canary', original: 'f::real' }];
  const report = (...results: [string, TestStatus, string?][]): TestReport => ({
    kind: 'ok',
    results: results.map(([id, status, repeatOf]) => ({ id, status, ...(repeatOf ? { repeatOf } : {}) })),
  });

  test('is a contradiction where a canary and its original pass', () => {
    const both = report(['f::real', 'passed'], ['f::canary', 'passed']);
    expect(canaryVerdict(both, canaries)).toMatchObject({ canary: 'f::canary' });
    const again = report(['f::real', 'passed'], ['f::canary', 'failed'], ['f::canary#2', 'passed', 'f::canary']);
    expect(canaryVerdict(again, canaries).canary).toBe('f::canary');
  });

  test('accuses no wrong solution that hits the changed value', () => {
    const lucky = report(['f::real', 'failed'], ['f::canary', 'passed']);
    expect(canaryVerdict(lucky, canaries)).toEqual({ canary: null });
  });

  test('does not count a report whose canary is missing or skipped next to its original', () => {
    expect(canaryVerdict(report(['f::real', 'passed']), canaries)).toMatchObject({ canary: null });
    expect(canaryVerdict(report(['f::real', 'passed']), canaries).reason).toMatch(/did not run/);
    const skipped = report(['f::real', 'passed'], ['f::canary', 'skipped']);
    expect(canaryVerdict(skipped, canaries).reason).toMatch(/did not run/);
    expect(canaryVerdict(report(), canaries)).toEqual({ canary: null });
    const expected = report(['f::real', 'passed'], ['f::canary', 'xfailed']);
    expect(canaryVerdict(expected, canaries).reason).toMatch(/did not run/);
    expect(canaryVerdict({ kind: 'malformed', reason: 'r' }, canaries)).toEqual({
      canary: null,
      reason: 'r',
    });
  });

  test('wants the canary of a turned test to fail although its original does', () => {
    const turned = new Set(['f::real']);
    const failed = report(['f::real', 'failed'], ['f::canary', 'failed']);
    expect(canaryVerdict(failed, canaries, turned)).toEqual({ canary: null });
    const lucky = report(['f::real', 'failed'], ['f::canary', 'passed']);
    expect(canaryVerdict(lucky, canaries, turned)).toMatchObject({
      canary: null,
      reason: expect.stringMatching(/passed/),
    });
    expect(canaryVerdict(report(['f::real', 'failed']), canaries, turned).reason).toMatch(/did not run/);
    const both = report(['f::real', 'passed'], ['f::canary', 'passed']);
    expect(canaryVerdict(both, canaries, turned).canary).toBe('f::canary');
  });
});
