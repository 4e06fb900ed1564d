import { cp, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { Leaderboard } from '../../src/report/leaderboard.ts';
import { describeWithSandbox } from '../engine.ts';
import { verdictsOf } from './run-facts.ts';
import { TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

describe('help', () => {
  const COMMANDS = [
    'run',
    'resume',
    'show',
    'rescore',
    'leaderboard',
    'verifier',
    'curve',
    'select',
    'fork',
    'replay',
    'export',
    'validate-atif',
    'task',
    'judge',
    'clean',
    'doctor',
    'model-server',
    'mcp',
  ];
  const SUBCOMMANDS = [
    'task list',
    'task new',
    'task derive',
    'task check',
    'task mutants',
    'judge check',
    'judge agreement',
  ];

  it.each(['| true', '2>&1 | true', '>&-', '2>&-'])('nobody has to read it: %s', async (reader) => {
    const main = join(inject('packageFolder'), 'dist/cli/main.js');
    const line = `"$@" ${reader}; exit \${PIPESTATUS[0]}`;
    const argv = ['-c', line, 'bash', process.execPath, main, '--help'];
    expect(await execa('bash', argv, { cwd: place.folder })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('names every command', async () => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['--help']);
    const named = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name);
    expect({ exitCode, stderr, named }).toEqual({ exitCode: 0, stderr: '', named: [...COMMANDS, 'help'] });
  });

  it.each([...COMMANDS, ...SUBCOMMANDS])('of %s', async (command) => {
    const { exitCode, stdout, stderr } = await place.gymkhana([...command.split(' '), '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: gymkhana ${command} `));
    expect(stdout).toContain('-h, --help');
  });
});

describe('task list', () => {
  it('lists the bundled tasks, wherever it is called', async () => {
    const { exitCode, stdout } = await place.gymkhana(['task', 'list']);
    const bundled = (await readdir(fileURLToPath(new URL('../../tasks', import.meta.url)))).filter(
      (name) => !name.endsWith('.txt'),
    );
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(bundled.toSorted());
  });

  it.each(['quickstart', 'quickstart.txt', 'tasks/quickstart.txt'])(
    'finds the list %s of the package',
    async (list) => {
      const { exitCode, stdout, stderr } = await place.gymkhana(['task', 'list', list]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toMatch(/^ini-quoted-comment /m);
    },
  );

  it('prefers a list that is here', async () => {
    await place.write('tasks/quickstart.txt', 'cache-expired-revival\n');
    const { stdout } = await place.gymkhana(['task', 'list', 'tasks/quickstart.txt']);
    expect(stdout).toMatch(/^cache-expired-revival [^\n]*$/);
    await rm(place.path('tasks'), { recursive: true });
  });

  it('lists what a selector names', async () => {
    const { stdout } = await place.gymkhana(['task', 'list', TINY, 'ini-quoted-comment']);
    expect(stdout.split('\n')).toEqual([
      'ini-quoted-comment  javascript   easy     fix       Comment signs inside quoted INI values',
      'tiny-sum            javascript   easy     fix       The sum of a list leaves out the last number',
    ]);
  });
});

type Plan = {
  seed: string;
  entries: { name: string; turns: number | null }[];
  trials: { id: string; seed: string; limits: unknown; resources: unknown }[];
};

describe('run --dry-run', () => {
  const dryRun = async (...args: string[]): Promise<Plan> => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['run', '--dry-run', '--tasks', TINY, ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return parse(stdout);
  };
  const idsOf = ({ trials }: Plan) => trials.map(({ id }) => id);

  it('prints a plan with every default resolved, and makes nothing', async () => {
    const plan = await dryRun('--agent', 'nop', '--seed', 's', '--id', 'planned');
    expect(plan).toMatchObject({
      v: 1,
      id: 'planned',
      seed: 's',
      runner: {
        ...{ sandbox: 'auto', tellAgent: true, attempts: 1, retries: 2 },
        concurrency: { sandboxes: availableParallelism() },
      },
      attempts: 1,
      entries: [{ name: 'nop', agent: 'nop', agentRef: 'nop', model: null, turns: null }],
      tasks: [{ id: 'tiny-sum', folder: TINY, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(plan.trials).toEqual([
      {
        id: expect.stringMatching(/^tiny-sum__nop__1__[0-9a-f]{8}$/),
        ...{ task: 'tiny-sum', entry: 'nop', attempt: 1, image: 'node', network: 'none' },
        seed: expect.stringMatching(/^[0-9a-f]{16}$/),
        limits: { turns: 10, minutes: 5, toolTimeoutSeconds: 120 },
        resources: { cpus: 1, memoryMb: 256, pids: 64, diskMb: 16 },
      },
    ]);
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('makes an entry of each limit of turns', async () => {
    const { entries, trials } = await dryRun('--agent', 'oracle', '--agent', 'nop', '--max-turns', '2,5');
    expect(entries.map(({ name, turns }) => [name, turns])).toEqual([
      ['oracle@2', 2],
      ['oracle@5', 5],
      ['nop@2', 2],
      ['nop@5', 5],
    ]);
    expect(trials.map(({ limits }) => (limits as { turns: number }).turns)).toEqual([2, 5, 2, 5]);
  });

  it('puts the command line over the runner, and the runner over the task', async () => {
    const runner = await place.write(
      'runner.yaml',
      'attempts: 3\nlimits: { turns: 7, minutes: 2 }\nresources: { memoryMb: 999, cpus: 0.5 }\n',
    );
    const { trials } = await dryRun('--agent', 'nop', '--runner', runner, '--attempts', '2', '--max-turns', '4');
    expect(trials).toHaveLength(2);
    expect(trials[0]).toMatchObject({
      limits: { turns: 4, minutes: 2, toolTimeoutSeconds: 120 },
      // A runner gives more than a task needs, never less.
      resources: { cpus: 1, memoryMb: 999, pids: 64, diskMb: 16 },
    });
  });

  it('puts --set over the runner, and flags over --set', async () => {
    const runner = await place.write('set.yaml', 'attempts: 3\nlimits: { turns: 7, minutes: 2 }\n');
    const set = ['--set', 'limits.minutes=1', '--set', 'limits.turns=[2, 5]', '--set', 'attempts=2'];
    const plan = await dryRun('--agent', 'nop', '--runner', runner, ...set, '--attempts', '1');
    expect(plan).toMatchObject({ attempts: 1, runner: { limits: { turns: [2, 5], minutes: 1 } } });
    expect(plan.trials.map(({ limits }) => limits)).toMatchObject([
      { turns: 2, minutes: 1 },
      { turns: 5, minutes: 1 },
    ]);
    const flag = await dryRun('--agent', 'nop', ...set, '--max-turns', '9');
    expect(flag.entries).toMatchObject([{ name: 'nop@9', turns: 9 }]);
    expect(flag.seed).not.toBe((await dryRun('--agent', 'nop', '--max-turns', '9')).seed);
  });

  it('makes one entry of what is named twice, and says so', async () => {
    const ask = ['run', '--dry-run', '--tasks', TINY, '--agent', 'nop', '--agent', 'nop', '--max-turns', '3,3'];
    const { stdout, stderr } = await place.gymkhana(ask);
    expect(parse(stdout).entries).toMatchObject([{ name: 'nop@3' }]);
    expect(stderr.split('\n')).toEqual([
      'an agent that is named twice makes one entry',
      'a limit of turns that is named twice makes one entry',
    ]);
  });

  it('gives the same ids for the same plan, whatever the run is called', async () => {
    const first = idsOf(await dryRun('--agent', 'oracle', '--attempts', '2', '--seed', 'x', '--id', 'a'));
    expect(new Set(first).size).toBe(2);
    const again = await dryRun(
      '--agent',
      'oracle',
      '--attempts',
      '2',
      '--seed',
      'x',
      '--id',
      'b',
      '--concurrency',
      '9',
    );
    expect(idsOf(again)).toEqual(first);
  });

  it('gives other ids for another seed', async () => {
    const [one, other] = await Promise.all(['x', 'y'].map((seed) => dryRun('--agent', 'oracle', '--seed', seed)));
    expect(idsOf(one!)).not.toEqual(idsOf(other!));
  });

  it('derives the seed from the plan where none is given', async () => {
    const plan = (...args: string[]) => dryRun('--agent', 'oracle', ...args);
    const [one, same, other] = await Promise.all([plan('--id', 'a'), plan('--id', 'b'), plan('--attempts', '2')]);
    expect(one!.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(same!.seed).toBe(one!.seed);
    expect(other!.seed).not.toBe(one!.seed);
  });
});

describeWithSandbox('after a run', () => {
  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await place.gymkhana([
      ...['run', '--tasks', TINY, '--agent', 'oracle', '--agent', 'nop', '--attempts', '2', '--id', 'shown'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('Leaderboard of run shown');
    expect(stderr).toContain('complete: runs/shown');
  });

  it('leaderboard --format json is exactly its schema', async () => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['leaderboard', 'shown', '--format', 'json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const said: unknown = JSON.parse(stdout);
    // Strict: an unknown key fails, and nothing is filled in.
    expect(Leaderboard.parse(said)).toEqual(said);
    const row = { model: null, maxTurns: 10, tasks: 1, trials: 2, scored: 2, low: null, high: null };
    expect(said).toMatchObject({
      schema: 1,
      runs: ['shown'],
      rows: [
        { ...row, entry: 'oracle', agent: 'oracle', resolved: 2, rate: 1, turns: 2 },
        { ...row, entry: 'nop', agent: 'nop', resolved: 0, rate: 0, turns: 0 },
      ],
    });
  });

  it('leaderboard is the table that the run printed, also by path', async () => {
    const [byId, byPath] = await Promise.all(
      ['shown', './runs/shown'].map((run) => place.gymkhana(['leaderboard', run])),
    );
    expect(byId!.exitCode).toBe(0);
    expect(byId!.stdout).toMatch(/^oracle +oracle .* 100\.0 % /m);
    expect(byPath!.stdout).toBe(byId!.stdout);
  });

  it('leaderboard --by says the same of each slice, and what tags do', async () => {
    const { exitCode, stdout } = await place.gymkhana(['leaderboard', 'shown', '--by', 'tag']);
    expect(exitCode).toBe(0);
    const rows = stdout.split('\n').filter((line) => line.startsWith('oracle'));
    expect(rows).toHaveLength(2);
    expect(rows[1]).toBe(rows[0]);
    expect(stdout).toContain('\n\ntag fixture, 1 task\n\n');
    expect(stdout).toContain('A task with several tags counts in each of their slices');
    const json = await place.gymkhana(['leaderboard', 'shown', '--by', 'language', '--format', 'json']);
    const said = Leaderboard.parse(JSON.parse(json.stdout));
    expect(said.slices).toMatchObject({
      by: 'language',
      overlapping: false,
      blocks: [
        {
          value: 'javascript',
          tasks: 1,
          rows: [
            { entry: 'oracle', rate: 1 },
            { entry: 'nop', rate: 0 },
          ],
        },
      ],
    });
  });

  it('leaderboard --format csv keeps its notes apart', async () => {
    const { stdout, stderr } = await place.gymkhana(['leaderboard', 'shown', '--format', 'csv']);
    const [header, ...rows] = stdout.split('\r\n');
    expect(header).toMatch(/^entry,agent,model,maxTurns,leastMaxTurns,tasks,.*,rate,low,high,/);
    expect(rows.map((row) => row.split(',').slice(0, 10))).toEqual([
      ['oracle', 'oracle', '', '10', '10', '1', '2', '1', '2', '0'],
      ['nop', 'nop', '', '10', '10', '1', '2', '1', '2', '0'],
    ]);
    expect(stderr).toContain('Only 1 scored task: ');
  });

  it('leaderboard --format markdown is a table', async () => {
    const { stdout, stderr } = await place.gymkhana(['leaderboard', 'shown', '--format', 'markdown']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^## Leaderboard of run shown\n\n\| entry \| agent \|.*\n\| :-- \| .*\n\| oracle \| oracle \| /,
    );
  });

  it('show tells a trial by the beginning of its id, or by its path', async () => {
    const trials = Object.keys(await verdictsOf(place.path('runs/shown')));
    const oracle = trials.find((id) => id.startsWith('tiny-sum__oracle__1__'))!;
    const { exitCode, stdout } = await place.gymkhana(['show', 'tiny-sum__oracle__1']);
    expect(exitCode).toBe(0);
    for (const line of [`trial        ${oracle}`, 'verdict      resolved', 'stop         submitted']) {
      expect(stdout.split('\n')).toContain(line);
    }
    expect(stdout).toContain('leaves out the last number');
    expect(stdout).toContain('+  for (let i = 0; i < numbers.length; i += 1) total += numbers[i];');
    const byPath = await place.gymkhana(['show', `runs/shown/trials/${oracle}`]);
    expect(byPath.stdout).toBe(stdout);
  });

  it('show asks back when several trials begin so', async () => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['show', 'tiny-sum']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^TRIAL_AMBIGUOUS tiny-sum 4 trials begin so; say which: shown\/tiny-sum__nop__1__\w{8}, .+$/,
    );
  });

  it('show tells trials of two runs apart, in words that can be pasted', async () => {
    await cp(place.path('runs/shown'), place.path('runs/copied'), { recursive: true });
    const { stderr } = await place.gymkhana(['show', 'tiny-sum']);
    expect(stderr).toMatch(/^TRIAL_AMBIGUOUS tiny-sum 8 trials begin so; .+ and 2 more$/);
    const named = [...stderr.matchAll(/copied\/[^ ,]+/g)].map(([name]) => name);
    expect(named).toHaveLength(4);
    for (const name of [named[0]!, 'copied/tiny-sum__nop__1', 'runs/copied/tiny-sum__nop__1']) {
      const { exitCode, stdout } = await place.gymkhana(['show', name]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^trial {8}tiny-sum__nop__1__\w{8}$/m);
    }
    await rm(place.path('runs/copied'), { recursive: true });
  });

  it.each(['shown', 'shown/', 'runs/shown/', './runs/shown'])('show %s lists the trials of the run', async (name) => {
    const { exitCode, stdout, stderr } = await place.gymkhana(['show', name]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').toSorted()).toEqual([
      expect.stringMatching(/^resolved {4}shown\/tiny-sum__oracle__1__\w{8}$/),
      expect.stringMatching(/^resolved {4}shown\/tiny-sum__oracle__2__\w{8}$/),
      expect.stringMatching(/^unresolved {2}shown\/tiny-sum__nop__1__\w{8}$/),
      expect.stringMatching(/^unresolved {2}shown\/tiny-sum__nop__2__\w{8}$/),
    ]);
  });

  it('run ends with a command that shows a trial nobody solved', async () => {
    const { stderr } = await place.gymkhana(['resume', 'shown']);
    const [, command] = /^complete: runs\/shown; `gymkhana ([^`]+)` tells/m.exec(stderr) ?? [];
    const { exitCode, stdout } = await place.gymkhana(command!.split(' '));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^verdict {6}unresolved\nreason .*\nfailed {7}test\/sum\.test\.js::sums every number$/m);
  });
});
