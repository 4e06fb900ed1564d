import { readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithDocker } from '../engine.ts';
import { expectRefusal } from './refusal.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const LANGUAGES = readdirSync(fileURLToPath(new URL('../../templates', import.meta.url))).sort();

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
  for (const language of LANGUAGES) {
    const { exitCode, stdout, stderr } = await place.gymkhana([
      'task',
      'new',
      `in-${language}`,
      '--language',
      language,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`tasks/in-${language}/task.yaml says what to change`);
  }
});
afterAll(() => place[Symbol.asyncDispose]());

async function expectFair(...options: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await place.gymkhana(['task', 'check', ...options, './tasks']);
  expect(exitCode, stderr).toBe(0);
  expect(stdout.split('\n')).toEqual(LANGUAGES.map((language) => `ok    in-${language}`));
}

describe('a new task', () => {
  it('is there in every language', () => {
    expect(LANGUAGES).toEqual(expect.arrayContaining(['c', 'go', 'javascript', 'python', 'shell']));
  });

  it('passes the check in namespaces at once', () => expectFair('--sandbox', 'namespace'));

  it('bears its own id and the day', async () => {
    const days = [new Date().toISOString().slice(0, 10)];
    await place.gymkhana(['task', 'new', '2048', '--folder', 'deep/down']);
    days.push(new Date().toISOString().slice(0, 10));
    const yaml = await readFile(place.path('deep/down/2048/task.yaml'), 'utf8');
    // A number is no text: YAML needs quotes there.
    expect(yaml).toMatch(/^id: "2048"$/m);
    expect(days).toContain(/^created: (\S+)$/m.exec(yaml)?.[1]);
    expect(yaml.match(/^ *# /gm)?.length).toBeGreaterThan(10);
    const listed = await place.gymkhana(['task', 'list', './deep/down']);
    expect(listed.stdout).toMatch(/^2048 +javascript /);
  });

  it('never takes the place of anything', async () => {
    await place.write('tasks/taken', 'a file');
    for (const id of ['taken', `in-${LANGUAGES[0]}`]) {
      expectRefusal(await place.gymkhana(['task', 'new', id]), [
        new RegExp(
          `^TASK_EXISTS tasks/${id} something is here already; choose another id or --folder, or move it away$`,
        ),
      ]);
    }
    expect(await readFile(place.path('tasks/taken'), 'utf8')).toBe('a file');
  });

  it.each(['Mine', 'a b', '../up', 'a/b', '', '-'])('is refused the id %j, and nothing is made', async (id) => {
    const before = await readdir(place.folder);
    expectRefusal(
      await place.gymkhana(['task', 'new', '--', id]),
      [/^USAGE task new an id must be lower-case letters, digits and dashes, .*; got ".*"; choose another$/],
      2,
    );
    expect(await readdir(place.folder)).toEqual(before);
  });

  it('is refused a language without a template', async () => {
    expectRefusal(
      await place.gymkhana(['task', 'new', 'mine', '--language', 'cobol']),
      [/^USAGE option '--language <name>' argument 'cobol' is invalid\. Allowed choices are c, .*javascript, python/],
      2,
    );
  });
});

describeWithDocker('a new task, with an engine', () => {
  it('passes the check at once', () => expectFair('--sandbox', 'docker', '--repeats', '1'));
});
