import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TINY } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('scripts/other.yaml', 'calls: []\n');
  await execa('mkfifo', ['pipe.yaml', 'pipe.txt', 'scripts/tiny-sum.yaml'], { cwd: place.folder });
});
afterAll(() => place[Symbol.asyncDispose]());

const VERDICTS = 'id,human,strict\n1,1,1\n2,0,1\n';
/** A command line as a shell reads it; `$GYM` is the program. */
const shell = (script: string) =>
  execa('bash', ['-c', script], {
    cwd: place.folder,
    env: { GYM: `${process.execPath} ${inject('packageFolder')}/dist/cli/main.js`, NO_COLOR: '1' },
    reject: false,
  });

describe.skipIf(process.platform === 'win32')('an input file that is no file', () => {
  it.each([
    ['a runner', ['run', '--agent', 'nop', '--tasks', TINY, '--runner', './pipe.yaml'], 'RUNNER_NOT_FOUND'],
    ['an agent', ['run', '--agent', './pipe.yaml', '--tasks', TINY], 'AGENT_NOT_FOUND'],
    ['a script', ['run', '--agent', 'script:scripts', '--tasks', TINY], 'AGENT_SCRIPT_INVALID'],
    ['a list', ['run', '--agent', 'nop', '--tasks', './pipe.txt'], 'TASK_NOT_FOUND'],
    ['a script of a model', ['model-server', 'pipe.yaml'], 'PATH_UNUSABLE'],
    ['a trajectory', ['validate-atif', 'pipe.yaml', '/dev/zero'], 'PATH_UNUSABLE'],
    ["a person's verdicts", ['judge', 'agreement', 'pipe.yaml'], 'PATH_UNUSABLE'],
  ])('is refused as %s with a coded line, and soon', async (_, args, code) => {
    const { exitCode, stderr, stdout } = await place.gymkhana(args);
    expect(stderr).toMatch(new RegExp(`^${code} .*pipe|^${code} .*must be a file`));
    expect(stderr.split('\n').every((line) => line.startsWith(code))).toBe(true);
    expect(stdout).toBe('');
    expect(exitCode).toBeGreaterThan(0);
  });

  it('is read where something writes to it', async () => {
    const [substituted, late, piped, device] = await Promise.all([
      shell(`$GYM judge agreement <(printf '${VERDICTS}')`),
      shell(
        `mkfifo late; (sleep 0.5; printf 'id,human,strict\n1,1,1\n'; sleep 0.5; printf '2,0,1\n') > late & $GYM judge agreement late`,
      ),
      shell(`printf '${VERDICTS}' | $GYM judge agreement /dev/stdin`),
      shell('$GYM judge agreement /dev/zero'),
    ]);
    for (const { stdout, exitCode } of [substituted, late, piped]) {
      expect(stdout).toContain("2 rows with a person's verdict");
      expect(exitCode).toBe(0);
    }
    expect(device.stderr).toMatch(/^PATH_UNUSABLE \/dev\/zero this is a device/);
  });
});
