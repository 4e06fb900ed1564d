import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithSandbox } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { verdictsOf } from './run-facts.ts';
import { copyTiny } from './tiny.ts';
import { type Done, openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const GOLD = 'solution/gold.patch';
type Name = 'gold-does-not-resolve' | 'gold-does-not-apply' | 'untouched-resolves';
/** How a copy of the tiny task is spoilt, and what is said of it. */
const SPOILT: Record<Name, { edits: Record<string, [string, string]>; code: string; said: string }> = {
  'gold-does-not-resolve': {
    edits: { [GOLD]: ['i < numbers.length; ', 'i < numbers.length - 2; '] },
    code: 'TASK_GOLD_FAILS',
    said: 'the gold is unresolved: failToPass test/sum.test.js::sums every number is failed',
  },
  'gold-does-not-apply': {
    edits: { [GOLD]: ['let total = 0', 'let total = 1'] },
    code: 'TASK_GOLD_FAILS',
    said: 'the gold patch does not apply: src/sum.js: a hunk does not fit',
  },
  'untouched-resolves': {
    edits: { 'repo/src/sum.js': ['numbers.length - 1', 'numbers.length'] },
    code: 'TASK_NOOP_PASSES',
    said: 'an untouched workspace is resolved',
  },
};

async function makeSpoilt(name: Name): Promise<string> {
  const folder = await copyTiny(place, name, SPOILT[name].edits);
  if (name !== 'untouched-resolves') return folder;
  // Its gold adds a file that no test looks at.
  const patch = ['--- /dev/null', '+++ b/NOTES.md', '@@ -0,0 +1 @@', '+Nothing to do.', ''];
  await place.write(`tasks/${name}/${GOLD}`, patch.join('\n'));
  return folder;
}

describeWithSandbox('a task that can judge nobody', () => {
  let folders: string[];
  let done: Done;
  beforeAll(async () => {
    folders = await Promise.all((Object.keys(SPOILT) as Name[]).map(makeSpoilt));
    folders.push(await copyTiny(place, 'sound'));
    done = await place.gymkhana(['run', '--tasks', ...folders, '--agent', 'oracle', '--id', 'mixed', '--seed', 's']);
  });

  it.each(Object.entries(SPOILT))('is invalid, and named with the reason: %s', async (name, { code, said }) => {
    const lines = done.stderr.split('\n').filter((line) => /^[A-Z_]{6,} /.test(line) && line.includes(name));
    expect(lines).toEqual([expect.stringMatching(/^TASK_\w+ \S+ .*; see `gymkhana task check /)]);
    expect(lines[0]).toContain(`${code} ${place.path('tasks', name)} ${said}; see`);
  });

  it('keeps no other task from being run, but the run from looking whole', async () => {
    const byTask = Object.entries(await verdictsOf(place.path('runs/mixed'))).map(([id, verdict]) => [
      id.split('__')[0],
      verdict,
    ]);
    expect(Object.fromEntries(byTask)).toEqual({
      'gold-does-not-resolve': 'task_invalid',
      'gold-does-not-apply': 'task_invalid',
      'untouched-resolves': 'task_invalid',
      sound: 'resolved',
    });
    expect(done.exitCode).toBe(1);
    expect(done.stderr).toMatch(
      /^3 trials are of invalid tasks; mend those and start another run, or `gymkhana resume [\w-]+` asks again$/m,
    );
    // They are asked again, to the same end, and null is no 0.
    const again = await place.gymkhana(['resume', 'mixed']);
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('4 trials, 1 done already') });
    const { stdout } = await place.gymkhana(['leaderboard', 'mixed', '--format', 'json']);
    expect(JSON.parse(stdout).rows).toMatchObject([{ trials: 4, scored: 1, resolved: 1, rate: 1 }]);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });

  it('fails its check with a coded line', async () => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['task', 'check', ...folders.slice(0, 2)]);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').sort()).toEqual(['FAIL  gold-does-not-apply', 'FAIL  gold-does-not-resolve']);
    const coded = stderr.split('\n').filter((line) => !line.startsWith('sandbox: '));
    for (const line of coded) expect(line).toMatch(/^TASK_(GOLD_FAILS|NOOP_PASSES|VISIBLE_MISMATCH) \S+ .+/);
    for (const folder of folders.slice(0, 2)) expect(coded.join('\n')).toContain(folder);
  });
});
