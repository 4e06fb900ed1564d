/** Folders of installed packages. */
export const INSTALLED: readonly string[] = ['**/{node_modules,site-packages,.venv,.yarn}/**'];

/**
 * Paths that no submission may bring or delete: they run in, or replace, the test runner itself. An honest solution
 * does not need them, because nothing is installed between submission and test: where it edits one (say, metadata in
 * pyproject.toml), the edit is left out and the tests run with the trusted copy.
 *
 * Left to the task's `protect`, because honest solutions do need them: package.json (`exports`, `type`), Makefile and
 * CMakeLists.txt (new sources), and the folders of visible tests. A task whose test command goes through one of those
 * (`npm test`, `make check`) must protect it. Lower case: they are compared with folded names.
 */
export const ALWAYS_PROTECTED: readonly { globs: readonly string[]; reason: string }[] = [
  { globs: ['**/conftest.py'], reason: 'pytest runs it as a plugin and it can rewrite results' },
  {
    globs: ['**/{,.}pytest.{ini,toml}', '**/tox.ini', '**/setup.cfg', '**/pyproject.toml'],
    reason: 'pytest reads options and plugins from it',
  },
  { globs: ['**/{sitecustomize,usercustomize}.py'], reason: 'every Python process imports it at start' },
  { globs: ['**/{sitecustomize,usercustomize}/**'], reason: 'every Python process imports it at start' },
  { globs: ['**/*.pth'], reason: 'Python executes its lines at start' },
  {
    globs: [
      '{,src/,lib/}{pytest,_pytest,pluggy,iniconfig,unittest,py}.py',
      '{,src/,lib/}{pytest,_pytest,pluggy,iniconfig,unittest}/**/*.{py,so}',
    ],
    reason: 'it would be imported instead of the test framework',
  },
  { globs: ['**/*.{egg-info,dist-info}/**', '**/*.egg-link'], reason: 'its entry points are loaded as plugins' },
  { globs: ['**/__pycache__/**', '**/*.{pyc,pyo}'], reason: 'bytecode may differ from its source' },
  { globs: ['**/{.venv,site-packages}/**'], reason: 'it holds interpreters and installed packages' },
  { globs: ['**/node_modules/**'], reason: 'it holds installed packages, test frameworks among them' },
  { globs: ['**/.npmrc', '**/.yarnrc{,.yml}', '**/.pnpmfile.cjs'], reason: 'it sets options and hooks of node runs' },
  { globs: ['**/.yarn/**', '**/.pnp.*'], reason: 'it replaces how node finds packages' },
  { globs: ['**/node.config.json'], reason: 'node reads start-up options from it' },
  {
    globs: ['**/{vitest,jest,ava}.{config,workspace,setup}.*', '**/.mocharc*', '**/.taprc'],
    reason: 'the test runner loads it',
  },
  { globs: ['**/gnumakefile'], reason: 'make prefers it to the Makefile' },
  { globs: ['**/*_test.go'], reason: 'it becomes a part of the test binary, TestMain included' },
  { globs: ['**/go.work{,.sum}'], reason: 'it replaces how go finds modules' },
  { globs: ['**/setup_suite.bash'], reason: 'bats runs it around all tests' },
];
