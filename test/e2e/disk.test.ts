import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWithSandbox } from '../engine.ts';
import { mountSmallTmpfs, unmount } from '../unit/files/tmpfs.ts';
import { leftoversOf } from './leftovers.ts';
import { expectRefusal, runsIn } from './refusal.ts';
import { inFlight, ofType, recordsOf, until, verdictsOf } from './run-facts.ts';
import { bash, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const MEGABYTE = 1024 * 1024;

let place: Workplace;
let mounted = false;
beforeEach(async () => {
  place = await openWorkplace();
  await mkdir(place.path('runs'));
});
afterEach(async () => {
  if (mounted) unmount(place.path('runs'));
  mounted = false;
  await place[Symbol.asyncDispose]();
});

/** Takes every free byte of the runs' disk; what it returns gives them back. */
async function fillDisk(): Promise<() => Promise<void>> {
  const path = place.path('runs/.ballast');
  const file = await open(path, 'w');
  try {
    for (let size = MEGABYTE; size >= 512; size /= 2) {
      const block = Buffer.alloc(size);
      while (await fits(() => file.write(block)));
    }
  } finally {
    await file.close();
  }
  return () => rm(path);
}

async function fits(write: () => Promise<{ bytesWritten: number }>): Promise<boolean> {
  try {
    return (await write()).bytesWritten > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

describeWithSandbox('a full disk', () => {
  const run = (...args: string[]) => place.gymkhana(['run', '--tasks', TINY, '--id', 'full', ...args]);

  it('with no room for a run folder: none is left behind', async (context) => {
    mounted = mountSmallTmpfs(place.path('runs'), 64);
    if (!mounted) return context.skip();
    await fillDisk();
    expectRefusal(await run('--agent', 'oracle'), [
      /^DISK_FULL \S+\/runs\/full\S* no space left \(ENOSPC\); free space/,
    ]);
    expect((await runsIn(place)).filter((name) => name !== '.ballast')).toEqual([]);
  });

  it('with little room: no trial starts', async (context) => {
    mounted = mountSmallTmpfs(place.path('runs'), 1024);
    if (!mounted) return context.skip();
    const { exitCode, stdout, stderr } = await run('--agent', 'oracle');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n').at(-1)).toMatch(
      /^DISK_FULL \S+\/runs\/full only \d+ MiB are free, and a run needs \d+; free space, then `gymkhana resume`/,
    );
    expect(ofType(await recordsOf(place.path('runs/full')), 'started')).toEqual([]);
  });

  it('in the middle of a trial: nothing is lost, and the run goes on once there is room', async (context) => {
    mounted = mountSmallTmpfs(place.path('runs'), 300 * 1024);
    if (!mounted) return context.skip();
    const agent = await writeAgent(place, 'slow', [MEND, bash('sleep 5'), SUBMIT]);
    const plan = ['run', '--tasks', TINY, '--id', 'full', '--agent', agent, '--attempts', '3', '--concurrency', '2'];
    const running = place.start(plan);
    await until(
      running,
      'a trial is in flight',
      async () => inFlight(await recordsOf(place.path('runs/full'))).length > 0,
    );
    const free = await fillDisk();
    const { exitCode, stdout, stderr } = await running.done;
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n').at(-1)).toMatch(/^DISK_FULL \S+\/runs\/full\S* .*; free space, then (`)?gymkhana resume/);
    expect(stderr).not.toMatch(/\n {4}at /);
    const { bavail } = await statfs(place.path('runs'));
    expect(bavail).toBeLessThan(16);
    expect(await leftoversOf(place.pids)).toEqual([]);

    await free();
    const resumed = await place.gymkhana(['resume', 'full']);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(Object.values(await verdictsOf(place.path('runs/full')))).toEqual(Array(3).fill('resolved'));
    expect(await leftoversOf(place.pids)).toEqual([]);
  });
});
