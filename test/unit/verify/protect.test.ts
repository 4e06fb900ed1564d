import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPolicy, isSafePath, type ProtectionRules } from '../../../src/verify/protect.ts';

const RULES: ProtectionRules = { paths: ['**'], protect: [], hiddenTests: [], baseFiles: [] };
const file = (path: string) => ({ path, content: Buffer.from('x'), executable: false });

function reasonFor(path: string, rules: Partial<ProtectionRules> = {}): string | null {
  const written = applyPolicy({ files: [file(path)], deleted: [] }, { ...RULES, ...rules });
  const removed = applyPolicy({ files: [], deleted: [path] }, { ...RULES, ...rules });
  expect(removed.dropped).toEqual(written.dropped);
  expect(written.files.length + written.dropped.length).toBe(1);
  expect(removed.deleted.length + removed.dropped.length).toBe(1);
  return written.dropped[0]?.reason ?? null;
}

test.each([
  'src/app.py',
  'src/.hidden/x.js',
  'tests/test_new.py',
  'tests/__init__.py',
  'package.json',
  'Makefile',
  '.gitignore',
  '.github/workflows/ci.yml',
  'lib/pytest_helper.py',
  'app/unittest/cases.py',
  'docs/ünïcode – ♥.md',
  'src/digit.go',
  'config.py',
])('an honest solution may touch %s', (path) => {
  expect(reasonFor(path)).toBeNull();
});

test.each([
  'conftest.py',
  'a/b/ConfTest.py',
  'pytest.ini',
  '.pytest.ini',
  'pytest.toml',
  'tox.ini',
  'setup.cfg',
  'pyproject.toml',
  'src/sitecustomize.py',
  'usercustomize.py',
  'sitecustomize/__init__.py',
  'evil.pth',
  'lib/evil.pth',
  'pytest.py',
  'src/pytest.py',
  '_pytest/__init__.py',
  'pluggy/__init__.py',
  'unittest/__init__.py',
  'evil.egg-info/entry_points.txt',
  'evil-1.0.dist-info/entry_points.txt',
  'src/__pycache__/app.cpython-311.pyc',
  'app.pyc',
  '.venv/bin/python',
  'lib/python3.11/site-packages/x.py',
  'node_modules/x/index.js',
  'packages/a/node_modules/x/index.js',
  '.npmrc',
  'sub/.npmrc',
  '.yarnrc.yml',
  '.pnp.cjs',
  'vitest.config.ts',
  'jest.config.js',
  '.mocharc.json',
  'GNUmakefile',
])('no submission brings or deletes %s', (path) => {
  expect(reasonFor(path)).toMatch(/\w+ \w+/);
});

test.each([
  '.git/config',
  'sub/.git/hooks/pre-commit',
  '.GIT/config',
  '.git',
  '.git. /config',
  'GIT~1/config',
  '.ｇit/x',
])('nothing of a repository comes over: %s', (path) => {
  expect(reasonFor(path)).toBe('part of a .git folder');
});

test.each([
  '',
  '/etc/passwd',
  '../x',
  'a/../../x',
  'a/..',
  './a',
  'a/./b',
  'a//b',
  'a/',
  'a\\b',
  'a\nb',
  'a\0b',
  'a\u001b[31m',
  'a\u0085b',
  'a\u202eb',
  '.g\u200cit/config',
  '\ud800',
  'x'.repeat(256),
  `${'a/'.repeat(2048)}b`,
])('%j is not a safe path', (path) => {
  expect(isSafePath(path)).toBe(false);
  expect(reasonFor(path)).toBe('not a safe relative path');
});

test('a safe path stays where it is, whatever it is made of', () => {
  const parts = fc.array(fc.constantFrom('a', '..', '.', '', '/', '\\', '\0', '.git', ' ', 'é', '\u202e'), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(parts, (pieces) => {
      const path = pieces.join('');
      if (!isSafePath(path)) return;
      const { pathname } = new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///root/');
      expect(decodeURIComponent(pathname)).toBe(`/root/${path}`);
    }),
  );
});

test('only allowed paths come over, in their exact case, and dot files are included', () => {
  const paths = ['src/**', '*.md'];
  expect(reasonFor('src/.a/b.py', { paths })).toBeNull();
  expect(reasonFor('README.md', { paths })).toBeNull();
  expect(reasonFor('docs/README.md', { paths })).toMatch(/outside/);
  expect(reasonFor('SRC/a.py', { paths })).toMatch(/outside/);
  expect(reasonFor('a.py', { paths: [] })).toMatch(/outside/);
});

