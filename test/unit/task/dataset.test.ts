import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDataset } from '../../../src/task/dataset.ts';
import { linesOf, problemsOf } from './problems.ts';
import { temporaryFolder, writeFiles, writeTask } from './task-folder.ts';

/** A package with three tasks, and one more folder of tasks beside it. */
function twoFolders() {
  const folder = temporaryFolder();
  const root = join(folder.path, 'package');
  for (const name of ['ini-parser', 'csv-parser', 'ini-writer']) writeTask(join(root, 'tasks'), name);
  writeTask(join(folder.path, 'mine'), 'own-task');
  mkdirSync(join(folder.path, 'mine/notes'));
  const load = async (...selectors: string[]) => (await loadDataset(selectors, { root })).map(({ id }) => id);
  return { path: folder.path, root, load, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test('a selector is a name, a folder, a folder of tasks or a glob; tasks come once, sorted by id', async () => {
  using folders = twoFolders();
  const { path, root, load } = folders;
  expect(await load('ini-parser')).toEqual(['ini-parser']);
  expect(await load(`${root}/tasks/ini-parser/`)).toEqual(['ini-parser']);
  expect(await load(`${root}/tasks`)).toEqual(['csv-parser', 'ini-parser', 'ini-writer']);
  expect(await load(`${root}/tasks/ini-*`)).toEqual(['ini-parser', 'ini-writer']);
  expect(await load('ini-*')).toEqual(['ini-parser', 'ini-writer']);
  expect(await load(`${path}/**/{own,csv}-*`)).toEqual(['csv-parser', 'own-task']);
  expect(await load(`${path}/mine`, 'ini-writer', 'ini-*')).toEqual(['ini-parser', 'ini-writer', 'own-task']);
  expect(await load()).toEqual([]);
});

test('a folder reached by a link is the same folder', async () => {
  using folders = twoFolders();
  symlinkSync(join(folders.root, 'tasks'), join(folders.path, 'same'));
  expect(await folders.load(`${folders.path}/same`, 'ini-parser')).toEqual(['csv-parser', 'ini-parser', 'ini-writer']);
});

test('a list names selectors relative to itself, other lists too', async () => {
  using folders = twoFolders();
  const { path, load } = folders;
  writeFiles(path, {
    'mine/smoke.txt': '# quick ones\r\nown-task\r\n\r\ncsv-parser # of the package\n../more.txt\n',
    'more.txt': 'package/tasks/ini-w*\n',
  });
  expect(await load(`${path}/mine/smoke.txt`)).toEqual(['csv-parser', 'ini-writer', 'own-task']);
});

test('a bare name stands for a list of the package, unless a task is called that', async () => {
  using folders = twoFolders();
  const { path, root, load } = folders;
  writeFiles(root, { 'tasks/small.txt': 'ini-parser\n', 'tasks/both.txt': 'small\ncsv-parser\n' });
  expect(await load('small')).toEqual(['ini-parser']);
  expect(await load('both', 'ini-writer')).toEqual(['csv-parser', 'ini-parser', 'ini-writer']);
  writeFiles(path, { 'mine/all.txt': 'own-task\nsmall\n' });
  expect(await load(`${path}/mine/all.txt`)).toEqual(['ini-parser', 'own-task']);
  writeFiles(root, { 'tasks/csv-parser.txt': 'ini-parser\n' });
  expect(await load('csv-parser')).toEqual(['csv-parser']);
  mkdirSync(join(path, 'mine/small'));
  expect(await load(`${path}/mine/all.txt`)).toEqual(['ini-parser', 'own-task']);
  await expect(load(`${path}/small`)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' });
});

test('what matches nothing is TASK_NOT_FOUND, all of it at once', async () => {
  using folders = twoFolders();
  const { path, load } = folders;
  writeFiles(path, {
    'list.txt': 'package/tasks/ini-parser\n\nmine/own-tsk\n',
    'empty.txt': '# none\n',
    'ring.txt': 'ring.txt\n',
  });
  expect(
    await linesOf(() =>
      load(
        'ini-prser',
        'quickstart,hard',
        `${path}/none/*`,
        `${path}/mine/notes`,
        `${path}/list.txt`,
        `${path}/empty.txt`,
        `${path}/gone.txt`,
        `${path}/ring.txt`,
      ),
    ),
  ).toEqual([
    'ini-prser no task matches `ini-prser`; did you mean `ini-parser`?',
    'quickstart,hard no task matches `quickstart,hard`; name several with spaces between them',
    `${path}/none/* no task matches \`${path}/none/*\`; a task is a folder with a task.yaml`,
    `${path}/mine/notes no task matches \`${path}/mine/notes\`; a task is a folder with a task.yaml`,
    `${path}/list.txt:3:1 no task matches \`mine/own-tsk\`; did you mean \`own-task\`?`,
    `${path}/empty.txt the list ${path}/empty.txt names no task; write one name or folder a line`,
    `${path}/gone.txt there is no such list; a list is a text file that names a task or a folder a line`,
    `${path}/ring.txt:1:1 the list ${path}/ring.txt contains itself`,
  ]);
});

test('the problems of all tasks come in one error', async () => {
  using folders = twoFolders();
  const { path, root, load } = folders;
  writeFiles(root, { 'tasks/csv-parser/task.yaml': 'id: csv-parser\n', 'tasks/ini-writer/task.yaml': '- list\n' });
  const problems = await problemsOf(() => load(`${root}/tasks`, `${path}/mine`, 'nothing'));
  const files = new Set(problems.map(({ place }) => place.replace(/:.*/, '')));
  expect([...files]).toEqual(['nothing', `${root}/tasks/csv-parser/task.yaml`, `${root}/tasks/ini-writer/task.yaml`]);
});

test('two folders with one id are refused', async () => {
  using folders = twoFolders();
  const other = writeTask(join(folders.path, 'mine'), 'ini-parser');
  const [problem] = await problemsOf(() => folders.load('ini-parser', other));
  expect(problem).toMatchObject({ code: 'TASK_INVALID', place: join(other, 'task.yaml') });
  expect(problem?.problem).toContain(join(folders.root, 'tasks/ini-parser/task.yaml'));
});

test('a hundred tasks load at once', async () => {
  using folder = temporaryFolder();
  for (let index = 0; index < 100; index++) writeTask(join(folder.path, 'tasks'), `task-${index}`);
  expect(await loadDataset([join(folder.path, 'tasks')], { root: folder.path })).toHaveLength(100);
});
