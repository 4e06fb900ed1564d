import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyTiny, copyUnderived } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithSandbox } from '../engine.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const withCommand = (id: string, command: string) =>
  copyTiny(place, id, { 'task.yaml': [/command: .*(?=\n {4}files: tests)/, `command: ${command}`] });

describeWithSandbox('the reason why nothing can be derived', () => {
  it('is said with the first lines of the output', async () => {
    const tasks = [
      await withCommand('absent', 'nod --test'),
      await withCommand('denied', './package.json'),
      await copyTiny(place, 'imports', { 'tests/test/sum.test.js': [/^/, "import './nowhere.js';\n"] }),
      await copyTiny(place, 'left-out', { 'task.yaml': ['protect: [', 'protect: ["src/*", '] }),
      await copyTiny(place, 'slow', {
        'task.yaml': [/minutes: 1$/m, 'minutes: 0.01'],
        'tests/test/sum.test.js': [/^/, 'await new Promise((r) => setTimeout(r, 9e3));\n'],
      }),
    ];
    const done = await place.gymkhana(['task', 'derive', ...tasks, '--repeats', '1']);
    const reasons = done.stderr.split('\n').filter((line) => line.startsWith('TASK_'));
    expect(reasons).toEqual([
      expect.stringMatching(/absent\/task.yaml .*exited with 127: .*nod: not found/),
      expect.stringMatching(/denied\/task.yaml .*exited with 126: .*Permission denied/),
      expect.stringMatching(/imports\/task.yaml .*Cannot find module .*nowhere\.js/),
      expect.stringMatching(/left-out\/task.yaml .*left out: src\/sum\.js \(protected by the task\)/),
      expect.stringMatching(/slow\/task.yaml .*longer than 0\.01 minutes/),
    ]);
    expect(done.exitCode).toBe(1);
    const [absent = ''] = tasks;
    const loud = await place.gymkhana(['task', 'derive', absent, '--repeats', '1', '--verbose']);
    expect(loud.stderr).toMatch(/^tests after the gold: exit 127 after [\d.]+ s\n {2}.*nod: not found$/m);
  });

  it('is said by check too, of a task that is not derived', async () => {
    const raw = await copyUnderived(place, 'raw');
    const broken = await copyTiny(place, 'broken', {
      'task.yaml': [
        /command: (?=.*\n {4}files: tests)[\s\S]*?files: tests[\s\S]*?(?= {4}policy:)/,
        'command: nod\n    files: tests\n    report: node-test\n    minutes: 1\n',
      ],
    });
    const done = await place.gymkhana(['task', 'check', raw, broken, '--repeats', '1']);
    expect(done.stderr.match(/^TASK_.*/gm)).toEqual([
      expect.stringMatching(/^TASK_GOLD_FAILS .*broken\/task.yaml .*exited with 127: .*nod: not found/),
      expect.stringMatching(/^TASK_NOT_DERIVED .*broken\/task.yaml/),
      expect.stringMatching(/^TASK_NOT_DERIVED .*raw\/task.yaml/),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  broken\nFAIL  raw' });
  });
});