test("the task's own protection ignores case and Unicode variants", () => {
  const protect = ['package.json', 'Tests/Fixtures/**', 'caf\u00e9.txt'];
  expect(reasonFor('Package.JSON', { protect })).toBe('protected by the task');
  expect(reasonFor('tests/fixtures/.deep/a', { protect })).toBe('protected by the task');
  expect(reasonFor('cafe\u0301.txt', { protect })).toBe('protected by the task');
  expect(reasonFor('sub/package.json', { protect })).toBeNull();
});

test('hidden tests get their paths, and the folders on the way', () => {
  const hiddenTests = ['tests/unit/test_a.py'];
  expect(reasonFor('tests/unit/test_a.py', { hiddenTests })).toMatch(/hidden test has this path/);
  expect(reasonFor('tests/unit/TEST_A.py', { hiddenTests })).toMatch(/hidden test has this path/);
  expect(reasonFor('tests/unit', { hiddenTests })).toMatch(/needs a folder/);
  expect(reasonFor('tests', { hiddenTests })).toMatch(/needs a folder/);
  expect(reasonFor('tests/unit/test_a.py/x', { hiddenTests })).toMatch(/is a file on this path/);
  expect(reasonFor('tests/unit/test_b.py', { hiddenTests })).toBeNull();
});

test('a protected file is no folder: nothing is brought below it', () => {
  const protect = ['package.json', '**/Makefile'];
  expect(reasonFor('package.json/y', { protect })).toBe('a protected file is on this path');
  expect(reasonFor('Package.JSON/a/b/c', { protect })).toBe('a protected file is on this path');
  expect(reasonFor('lib/makefile/rules.mk', { protect })).toBe('a protected file is on this path');
  for (const path of ['pyproject.toml/y', 'src/conftest.py/y/z', 'PyTest.ini/x', 'a.pth/b', 'sub/.npmrc/x']) {
    expect(reasonFor(path)).toBe('a protected file is on this path');
  }
  expect(reasonFor('lib/package.json/y', { protect })).toBeNull();
  expect(reasonFor('package.json.d/y', { protect })).toBeNull();
});

test('a folder that holds a protected file of the base is no file', () => {
  const rules = { protect: ['config/**', 'lib/a/rules.mk'], baseFiles: ['lib/a/rules.mk', 'app/setup.cfg', 'src/a.c'] };
  for (const path of ['lib', 'lib/a', 'LIB/A', 'app']) {
    expect(reasonFor(path, rules)).toBe('a protected file needs a folder here');
  }
  expect(reasonFor('lib/a/b.mk', rules)).toBeNull();
  expect(reasonFor('src', rules)).toBeNull();
  expect(reasonFor('lib', { protect: rules.protect })).toBeNull();
});

test('whatever is admitted leaves every protected file of the base where it is', () => {
  const baseFiles = ['package.json', 'tests/a.js', 'lib/conftest.py', 'src/x.js', 'src/sub/y.js'];
  const protect = ['package.json', 'tests/**'];
  const kept = ['package.json', 'tests/a.js', 'lib/conftest.py'];
  const part = fc.constantFrom('package.json', 'tests', 'a.js', 'lib', 'conftest.py', 'src', 'x.js', 'sub', 'LIB');
  const paths = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(paths, (path) => {
      const admitted = applyPolicy({ files: [file(path)], deleted: [path] }, { ...RULES, protect, baseFiles });
      if (admitted.files.length === 0) return;
      const inTheWay = kept.filter((name) => `${name}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${name}/`));
      expect(inTheWay).toEqual([]);
    }),
  );
});

test('order and content of what is admitted are kept', () => {
  const files = [file('b.py'), file('conftest.py'), file('a.py')];
  const admitted = applyPolicy({ files, deleted: ['old.py', '.git/HEAD'] }, RULES);
  expect(admitted.files).toEqual([files[0], files[2]]);
  expect(admitted.deleted).toEqual(['old.py']);
  expect(admitted.dropped.map(({ path }) => path)).toEqual(['conftest.py', '.git/HEAD']);
});
