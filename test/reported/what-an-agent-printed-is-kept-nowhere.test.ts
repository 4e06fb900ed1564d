import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const KEY = 'sk-this-is-a-secret-key';

async function logOf(run: string): Promise<string> {
  const files = await readdir(place.path('runs', run), { recursive: true });
  const [file] = files.filter((name) => name.endsWith('agent.log'));
  return readFile(place.path('runs', run, file ?? 'agent.log'), 'utf8');
}

test('stderr and lines that are no calls of an external agent are in agent.log and in show, without keys', async () => {
  await place.write(
    'mine/loud.mjs',
    `process.stderr.write('first\\n' + 'x'.repeat(99).concat('\\n').repeat(4_000));
// After the flood, which is cut in its middle.
setTimeout(() => process.stdout.write('no call\\n{"type":"nonsense"}\\n'), 600);
process.stderr.write(process.env.A_TEST_API_KEY.slice(0, 9));
setTimeout(() => process.stderr.write(process.env.A_TEST_API_KEY.slice(9) + ' \\u001b[31mred\\nlast words'), 700);
setTimeout(() => process.exit(3), 900);
`,
  );
  await place.write('mine/loud.yaml', 'kind: external\ncommand: [node, loud.mjs]\n');
  const args = ['run', '--tasks', TINY, '--agent', 'mine/loud.yaml', '--agent', 'nop', '--sandbox', 'namespace'];
  const ran = await place.gymkhana([...args, '--id', 'loud'], { env: { A_TEST_API_KEY: KEY } });
  expect(ran.stderr).toMatch(/^\[tiny-sum__\S+\] first$/m);
  expect(ran.stderr).not.toContain(KEY);
  expect(ran.stderr).toMatch(/gymkhana show loud\/tiny-sum__loud/);
  const log = await logOf('loud');
  expect(log).toMatch(/^first\n/);
  for (const text of ['no call', '{"type":"nonsense"}', '[hidden]', 'last words', 'characters are left out here']) {
    expect(log).toContain(text);
  }
  expect(log).not.toContain(KEY);
  expect(log.length).toBeLessThan(130 * 1024);
  const { stdout } = await place.gymkhana(['show', 'loud/tiny-sum__loud']);
  expect(stdout).toMatch(/^agent\.log /m);
  expect(stdout).toContain('last words');
  expect(stdout).not.toContain('\u001b[31mred');
  const list = await place.gymkhana(['show', 'loud']);
  expect(list).toMatchObject({ exitCode: 0, stdout: (await place.gymkhana(['show', 'loud/'])).stdout });
});

test("an installed agent's output is in agent.log", async () => {
  await place.write('mine/in.yaml', 'kind: installed\ncommand: [sh, -c, "echo out; echo err >&2; exit 4"]\n');
  await place.gymkhana(['run', '--tasks', TINY, '--agent', 'mine/in.yaml', '--sandbox', 'namespace', '--id', 'in']);
  const log = await logOf('in');
  expect(log).toContain('out\n');
  expect(log).toContain('err\n');
});

test('a plan is counted and its first trials shown; --verbose prints all; a long id is a short line', async () => {
  const plan = ['run', '--dry-run', '--tasks', TINY, '--agent', 'nop', '--agent', 'oracle', '--attempts', '40'];
  const { stdout } = await place.gymkhana(plan);
  expect(stdout).toContain('trials: 80');
  expect(stdout.match(/^ {2}- id: tiny-sum__/gm)).toHaveLength(10);
  expect((await place.gymkhana([...plan, '--verbose'])).stdout.match(/^ {2}- id: tiny-sum__/gm)).toHaveLength(80);
  const { stderr } = await place.gymkhana([...plan, '--id', 'a'.repeat(300)]);
  expect(stderr).toContain('at most 100 characters; got 300');
  expect(stderr.length).toBeLessThan(200);
});

test('a suggestion is what the field takes', async () => {
  await place.write('mine/text.yaml', 'kind: external\ncommand: "node x.mjs"\n');
  const { stderr } = await place.gymkhana(['run', '--tasks', TINY, '--agent', 'mine/text.yaml']);
  expect(stderr).toContain('write a list: ["node","x.mjs"]');
});
