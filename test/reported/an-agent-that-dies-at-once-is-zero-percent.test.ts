import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

test('a run whose agent only failed says so in one line, counts why, and ends with 1', async () => {
  await place.write('broken.yaml', 'kind: external\ncommand: [node, no-such-program.mjs]\n');
  const ask = ['run', '--tasks', TINY, '--agent', 'broken.yaml', 'oracle', '--attempts', '3', '--id', 'dead'];
  const { exitCode, stdout, stderr } = await place.gymkhana(ask);
  expect(exitCode).toBe(1);
  const said =
    /broken: 3 of 3 trials ended in agent_error after 0 turns: see `gymkhana show dead\/tiny-sum__broken__\d__\w{8}`/;
  expect(stderr).toMatch(said);
  expect(stdout).toMatch(said);
  expect(stdout).toMatch(/ stops\noracle .* 3 submitted\nbroken .* 3 agent_error\n/);
  expect((await place.gymkhana(['resume', 'dead'])).exitCode).toBe(1);

  const json = await place.gymkhana(['leaderboard', 'dead', '--format', 'json']);
  expect(json.exitCode).toBe(0);
  expect(JSON.parse(json.stdout).rows).toMatchObject([
    { entry: 'oracle', stops: { submitted: 3 } },
    { entry: 'broken', stops: { agent_error: 3 }, agentErrors: { trials: 3, leastTurns: 0, mostTurns: 0 } },
  ]);
  const csv = await place.gymkhana(['leaderboard', 'dead', '--format', 'csv']);
  expect(csv.stdout).toMatch(/,stops\.submitted,stops\.agent_error\r\noracle,.*,3,0\r\nbroken,.*,0,3/);
});

test('codes of commands that ran: 1 is a finding, 2 an error, whichever comes last', async () => {
  const valid = {
    schema_version: 'ATIF-v1.4',
    agent: { name: 'a', version: '1' },
    steps: [{ step_id: 1, source: 'user', message: 'Go.' }],
  };
  await place.write('good.json', JSON.stringify(valid));
  await place.write('bad.json', JSON.stringify({ ...valid, reward: 1 }));
  const cases: [number, ...string[]][] = [
    [0, 'validate-atif', 'good.json'],
    [1, 'validate-atif', 'good.json', 'bad.json'],
    [2, 'validate-atif', 'nowhere.json', 'bad.json'],
    [2, 'show', 'nowhere/x'],
    [2, 'leaderboard', 'nowhere'],
    [2, 'run', '--agent', 'nobody'],
    [2, 'run', '--nonsense'],
    [2, 'task', 'check', 'no-such-task'],
    [0, 'task', 'list', 'hard'],
    [0, '--help'],
  ];
  const ended = await Promise.all(cases.map(async ([, ...args]) => (await place.gymkhana(args)).exitCode));
  expect(ended).toEqual(cases.map(([code]) => code));
});
