import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordBody } from '../../../src/journal/record.ts';
import { openSegment } from '../../../src/journal/segment.ts';
import type { Score } from '../../../src/outcome/outcome.ts';
import { readVerdicts } from '../../../src/report/read-verdicts.ts';
import { planned, scored, started, submitted } from '../journal/bodies.ts';
import { problemsOf } from '../task/problems.ts';
import { temporaryFolder } from '../task/task-folder.ts';
import { candidateLike, fieldOf } from './verifier/fields.ts';

const score = (id: string, value: number | null, part: Partial<Score> = {}): Score => {
  return { id, kind: id, digest: 'd', value, tampered: false, assurance: 'in-process', detail: 'd', ...part };
};

function trialOf(trial: string, ...scores: Score[]): RecordBody[] {
  const given = { ...scored('resolved', 1, { trial }), scores } as RecordBody;
  return [planned(trial), started({ trial }), submitted({ trial }), given];
}

async function writeRun(place: string, name: string, bodies: readonly RecordBody[]) {
  const journal = join(place, name, 'journal');
  await using segment = await openSegment(journal, 'runner');
  for (const body of bodies) await segment.append(body);
  return { path: join(place, name), journal, seed: 's', trial: (id: string) => join(place, name, 'trials', id) };
}

test('the hidden tests say what is correct; what they say nothing of is in no row', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'one', [
    ...trialOf('right', score('tests', 1), score('judge', 0.8), score('check', null)),
    ...trialOf('wrong', score('tests', 0.9), score('judge', 0.7)),
    ...trialOf('forged', score('tests', null, { tampered: true }), score('judge', 1)),
    ...trialOf('unknown', score('tests', null), score('judge', 1)),
    ...trialOf('untested', score('judge', 1)),
    ...[planned('running'), started({ trial: 'running' })],
  ]);
  const facts = { language: 'c', difficulty: 'easy', tags: [], repository: 'r' };
  const { rows, ...rest } = await readVerdicts([{ ...run, tasks: [{ id: 'demo', facts }] }]);
  expect(rest).toEqual({ comparisons: [], unlabelled: 2, clustersGuessed: false });
  expect(rows.map(({ verifier, value, correct, cluster }) => [verifier, value, correct, cluster])).toEqual([
    ['judge', 1, false, 'r'],
    ['judge', 0.8, true, 'r'],
    ['check', null, true, 'r'],
    ['judge', 0.7, false, 'r'],
  ]);
  expect(rows[0]).toMatchObject({ run: 'one', task: 'demo', entry: 'oracle', model: null, attempt: 1, rollout: 1 });
});

test('people say it instead, and then the tests are measured as well', async () => {
  using place = temporaryFolder();
  const run = await writeRun(place.path, 'one', [
    ...trialOf('a', score('tests', 1), score('judge', 0)),
    ...trialOf('b', score('tests', 1)),
  ]);
  const labels = [{ trial: 'one/a', correct: false, place: 'f:2' }];
  const { rows, unlabelled, clustersGuessed } = await readVerdicts([run], { labels });
  expect(rows.map(({ verifier, correct, cluster }) => [verifier, correct, cluster])).toEqual([
    ['tests', false, 'demo'],
    ['judge', false, 'demo'],
  ]);
  expect({ unlabelled, clustersGuessed }).toEqual({ unlabelled: 1, clustersGuessed: true });
});

test('a copy of a run counts once, and a journal that lacks trials not at all', async () => {
  using place = temporaryFolder();
  const one = await writeRun(place.path, 'one', trialOf('a', score('tests', 1), score('judge', 0)));
  const copy = { ...one, path: join(place.path, 'copy'), journal: join(place.path, 'copy/journal') };
  cpSync(one.path, copy.path, { recursive: true });
  const said: string[] = [];
  expect((await readVerdicts([one, copy], { say: (note) => said.push(note) })).rows).toHaveLength(1);
  expect(said).toEqual(['1 trial stands in several of these runs, as copies do, and counts once']);
  const problems = await problemsOf(() => readVerdicts([{ ...one, trials: 2 }]));
  expect(problems).toMatchObject([{ code: 'JOURNAL_INCOMPLETE', place: one.journal }]);
});

