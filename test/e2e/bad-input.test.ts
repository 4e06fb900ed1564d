import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectRefusal, runsIn } from './refusal.ts';
import { copyTiny, copyUnderived, TINY } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Writes what is wrong and returns the command. */
type Case = {
  name: string;
  args: string[] | ((place: Workplace) => Promise<string[]>);
  lines: RegExp[];
  exitCode?: number;
};

const run = (...args: string[]) => ['run', '--agent', 'oracle', '--id', 'bad', ...args];
const runTiny = (...args: string[]) => run('--tasks', TINY, ...args);
/** Runs a copy of the tiny task with one text of task.yaml replaced. */
const withTask = (from: string | RegExp, to: string) => async (place: Workplace) => {
  await copyTiny(place, 'mine', { 'task.yaml': [from, to] });
  return run('--tasks', 'tasks/mine');
};
const withoutFile = (file: string) => async (place: Workplace) => {
  await rm(join(await copyTiny(place, 'mine'), file), { recursive: true });
  return run('--tasks', 'tasks/mine');
};
const withScript = (text: string) => async (place: Workplace) => {
  await place.write('talker/tiny-sum.yaml', text);
  return runTiny('--agent', 'script:talker');
};
const withRunner = (text: string) => async (place: Workplace) => {
  await place.write('mine.yaml', text);
  return runTiny('--runner', 'mine.yaml');
};

