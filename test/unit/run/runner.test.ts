import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRunner } from '../../../src/run/runner.ts';
import { linesOf, problemsOf } from '../task/problems.ts';
import { temporaryFolder, writeFiles } from '../task/task-folder.ts';

const BUNDLED = join(import.meta.dirname, '../../../runners');
const names = readdirSync(BUNDLED).map((name) => name.replace(/\.yaml$/, ''));

it.each(names)('the bundled runner %s loads, by its name and by its path', async (name) => {
  const runner = await loadRunner(name, BUNDLED);
  expect(await loadRunner(join(BUNDLED, `${name}.yaml`), '/nowhere')).toEqual(runner);
  expect(runner.attempts).toBeGreaterThan(0);
});

it('there is a default runner and one for newcomers', () => {
  expect(names).toEqual(expect.arrayContaining(['default', 'quickstart']));
});

async function refusal(yaml: string | Uint8Array): Promise<string[]> {
  using folder = temporaryFolder();
  writeFiles(folder.path, { 'mine.yaml': yaml });
  const file = join(folder.path, 'mine.yaml');
  const problems = await problemsOf(() => loadRunner('mine', folder.path));
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['RUNNER_INVALID']));
  const lines = await linesOf(() => loadRunner(file, folder.path));
  return lines.map((line) => line.replaceAll(`${folder.path}/`, ''));
}

describe('loadRunner', () => {
  it('reads every key', async () => {
    using folder = temporaryFolder();
    const yaml = [
      'sandbox: docker',
      'adversarial: true',
      'limits: { turns: [10, 25], minutes: 0.5, toolTimeoutSeconds: 60 }',
      'tellAgent: false',
      'attempts: 3',
      'concurrency: { sandboxes: 4 }',
      'retries: 0',
      'resources: { cpus: 1.5, memoryMb: 2048, pids: 512, diskMb: 256 }',
    ];
    writeFiles(folder.path, { 'mine.yml': yaml.join('\n') });
    expect(await loadRunner(join(folder.path, 'mine.yml'), folder.path)).toEqual({
      sandbox: 'docker',
      adversarial: true,
      limits: { turns: [10, 25], minutes: 0.5, toolTimeoutSeconds: 60 },
      tellAgent: false,
      attempts: 3,
      concurrency: { sandboxes: 4 },
      retries: 0,
      resources: { cpus: 1.5, memoryMb: 2048, pids: 512, diskMb: 256 },
    });
  });

  it('says each mistake at its line and column, with the nearest key', async () => {
    const lines = await refusal('# mine\nattempts: 0\nretrys: 1\nlimits:\n  turns: [1, none]\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^mine\.yaml:2:11 attempts .*got 0/);
    expect(lines[1]).toMatch(/^mine\.yaml:3:1 .*retrys.*retries/);
    expect(lines[2]).toMatch(/^mine\.yaml:5:\d+ limits\.turns/);
  });

  it.each([
    ['minutes that no timer can wait', 'limits: { minutes: 1441 }', 'mine.yaml:1:20 '],
    ['a tool call of more than a day', 'limits: { toolTimeoutSeconds: 86401 }', 'mine.yaml:1:31 '],
    ['an endless limit', 'limits: { minutes: .inf }', 'mine.yaml:1:20 '],
    ['no turn at all', 'limits: { turns: [] }', 'mine.yaml:1:18 '],
    ['a sandbox that there is not', 'sandbox: none', 'mine.yaml:1:10 '],
    ['a list', '- a\n', 'mine.yaml:1:1 '],
    ['no YAML', 'a: [', 'mine.yaml:1:5 '],
    ['bytes that are no text', Buffer.from([0x61, 0xff]), 'mine.yaml:1:2 '],
  ])('refuses %s', async (_, yaml, place) => {
    const [line, ...others] = await refusal(yaml);
    expect(others).toEqual([]);
    expect(line?.slice(0, place.length)).toBe(place);
  });

  it('says which runners there are when one is not, or can not be read', async () => {
    const [problem] = await problemsOf(() => loadRunner('defualt', BUNDLED));
    expect(problem).toMatchObject({ code: 'RUNNER_NOT_FOUND', place: join(BUNDLED, 'defualt.yaml') });
    expect(problem?.fix).toContain('default, ');
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'odd.yaml'));
    writeFileSync(join(folder.path, 'file'), '');
    for (const file of ['odd.yaml', 'file/x.yaml', 'none.yaml']) {
      const found = await problemsOf(() => loadRunner(join(folder.path, file), BUNDLED));
      expect(found).toMatchObject([{ code: 'RUNNER_NOT_FOUND', place: join(folder.path, file) }]);
    }
  });
});
