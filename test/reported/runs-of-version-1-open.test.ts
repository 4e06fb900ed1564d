import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/journal/fold.ts';
import { statesOf } from '../e2e/run-facts.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/runs/v1', import.meta.url));
/** Where make.sh worked: run.yaml has the paths of tasks and agents. */
const ORIGIN = '/gymkhana-v1';

/** The verdicts of each run as the version that wrote it printed them. */
const VERDICTS: Record<string, Record<string, string>> = {
  candidates: { 'llm+solver~2-r2e': 'resolved' },
  checkpoints: { 'edits@2': 'unresolved', 'edits@3': 'resolved', 'edits@10': 'unresolved' },
  forked: { 'mend@10': 'resolved' },
  judged: { mend: 'resolved', nop: 'unresolved' },
  recorded: { 'llm+solver': 'resolved', oracle: 'resolved' },
  replayed: { 'llm+solver': 'resolved' },
  'replayed-actions': { 'llm+solver': 'resolved' },
  interrupted: { oracle: 'resolved' },
};

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await cp(FIXTURE, place.folder, { recursive: true });
  for (const run of await readdir(place.path('runs'))) {
    const spec = place.path('runs', run, 'run.yaml');
    await writeFile(spec, (await readFile(spec, 'utf8')).replaceAll(ORIGIN, place.folder));
  }
  // The killed command's: only the host that it ran on can tell that it is dead.
  const lock = place.path('runs/interrupted/journal/runner.lock');
  await writeFile(lock, (await readFile(lock, 'utf8')).replace('"host":"vm"', `"host":"${hostname()}"`));
});
afterAll(() => place[Symbol.asyncDispose]());

async function verdictsOf(run: string): Promise<Record<string, string>> {
  const states = [...(await statesOf(place.path('runs', run))).values()];
  const verdicts = states.map((state) => [state.planned?.entry, verdictOf(state)] as const);
  return Object.fromEntries(verdicts.filter(([, verdict]) => verdict !== null)) as Record<string, string>;
}

async function succeed(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await place.gymkhana(args);
  expect(exitCode, `gymkhana ${args.join(' ')}\n${stderr}`).toBe(0);
  return stdout;
}

it('holds a run of every kind', async () => {
  expect((await readdir(join(FIXTURE, 'runs'))).sort()).toEqual(Object.keys(VERDICTS).sort());
});

describe.skipIf(process.platform !== 'linux').each(Object.entries(VERDICTS))(
  '%s, written by version 1',
  (run, verdicts) => {
    it('shows on a leaderboard, and trial by trial', async () => {
      const board = JSON.parse(await succeed('leaderboard', run, '--format', 'json'));
      const resolved = board.rows.reduce(
        (sum: number, row: { resolved: number | null }) => sum + (row.resolved ?? 0),
        0,
      );
      const attempts = run === 'recorded' ? 2 : 1;
      expect(resolved).toBe(attempts * Object.values(verdicts).filter((verdict) => verdict === 'resolved').length);
      for (const [id, state] of await statesOf(place.path('runs', run))) {
        const story = await succeed('show', `${run}/${id}`);
        const verdict = verdictOf(state);
        if (verdict) expect(story).toMatch(new RegExp(`^verdict +${verdict}$`, 'm'));
      }
    });

    it('keeps its verdicts when it is scored again', async () => {
      await succeed('rescore', run);
      expect(await verdictsOf(run)).toEqual(verdicts);
    });
  },
);

describe.skipIf(process.platform !== 'linux')('trials of version 1', () => {
  it.each([
    ['candidates/tiny-sum', 'model'],
    ['checkpoints/tiny-sum__edits@3', 'actions'],
    ['judged/judged-sum__mend', 'actions'],
    ['recorded/tiny-sum__llm+solver__1', 'model'],
    ['replayed/tiny-sum', 'model'],
    ['forked/tiny-sum', 'actions'],
  ])('replay to the same verdict: %s', async (trial) => {
    const { exitCode, stdout, stderr } = await place.gymkhana([
      'replay',
      trial,
      '--id',
      trial.replaceAll(/[^\w-]/g, '-'),
    ]);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('the same verdict');
  });

  it('goes on where it was interrupted', async () => {
    await succeed('resume', 'interrupted');
    expect(await verdictsOf('interrupted')).toEqual({ oracle: 'resolved', slow: 'resolved', nop: 'unresolved' });
  });
});