describe('a trial of several candidates', () => {
  const field = fieldOf(
    [
      candidateLike(1, { passed: 'ab', judged: 0.9 }),
      candidateLike(2, { passed: 'a', failed: 'b', judged: 0.2 }),
      candidateLike(3, { passed: 'ab', judged: null }),
    ],
    { pairs: [{ first: 1, second: 2, wins: 0.5, winners: [1, 2] }] },
  );
  const usage = { turns: 0, seconds: 1 };
  const model = { input: 30, cachedInput: 0, cacheWrite: 0, output: 3, costUsd: null };
  const at = (body: RecordBody, rollout: number) =>
    ({ ...body, ids: { trial: 'a', rollout, try: 1 } }) as unknown as RecordBody;
  const graded = (rollout: number, ...scores: Score[]) => at({ ...scored('resolved'), scores } as RecordBody, rollout);
  const bodies: RecordBody[] = [
    { ...planned('a'), candidates: 3 } as RecordBody,
    ...[1, 2, 3].map((rollout) => at(submitted(), rollout)),
    { type: 'charged', trial: 'a', key: 'judge', usage: { ...usage, model }, place: 'judge' },
    { type: 'picked', trial: 'a', rollout: 2, rule: 'first', candidates: 'candidates.json' },
    graded(2, score('tests', 0), score('judge', 0.4)),
    graded(1, score('tests', 1), score('judge', 0.6)),
  ];
  const runner = { judge: { model: 'x/m' } };

  async function writeTrial(place: string, more: readonly RecordBody[] = []) {
    const run = await writeRun(place, 'one', [...bodies, ...more]);
    mkdirSync(run.trial('a'), { recursive: true });
    writeFileSync(join(run.trial('a'), 'candidates.json'), JSON.stringify(field));
    return { ...run, runner };
  }

  test('is a submission for each that is graded, whichever was picked', async () => {
    using place = temporaryFolder();
    const said: string[] = [];
    const found = await readVerdicts([await writeTrial(place.path)], { say: (note) => said.push(note) });
    expect(found.rows.map(({ rollout, correct, verifier, kind, value }) => [rollout, correct, verifier, kind, value]))
      // By rollout; a verifier of the task stays apart from the strategy's of the same name.
      .toEqual([
        [1, true, 'judge', 'judge', 0.6],
        [1, true, 'visible', 'strategy', 1],
        [1, true, 'judge', 'strategy', 0.9],
        [2, false, 'judge', 'judge', 0.4],
        [2, false, 'visible', 'strategy', 0.5],
        [2, false, 'judge', 'strategy', 0.2],
      ]);
    expect(found.rows[2]).toMatchObject({ judgeModel: 'x/m', usage: { input: 10, output: 1, costUsd: null } });
    expect(found.comparisons.map(({ first, winner }) => [first, winner])).toEqual([
      ['one/a#1', 'first'],
      ['one/a#2', 'first'],
    ]);
    expect(said).toEqual([expect.stringMatching(/^1 candidate is not graded, /)]);
    const own = { strategy: { judge: { model: 'y/m' } } } as never;
    const { rows } = await readVerdicts([{ ...(await writeTrial(place.path)), runner: own }]);
    expect(rows[2]?.judgeModel).toBe('y/m');
  });

  test('says nothing of one whose grading gave no value, and people say it of the picked one', async () => {
    using place = temporaryFolder();
    const run = await writeTrial(place.path, [graded(3, score('tests', null))]);
    const byTests = await readVerdicts([run]);
    expect(byTests).toMatchObject({ unlabelled: 1 });
    expect(new Set(byTests.rows.map(({ rollout }) => rollout))).toEqual(new Set([1, 2]));
    const byPeople = await readVerdicts([run], { labels: [{ trial: 'a', correct: true, place: 'f:2' }] });
    expect(byPeople.rows.map(({ rollout, verifier, correct }) => [rollout, verifier, correct])).toEqual([
      [2, 'tests', true],
      [2, 'judge', true],
      [2, 'visible', true],
      [2, 'judge', true],
    ]);
    expect(byPeople.unlabelled).toBe(2);
  });

  test('is refused where what was known of its candidates is gone', async () => {
    using place = temporaryFolder();
    const run = await writeTrial(place.path);
    rmSync(join(run.trial('a'), 'candidates.json'));
    expect(await problemsOf(() => readVerdicts([run]))).toMatchObject([{ code: 'JOURNAL_CORRUPT' }]);
  });
});
