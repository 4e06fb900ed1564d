import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { leftoversOf } from './leftovers.ts';
import { expectRefusal, runsIn } from './refusal.ts';
import { verdictsOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { NO_ENGINE, openWorkplace, type Workplace } from './workplace.ts';

const IS_ROOT = process.getuid?.() === 0;

/** What a machine with Linux and bubblewrap can do alone, for root and, where CI runs this as one, an ordinary user. */
describe.runIf(process.platform === 'linux')('without an engine', () => {
  let place: Workplace;
  beforeAll(async () => {
    place = await openWorkplace();
    await place.write('hostile.yaml', 'adversarial: true\n');
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it('a run takes namespaces, says why, and leaves nothing', async () => {
    const args = ['run', '--tasks', TINY, '--agent', 'oracle', '--agent', 'nop', '--id', 'main'];
    const { exitCode, stderr } = await place.gymkhana(args);
    expect(exitCode, stderr).toBe(0);
    expect(stderr.split('\n').filter((line) => line.startsWith('sandbox: '))).toEqual([
      expect.stringMatching(
        /^sandbox: namespace, because no Docker engine answers at DOCKER_HOST=unix:\/\/\/nowhere \(/,
      ),
    ]);
    expect(Object.values(await verdictsOf(place.path('runs/main'))).sort()).toEqual(['resolved', 'unresolved']);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });

  it('a run works with a closed umask and a temporary folder that is named from here', async () => {
    await place.write('temporary/.keep', '');
    const main = `${inject('packageFolder')}/dist/cli/main.js`;
    const args = ['run', '--tasks', TINY, '--agent', 'oracle', '--id', 'closed'];
    const done = await execa('sh', ['-c', 'umask 077 && exec "$@"', 'sh', process.execPath, main, ...args], {
      cwd: place.folder,
      env: { NO_COLOR: '1', TMPDIR: 'temporary', ...NO_ENGINE },
      reject: false,
    });
    expect(done.exitCode, done.stderr).toBe(0);
    expect(Object.values(await verdictsOf(place.path('runs/closed')))).toEqual(['resolved']);
  });

  it('show and doctor tell how limits are held: memory and CPU take root', async () => {
    const { stdout: trial } = await place.gymkhana(['show', 'main/tiny-sum__oracle']);
    const memory = IS_ROOT ? 'enforced' : 'absent';
    expect(trial).toMatch(new RegExp(`^held +cpus ${memory}, memoryMb ${memory}, pids enforced, diskMb enforced`, 'm'));
    const { stdout: machine } = await place.gymkhana(['doctor']);
    const absent = IS_ROOT ? 'enforced cpus, memoryMb' : 'absent cpus, memoryMb';
    expect(machine).toMatch(new RegExp(`^namespace +ok +limits: ${absent}`, 'm'));
  });

  it('an adversarial run starts for root alone', async () => {
    const args = ['run', '--tasks', TINY, '--agent', 'nop', '--runner', place.path('hostile.yaml'), '--id', 'hostile'];
    const done = await place.gymkhana(args);
    if (IS_ROOT) {
      expect(done.exitCode, done.stderr).toBe(0);
      return;
    }
    expectRefusal(done, [/^LIMITS_NOT_HELD namespace .*cpus is absent and memoryMb is absent; run as root/]);
    expect((await runsIn(place)).sort()).toEqual(['closed', 'main']);
  });

  it('there is no running without isolation: where user namespaces are off, the way to allow them is told', async () => {
    const off = 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"';
    const command = [process.execPath, `${inject('packageFolder')}/dist/cli/main.js`];
    const args = ['run', '--tasks', TINY, '--agent', 'nop', '--id', 'off'];
    // The setting is that of a user namespace of this command's own: nobody else notices.
    const done = await execa('unshare', ['-U', '-r', 'sh', '-c', off, 'sh', ...command, ...args], {
      cwd: place.folder,
      env: { NO_COLOR: '1', ...NO_ENGINE },
      reject: false,
    });
    expectRefusal(done as never, [
      /^SANDBOX_FAILED namespace namespaces are refused here .*; allow user namespaces \(sysctl /,
    ]);
    expect(await runsIn(place)).not.toContain('off');
  });
});
