import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scaffoldTask } from '../../../src/admission/scaffold.ts';
import { loadHidden } from '../../../src/task/hidden.ts';
import { loadTask } from '../../../src/task/load.ts';
import { problemsOf } from '../task/problems.ts';
import { temporaryFolder, writeTask } from '../task/task-folder.ts';

const TEMPLATES = join(import.meta.dirname, '../../../templates');

describe.each(readdirSync(TEMPLATES))('the template %s', (language) => {
  it('is a whole task, and so is what is made of it', async () => {
    using place = temporaryFolder();
    const folder = join(place.path, 'deep/mine');
    await scaffoldTask({ template: join(TEMPLATES, language), folder, id: 'mine', created: '2030-01-02' });
    const task = await loadTask(folder);
    expect(task).toMatchObject({ id: 'mine', created: '2030-01-02', language });
    const template = await loadTask(join(TEMPLATES, language));
    expect({ ...(await loadHidden(task)), goldFile: '' }).toEqual({ ...(await loadHidden(template)), goldFile: '' });
  });
});

it('refuses a place where something is', async () => {
  using place = temporaryFolder();
  const folder = writeTask(place.path, 'taken');
  const asked = { template: join(TEMPLATES, 'python'), id: 'taken', created: '2030-01-02' };
  expect(await problemsOf(() => scaffoldTask({ ...asked, folder }))).toMatchObject([
    { code: 'TASK_EXISTS', place: folder },
  ]);
  expect((await loadTask(folder)).created).toBe('2026-11-21');
});

it('leaves nothing behind when it fails', async () => {
  using place = temporaryFolder();
  const template = join(place.path, 'template');
  writeTask(place.path, 'template');
  writeFileSync(join(template, 'task.yaml'), 'title: no id\n');
  const folder = join(place.path, 'mine');
  const problems = await problemsOf(() => scaffoldTask({ template, folder, id: 'mine', created: '2030-01-02' }));
  expect(problems).toMatchObject([{ code: 'TASK_INVALID' }]);
  expect(existsSync(folder)).toBe(false);
});