const TASKS: Case[] = [
  {
    name: 'a misspelt key, and so a missing one',
    args: withTask('difficulty:', 'dificulty:'),
    lines: [
      /^TASK_INVALID tasks\/mine\/task\.yaml:1:1 difficulty must be one of .*; got nothing/,
      /^TASK_INVALID tasks\/mine\/task\.yaml:6:1 unknown key `dificulty`; did you mean `difficulty`\?$/,
    ],
  },
  {
    name: 'a wrong type',
    args: withTask('minutes: 1\n', 'minutes: soon\n'),
    lines: [/^TASK_INVALID tasks\/mine\/task\.yaml:\d+:\d+ verify\[0\]\.minutes must be a number; got "soon"/],
  },
  {
    name: 'a limit out of range',
    args: withTask('turns: 10', 'turns: 0'),
    lines: [/^TASK_INVALID tasks\/mine\/task\.yaml:12:18 limits\.turns must be .*; got 0/],
  },
  {
    name: 'YAML that is none',
    args: withTask('tags: [fixture]', 'tags: [fixture'),
    lines: [/^TASK_INVALID tasks\/mine\/task\.yaml:\d+:\d+ not valid YAML: /],
  },
  {
    name: 'an id that is not the name of its folder',
    args: withTask('id: mine', 'id: yours'),
    lines: [/^TASK_INVALID tasks\/mine\/task\.yaml:1:5 id must be the folder's name, mine; got "yours"; rename/],
  },
  {
    name: 'no instruction',
    args: withoutFile('instruction.md'),
    lines: [
      /^TASK_INVALID tasks\/mine\/task\.yaml:11:14 instruction must be a file .*; create a file instruction\.md$/,
    ],
  },
  {
    name: 'no repository and no hidden tests',
    args: async (place) => {
      const folder = await copyTiny(place, 'mine');
      for (const part of ['repo', 'tests']) await rm(join(folder, part), { recursive: true });
      return run('--tasks', 'tasks/mine');
    },
    lines: [
      /^TASK_INVALID tasks\/mine\/task\.yaml:10:22 workspace\.folder must be a folder of the task; got "repo"/,
      /^TASK_INVALID tasks\/mine\/task\.yaml:\d+:12 verify\[0\]\.files must be a folder of the task; got "tests"/,
    ],
  },
  {
    name: 'no gold',
    args: withoutFile('solution/gold.patch'),
    lines: [
      /^TASK_INVALID tasks\/mine\/task\.yaml:\d+:11 solution must be a file of the task; got "solution\/gold\.patch"/,
    ],
  },
  {
    name: 'an image that nobody knows',
    args: withTask('image: node', 'image: nodee'),
    lines: [/^IMAGE_NOT_FOUND \S+\/tasks\/mine\/task\.yaml:9:8 no image `nodee`; did you mean `node`\?$/],
  },
  {
    name: 'a task that is not derived yet',
    args: async (place) => {
      await copyUnderived(place, 'mine');
      return run('--tasks', 'tasks/mine');
    },
    lines: [
      /^TASK_NOT_DERIVED \S+\/task\.yaml:\d+:5 the verifier tests expects no test yet; run `gymkhana task derive tasks\/mine`$/,
    ],
  },
  ...['list', 'check', 'derive'].map((command) => ({
    name: `task ${command} of an image that nobody knows`,
    args: async (place: Workplace) => {
      await copyTiny(place, 'mine', { 'task.yaml': ['image: node', 'image: pyton'] });
      return ['task', command, 'tasks/mine'];
    },
    lines: [/^IMAGE_NOT_FOUND \S+\/tasks\/mine\/task\.yaml:9:8 no image `pyton`; did you mean `python`\?$/],
  })),
  {
    name: 'a task that nobody knows',
    args: run('--tasks', 'ini-quoted-coment'),
    lines: [/^TASK_NOT_FOUND ini-quoted-coment no task matches .*; did you mean `ini-quoted-comment`\?$/],
  },
  {
    name: 'a pattern that matches no task',
    args: run('--tasks', 'zebra-*'),
    lines: [/^TASK_NOT_FOUND zebra-\* no task matches `zebra-\*`; the tasks there are /],
  },
  {
    name: 'a folder without a task',
    args: async (place) => {
      await place.write('empty/README.md', 'nothing here\n');
      return run('--tasks', './empty');
    },
    lines: [/^TASK_NOT_FOUND \.\/empty no task matches `\.\/empty`; a task is a folder with a task\.yaml$/],
  },
  {
    name: 'a list that is not there',
    args: run('--tasks', 'quickstrat.txt'),
    lines: [/^TASK_NOT_FOUND quickstrat\.txt there is no such list; did you mean `quickstart\.txt`\?$/],
  },
  {
    name: 'a list that names a task which is not there',
    args: async (place) => run('--tasks', await place.write('some.txt', '# mine\nini-quoted-comment\nnobody\n')),
    lines: [/^TASK_NOT_FOUND \S+\/some\.txt:3:1 no task matches `nobody`/],
  },
];

const AGENTS_AND_RUNNERS: Case[] = [
  {
    name: 'an agent that nobody knows',
    args: runTiny('--agent', 'wizard'),
    lines: [
      /^AGENT_NOT_FOUND --agent wizard there is no such agent; name one of oracle, nop.*, claude-code, .*scripted, /,
    ],
  },
  ...['oracel', 'scripte', 'claude'].map((agent) => ({
    name: `the misspelt agent ${agent}`,
    args: runTiny('--agent', agent),
    lines: [/^AGENT_NOT_FOUND --agent \S+ there is no such agent; did you mean `(oracle|scripted|claude-code)`\?$/],
  })),
  {
    name: 'a folder of scripts that is not there',
    args: runTiny('--agent', 'script:./nowhere'),
    lines: [/^AGENT_NOT_FOUND \S+\/nowhere there is no such folder of scripts; /],
  },
  {
    name: 'a folder without scripts',
    args: async (place) => {
      await place.write('talker/README.md', 'nothing to say\n');
      return runTiny('--agent', 'script:talker');
    },
    lines: [/^AGENT_NOT_FOUND \S+\/talker holds no script: those are named after tasks, /],
  },
  {
    name: 'a folder of scripts whose name a terminal would obey',
    args: async (place) => {
      await place.write('sp\u001b[31m/tiny-sum.yaml', 'calls: []\n');
      return runTiny('--agent', 'script:sp\u001b[31m');
    },
    lines: [/^AGENT_SCRIPT_INVALID \S+ its name is the agent's: letters, digits.*; rename it$/],
  },
  {
    name: 'a script that is no YAML',
    args: withScript('calls:\n  - tool: [bash\n'),
    lines: [/^AGENT_SCRIPT_INVALID \S+\/talker\/tiny-sum\.yaml:\d+:\d+ not valid YAML: /],
  },
  {
    name: 'a script with a misspelt key',
    args: withScript('calls:\n  - tool: run_tests\n    arg: {}\n'),
    lines: [
      /^AGENT_SCRIPT_INVALID \S+\/talker\/tiny-sum\.yaml:3:5 unknown key `arg` in calls\[0\]; did you mean `args`\?$/,
    ],
  },
  {
    name: 'a script with a tool and an argument that nobody knows',
    args: withScript('calls:\n  - tool: bsh\n  - tool: bash\n    args: { cmd: ls }\n'),
    lines: [
      /^AGENT_SCRIPT_INVALID \S+\/tiny-sum\.yaml:2:11 calls\[0\]\.tool must be one of .*; did you mean `bash`\?$/,
      /^AGENT_SCRIPT_INVALID \S+:4:11 calls\[1\]\.args\.command must be text; got nothing; /,
      /^AGENT_SCRIPT_INVALID \S+:4:13 unknown key `cmd` in calls\[1\]\.args; did you mean `command`\?$/,
    ],
  },
  {
    name: 'a runner that nobody knows',
    args: runTiny('--runner', 'fast'),
    lines: [/^RUNNER_NOT_FOUND \S+\/runners\/fast\.yaml there is no such runner; use one of blind, default, /],
  },
  {
    name: 'a file for a runner that is not there',
    args: runTiny('--runner', './fast.yaml'),
    lines: [/^RUNNER_NOT_FOUND \.\/fast\.yaml there is no such runner; /],
  },
  {
    name: 'a runner with a misspelt key',
    args: withRunner('attempts: 2\nretrys: 1\n'),
    lines: [/^RUNNER_INVALID mine\.yaml:2:1 unknown key `retrys`; did you mean `retries`\?$/],
  },
  {
    name: 'a runner with wrong values',
    args: withRunner('sandbox: podman\nlimits:\n  minutes: -1\n'),
    lines: [
      /^RUNNER_INVALID mine\.yaml:1:10 sandbox must be /,
      /^RUNNER_INVALID mine\.yaml:3:12 limits\.minutes must be /,
    ],
  },
];

const OVERRIDES: Case[] = [
  {
    name: 'a misspelt field of the runner',
    args: runTiny('--set', 'limits.turn=5'),
    lines: [/^RUN_INVALID --set limits\.turn unknown key `turn` in limits; did you mean `turns`\?$/],
  },
  {
    name: 'a wrong value for a field of the runner, also where a flag says another',
    args: runTiny('--set', 'limits.turns=soon', '--max-turns', '5'),
    lines: [/^RUN_INVALID --set limits\.turns limits\.turns must be a whole number.*; got "soon"$/],
  },
];

const COMMAND_LINES: Case[] = [
  { name: 'an unknown command', args: ['fly'], lines: [/^USAGE unknown command 'fly'; `gymkhana --help` lists/] },
  {
    name: 'an unknown subcommand',
    args: ['task', 'fly'],
    lines: [/^USAGE unknown command 'fly'; `gymkhana task --help`/],
  },
  ...[['list'], ['list', '--help'], ['task', 'lst', '--help']].map((args) => ({
    name: `the command ${args.join(' ')}`,
    args,
    lines: [/^USAGE unknown command 'li?st'; did you mean `gymkhana task list`\?$/],
  })),
  { name: 'a misspelt command', args: ['leadrboard', 'x'], lines: [/; did you mean `gymkhana leaderboard`\?$/] },
  {
    name: 'a misspelt option',
    args: runTiny('--attemps', '2'),
    lines: [/^USAGE unknown option '--attemps' \(Did you mean --attempts\?\); `gymkhana run --help` says/],
  },
  {
    name: 'an unknown option, and no agent',
    args: ['run', '--bogus'],
    lines: [/^USAGE unknown option '--bogus'; `gymkhana run --help` says what is accepted$/],
  },
  { name: 'no agent', args: ['run'], lines: [/^USAGE required option '--agent <name\.\.\.>' not specified; /] },
  { name: 'no run', args: ['resume'], lines: [/^USAGE missing required argument 'run'; /] },
  {
    name: 'two runs to resume',
    args: ['resume', 'a', 'b'],
    lines: [/^USAGE too many arguments for 'resume'\. Expected 1/],
  },
  ...['0', '-1', '1.5', 'many', ''].map((value) => ({
    name: `--attempts ${value || '(nothing)'}`,
    args: runTiny(`--attempts=${value}`),
    lines: [
      /^USAGE option '--attempts <k>' argument '.*' is invalid\. It must be a positive integer; `gymkhana run --help`/,
    ],
  })),
  {
    name: 'more trials than a run may have',
    args: runTiny('--attempts', '99999999', '--max-turns', '1,2'),
    lines: [/^USAGE run tasks × entries × attempts = 1 × 2 × 99999999 = 199999998 trials, more than the 100000 /],
  },
  ...['a', '2,a', '5,,10', '0'].map((value) => ({
    name: `--max-turns ${value}`,
    args: runTiny('--max-turns', value),
    lines: [
      /^USAGE option '--max-turns <list>' argument '.*' is invalid\. It must be positive integers separated by commas; /,
    ],
  })),
  ...['attempts', '=3', 'limits..turns=5', '.attempts=1', ''].map((value) => ({
    name: `--set ${JSON.stringify(value)}`,
    args: runTiny('--set', value),
    lines: [
      /^USAGE option '--set <key=value>' argument '.*' is invalid\. It must be like limits\.minutes=5; `gymkhana/,
    ],
  })),
  {
    name: 'a format that nobody knows',
    args: ['leaderboard', 'x', '--format', 'xml'],
    lines: [
      /^USAGE option '--format <format>' argument 'xml' is invalid\. Allowed choices are table, json, markdown, csv; /,
    ],
  },
  {
    name: 'a slice that nobody knows',
    args: ['leaderboard', 'x', '--by', 'tags'],
    lines: [/^USAGE option '--by <key>' argument 'tags' is invalid\. Allowed choices are difficulty, language, tag; /],
  },
  ...['a/b', '..', '../bad', '.hidden', 'a b', ''].map((id) => ({
    name: `the id ${JSON.stringify(id)}`,
    args: ['run', '--tasks', TINY, '--agent', 'oracle', `--id=${id}`],
    lines: [/^USAGE --id an id is letters, digits, dots, dashes and underscores; got ".*"$/],
  })),
].map((one) => ({ ...one, exitCode: 2 }));

const RUNS: Case[] = [
  ...[
    ['resume', 'gone'],
    ['rescore', 'gone'],
    ['leaderboard', 'gone'],
    ['show', 'gone/'],
    ['replay', 'gone/trial'],
  ].map((args) => ({
    name: `${args.join(' ')}, a run that is not there`,
    args,
    lines: [/^RUN_NOT_FOUND \S+\/runs\/gone no run gone is here; start one with `gymkhana run`$/],
  })),
  {
    name: 'a folder that is no run',
    args: async (place) => {
      await place.write('empty/README.md', '');
      return ['resume', './empty'];
    },
    lines: [/^RUN_NOT_FOUND \S+\/empty this folder is no run: it has no run\.yaml; start one with/],
  },
  {
    name: 'a file that is no run',
    args: async (place) => {
      await place.write('run.yaml', '');
      return ['leaderboard', './run.yaml'];
    },
    lines: [/^RUN_NOT_FOUND \S+\/run\.yaml this is a file, and a run is a folder; start one with/],
  },
  {
    name: 'a run outside of runs/ that is none',
    args: ['resume', './elsewhere'],
    lines: [/^RUN_NOT_FOUND \S+\/elsewhere no run elsewhere is here; start one with/],
  },
  {
    name: 'a trial that nobody knows',
    args: ['show', 'gone'],
    lines: [/^TRIAL_NOT_FOUND gone no trial under runs\/ begins so; there is no run here; start one with/],
  },
  {
    name: 'a trial of a run that nobody knows',
    args: ['show', 'gone/tiny'],
    lines: [/^RUN_NOT_FOUND \S+\/runs\/gone no run gone is here; /],
  },
  {
    name: 'a file where runs/ should be',
    args: async (place) => {
      await place.write('runs', '');
      return ['show', 'gone'];
    },
    lines: [/^TRIAL_NOT_FOUND gone no trial under runs\/ begins so; /],
  },
];

it.concurrent.each([...TASKS, ...AGENTS_AND_RUNNERS, ...OVERRIDES, ...COMMAND_LINES, ...RUNS])(
  'refuses $name',
  async ({ args, lines, exitCode }) => {
    await using place = await openWorkplace();
    expectRefusal(await place.gymkhana(typeof args === 'function' ? await args(place) : args), lines, exitCode);
    await rm(place.path('runs'), { force: true });
    expect(await runsIn(place)).toEqual([]);
  },
);

it.concurrent.each([
  { host: 'unix:///nonexistent.sock', said: /connect ENOENT \/nonexistent\.sock/ },
  // Port 9 is discard: reserved, and nobody serves it.
  { host: 'tcp://127.0.0.1:9', said: /connect ECONNREFUSED 127\.0\.0\.1:9/ },
])('refuses to start without an engine ($host)', async ({ host, said }) => {
  await using place = await openWorkplace();
  const line = new RegExp(
    `^ENGINE_UNREACHABLE docker no Docker engine answers at DOCKER_HOST=${host} \\(${said.source}\\); ` +
      'start an engine there, or correct or unset DOCKER_HOST$',
  );
  const env = { DOCKER_HOST: host };
  await place.write('docker.yaml', 'sandbox: docker\n');
  expectRefusal(await place.gymkhana(runTiny('--runner', 'docker.yaml'), { env }), [line]);
  expect(await runsIn(place)).toEqual([]);
  expectRefusal(await place.gymkhana(['task', 'check', TINY, '--sandbox', 'docker'], { env }), [line]);
  const doctor = await place.gymkhana(['doctor'], { env });
  expect(doctor.stderr).toBe('');
  expect(doctor.stdout).toMatch(/^docker {2}FAIL {2}engine: no Docker engine answers .*; .+$/m);
});

it.concurrent('refuses an address of an engine that is none', async () => {
  await using place = await openWorkplace();
  expectRefusal(await place.gymkhana(['doctor'], { env: { DOCKER_HOST: 'tcp://127.0.0.1:99999' } }), [
    /^ENGINE_UNREACHABLE docker DOCKER_HOST=tcp:\/\/127\.0\.0\.1:99999 is no address like .*; correct or unset/,
  ]);
});

it.concurrent('says what is in the way where no run can be made', async () => {
  await using place = await openWorkplace();
  await place.write('runs', 'a file');
  // A plan needs no place.
  const { exitCode } = await place.gymkhana(runTiny('--dry-run'));
  expect(exitCode).toBe(0);
  await rm(place.path('runs'));
  await place.write('runs/bad', 'a file');
  expectRefusal(await place.gymkhana(runTiny()), [/^USAGE \S+\/runs\/bad no run can be here: EEXIST: .*; choose/], 2);
});
