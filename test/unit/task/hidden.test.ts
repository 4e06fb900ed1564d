import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadHidden } from '../../../src/task/hidden.ts';
import { loadTask } from '../../../src/task/load.ts';
import { problemsOf } from './problems.ts';
import { makeExecutable, TASK_YAML, temporaryFolder, writeFiles, writeTask } from './task-folder.ts';

test('the hidden files come by verifier, as they would lie in the workspace, with the gold patch', async () => {
  using folder = temporaryFolder();
  const [, verifier = ''] = /(^ {2}- id: tests[\s\S]*?policy: .*\n)/m.exec(TASK_YAML) ?? [];
  const second = verifier.replace('id: tests', 'id: slow').replace('files: tests', 'files: slow');
  const task = writeTask(folder.path, 'ini-parser', {
    'task.yaml': TASK_YAML.replace(verifier, verifier + second),
    'tests/a/run.sh': '#!/bin/sh\n',
    'slow/data.bin': new Uint8Array([0, 255]),
  });
  makeExecutable(join(task, 'tests/a/run.sh'));
  const { tests, gold } = await loadHidden(await loadTask(task));
  expect(gold).toBe('--- a/src/parse.js\n+++ b/src/parse.js\n');
  expect(Object.fromEntries(tests)).toEqual({
    tests: [
      { path: 'a/run.sh', content: Buffer.from('#!/bin/sh\n'), executable: true },
      { path: 'test/parse.test.js', content: Buffer.from('import "node:test";\n'), executable: false },
    ],
    slow: [{ path: 'data.bin', content: Buffer.from([0, 255]), executable: false }],
  });
});

test('a gold patch of other bytes, or gone since, is a coded error', async () => {
  using folder = temporaryFolder();
  const task = await loadTask(writeTask(folder.path, 'ini-parser'));
  writeFileSync(join(task.folder, 'solution/gold.patch'), Buffer.from([0xff]));
  expect(await problemsOf(() => loadHidden(task))).toMatchObject([
    { code: 'TASK_INVALID', place: `${task.file}:34:11` },
  ]);
  writeFileSync(task.file, TASK_YAML.replace('gold.patch', 'gone.patch'));
  expect(await problemsOf(() => loadHidden(task))).toMatchObject([{ code: 'TASK_INVALID', place: task.file }]);
});

const SOURCES = resolve(import.meta.dirname, '../../../src');
const ALLOWED = ['verify', 'admission', 'run'];

/** Files below `root` that mention the module in an import, an export or a call of import(), outside the allowed ones. */
function leaks(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.filter((file) => {
    const literals = [...readFileSync(join(root, file), 'utf8').matchAll(/['"`]([^'"`\n]*hidden\.[jt]s)['"`]/g)];
    const isUsed = literals.some(
      ([, path]) => relative(root, resolve(root, dirname(file), path!)) === join('task', 'hidden.ts'),
    );
    return isUsed && !ALLOWED.includes(file.split('/')[0]!);
  });
}

test('only verify, admission and run import the hidden side', () => {
  expect(leaks(SOURCES)).toEqual([]);
});

test('the scan would see an import elsewhere', () => {
  using folder = temporaryFolder();
  writeFiles(folder.path, {
    'agent/loop.ts': "import { loadHidden } from '../task/hidden.ts';\n",
    'task/load.ts': "export * from './hidden.ts';\n",
    'tools/late.ts': "const { loadHidden } = await import('../task/hidden.ts');\n",
    'run/trial.ts': "import { loadHidden } from '../task/hidden.ts';\n",
    'agent/other.ts': "import { x } from './hidden.ts';\n",
  });
  expect(leaks(folder.path).sort()).toEqual(['agent/loop.ts', 'task/load.ts', 'tools/late.ts']);
});
