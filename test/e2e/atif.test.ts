import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { AtifTrajectory } from '../../src/interop/atif/schema.ts';
import { expectRefusal } from './refusal.ts';
import { bash, copyTiny, MEND, SUBMIT, TINY, writeAgent } from './tiny.ts';
import { useModelServer } from './with-model-server.ts';

const KEY = 'secret-of-the-provider';
const usage = { input: 1000, cachedInput: 400, output: 50 };
const COST = (600 * 10 + 400 * 1 + 50 * 100) / 1e6;
const SCRIPT = {
  conversations: [
    { when: { model: 'titles' }, replies: [{ text: 'A title', usage: { input: 7, output: 1 } }] },
    {
      when: { model: 'shell' },
      replies: [
        { calls: [{ tool: 'shell', args: { line: 'ls' } }], usage },
        { text: 'Done.', usage },
      ],
    },
    {
      replies: [
        { text: 'I look.', calls: [bash('cat src/sum.js'), { tool: 'read_file', args: {} }], usage },
        { calls: [MEND], usage, fail: { with: 500, times: 1 } },
        { text: 'Done.', usage },
      ],
    },
  ],
};

const { place, url } = useModelServer(SCRIPT);

/** Runs agents on the tiny task, exports the run and has all of it validated. By the name of the entry. */
async function exported(id: string, agents: string[], ...args: string[]): Promise<Record<string, AtifTrajectory>> {
  const providers = {
    chat: { speaks: 'openai', baseUrl: `${url()}/v1`, keyVariable: 'GYM_TEST_KEY' },
    messages: { speaks: 'anthropic', baseUrl: `${url()}/v1`, keyVariable: 'GYM_TEST_KEY' },
  };
  const price = { input: 10, cachedInput: 1, output: 100 };
  const models = { providers, prices: { 'chat/worker': price, 'messages/worker': price } };
  const runner = await place().write(`runners/${id}.yaml`, stringify({ sandbox: 'namespace', retries: 0, models }));
  const named = agents.flatMap((agent) => ['--agent', agent]);
  const tasks = args.includes('--tasks') ? [] : ['--tasks', TINY];
  const command = ['run', ...tasks, ...named, '--runner', runner, '--id', id, ...args];
  const run = await place().gymkhana(command, { env: { GYM_TEST_KEY: KEY } });
  expect(run.exitCode, run.stderr).toBe(0);
  const made = await place().gymkhana(['export', id, '--out', 'jobs']);
  expect(made.exitCode, made.stderr).toBe(0);
  const trials = readdirSync(place().path('jobs', id));
  const files = trials.map((trial) => join('jobs', id, trial, 'agent/trajectory.json'));
  const checked = await place().gymkhana(['validate-atif', ...files]);
  expect(checked).toMatchObject({ exitCode: 0, stderr: '' });
  expect(checked.stdout.split('\n').map((line) => line.replace(/, \d+ steps?$/, ''))).toEqual(
    files.map((file) => `ok    ${file}  ATIF-v1.7`),
  );
  const texts = await Promise.all(files.map((file) => readFile(place().path(file), 'utf8')));
  const all: AtifTrajectory[] = texts.map((text) => JSON.parse(text));
  return Object.fromEntries(all.map((one) => [String(one.extra?.entry), one]));
}

const callsOf = ({ steps }: AtifTrajectory) =>
  steps.map((step) => (step.tool_calls ?? []).map((call) => call.function_name).join());
const sourcesOf = ({ steps }: AtifTrajectory) => steps.map(({ source }) => source);

describe.skipIf(process.platform !== 'linux')('an exported trajectory', () => {
  it('of agents without a model has their calls, and no metrics', async () => {
    const script = await writeAgent(place(), 'scripted', [bash('cat src/sum.js'), MEND, SUBMIT]);
    const { oracle, nop, scripted, repair } = await exported('plain', ['oracle', 'nop', script, 'repair']);
    for (const one of [oracle, nop, scripted, repair]) {
      expect(one?.steps.every(({ source, llm_call_count }) => source === 'user' || llm_call_count === 0)).toBe(true);
      expect(one?.final_metrics).toEqual({ total_steps: one?.steps.length });
      expect(one?.agent).not.toHaveProperty('model_name');
    }
    expect(callsOf(scripted!)).toEqual(['', 'bash', 'bash', 'submit']);
    expect(scripted?.steps[1]).toMatchObject({
      tool_calls: [{ tool_call_id: 'call-1', arguments: { command: 'cat src/sum.js' } }],
      observation: { results: [{ source_call_id: 'call-1', content: expect.stringContaining('numbers.length - 1') }] },
    });
    expect(scripted?.extra).toMatchObject({ run: 'plain', task: 'tiny-sum', stop: 'submitted', verdict: 'resolved' });
    expect(nop).toMatchObject({ agent: { name: 'nop' }, extra: { stop: 'exited', verdict: 'unresolved', reward: 0 } });
    expect(sourcesOf(nop!)).toEqual(['user']);
    expect(callsOf(repair!).length).toBeGreaterThan(3);
  });

  it('holds nothing of what it is judged by', async () => {
    const task = await copyTiny(place(), 'unseen', {
      'tests/test/sum.test.js': ['sums every number', 'a name that nobody has seen'],
      'task.yaml': [/(?<=failToPass:\s+- 'test\/sum\.test\.js::)sums every number/, 'a name that nobody has seen'],
    });
    const all = await exported('unseen', ['nop', 'oracle', 'repair'], '--tasks', task);
    expect(all.nop?.extra).toMatchObject({ task: 'unseen', verdict: 'unresolved' });
    expect(await readFile(join(task, 'task.yaml'), 'utf8')).toContain('nobody has seen');
    expect(JSON.stringify(all)).not.toContain('nobody has seen');
  });

  it.each(['chat', 'messages'])('of a model in %s has its answers, calls and what they cost', async (provider) => {
    const all = await exported(`llm-${provider}`, ['llm'], '--model', `${provider}/worker`, '--max-turns', '4');
    const one = all['llm+worker@4']!;
    expect(sourcesOf(one)).toEqual(['system', 'user', 'agent', 'agent', 'agent']);
    expect(callsOf(one).slice(2)).toEqual(['bash,read_file', 'bash', '']);
    expect(one.agent).toMatchObject({ name: 'llm', model_name: 'worker', extra: { provider } });
    expect(one.agent.tool_definitions?.[0]).toMatchObject({
      type: 'function',
      function: { name: expect.any(String), description: expect.any(String), parameters: { type: 'object' } },
    });
    expect(one.agent.tool_definitions?.length).toBeGreaterThanOrEqual(8);
    expect(one.steps[2]).toMatchObject({
      message: 'I look.',
      model_name: 'worker',
      llm_call_count: 1,
      metrics: { prompt_tokens: 1000, cached_tokens: 400, completion_tokens: 50, cost_usd: expect.closeTo(COST, 9) },
      observation: {
        results: [{ content: expect.stringContaining('numbers') }, { extra: { is_error: true } }],
      },
    });
    expect(one.steps[4]).toMatchObject({ message: 'Done.', llm_call_count: 1 });
    expect(one.final_metrics).toEqual({
      total_prompt_tokens: 3000,
      total_completion_tokens: 150,
      total_cached_tokens: 1200,
      total_cost_usd: expect.closeTo(3 * COST, 9),
      total_steps: 5,
    });
    expect(one.extra).toMatchObject({ stop: 'exited', failed_model_calls: [{ status: 500, thread: 'main' }] });
    expect(JSON.stringify(all)).not.toContain(KEY);
  });

  it('says which limit ended it', async () => {
    const all = await exported('limited', ['llm'], '--model', 'chat/worker', '--max-turns', '2');
    expect(all['llm+worker@2']).toMatchObject({
      extra: { stop: 'turn_limit', limits_reached: [{ limit: 'turns', action: 'wrap_up' }] },
    });
    expect(all['llm+worker@2']?.steps.at(-1)?.extra).toEqual({ wrap_up: true });
  });

  it('of a program with a model and tools of its own tells its conversations apart', async () => {
    const program = `
      const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
      const ask = async (model, body) => (await (await fetch(url + '/chat/completions', { method: 'POST',
        headers: { authorization: 'Bearer ' + key }, body: JSON.stringify({ model, ...body }) })).json()).choices[0].message;
      const { GYMKHANA_TOOLS_URL, GYMKHANA_TOOLS_TOKEN: token } = process.env;
      const tool = (name, args) => fetch(GYMKHANA_TOOLS_URL + '/v1/tools/' + name, { method: 'POST',
        headers: { authorization: 'Bearer ' + token }, body: JSON.stringify(args) });
      await ask('titles', { messages: [{ role: 'user', content: 'Name this.' }] });
      const tools = [{ type: 'function', function: { name: 'shell', parameters: { type: 'object' } } }];
      const messages = [{ role: 'system', content: 'You have a shell.' }, { role: 'user', content: 'Go.' }];
      const first = await ask('shell', { tools, messages });
      messages.push(first, { role: 'tool', tool_call_id: first.tool_calls[0].id, content: 'README.md' });
      await tool('list_files', {});
      await ask('shell', { tools, messages });
      console.log('that is all');`;
    const command = ['node', '--input-type=module', '-e', program];
    const agent = await place().write(
      'own.yaml',
      stringify({ kind: 'installed', command, model: true, helperModels: ['titles', 'shell'] }),
    );
    const { 'own+worker': one } = await exported('own', [agent], '--model', 'chat/worker');
    expect(one?.steps.map(({ source, message, llm_call_count }) => [source, message, llm_call_count])).toEqual([
      ['system', 'You have a shell.', undefined],
      ['user', expect.stringContaining('sum'), undefined],
      ['agent', '', 1],
      ['agent', '', 0],
      ['agent', 'Done.', 1],
      ['agent', 'that is all', 0],
    ]);
    expect(one?.steps[2]).toMatchObject({
      tool_calls: [{ function_name: 'shell', arguments: { line: 'ls' } }],
      observation: { results: [{ content: 'README.md' }] },
    });
    expect(one?.steps[3]).toMatchObject({ tool_calls: [{ function_name: 'list_files' }] });
    expect(one?.agent).toMatchObject({ model_name: 'shell', tool_definitions: [{ function: { name: 'shell' } }] });
    expect(one?.subagent_trajectories).toMatchObject([
      {
        agent: { model_name: 'titles' },
        steps: [
          { source: 'user', message: 'Name this.' },
          { source: 'agent', message: 'A title', metrics: { prompt_tokens: 7 } },
        ],
        final_metrics: { total_prompt_tokens: 7 },
      },
    ]);
  });

  it('of a program that works through lines has the calls of its tools', async () => {
    const program = `
      const { createInterface } = await import('node:readline');
      const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
      const call = async (tool, args) => { console.log(JSON.stringify({ type: 'call', id: 1, tool, args })); await lines.next(); };
      await lines.next();
      await call('bash', ${JSON.stringify(MEND.args)});
      await call('submit', {});
      process.exit(0);`;
    await place().write('lines/program.mjs', program);
    const agent = await place().write(
      'lines/lines.yaml',
      stringify({ kind: 'external', command: ['node', 'program.mjs'] }),
    );
    const { lines } = await exported('lines', [agent]);
    expect(callsOf(lines!)).toEqual(['', 'bash', 'submit']);
    expect(lines?.agent).toMatchObject({ name: 'lines', version: expect.stringMatching(/^\w+$/) });
  });

  it('of a smaller limit is the beginning of that which it is served by', async () => {
    const runner = ['--set', 'tellAgent=false', '--max-turns', '1,9'];
    const all = await exported('served', ['llm'], '--model', 'chat/worker', ...runner);
    const short = all['llm+worker@1'];
    expect(sourcesOf(short!)).toEqual(['system', 'user', 'agent']);
    expect(short?.extra).toMatchObject({ stop: 'turn_limit', parents: [{ how: 'prefix' }] });
    expect(short?.steps[2]).toEqual(all['llm+worker@9']?.steps[2]);
  });

  it('is printed where it is one', async () => {
    const { exitCode, stdout } = await place().gymkhana(['export', 'plain/tiny-sum__nop']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema_version: 'ATIF-v1.7', agent: { name: 'nop' } });
  });

  it('is refused where there are several and no folder, or none', async () => {
    const several = await place().gymkhana(['export', 'plain']);
    expectRefusal(several, [/^USAGE export 4 trajectories don't fit on one page; say where they go: --out FOLDER$/], 2);
    const none = await place().gymkhana(['export', 'plain/nobody']);
    expectRefusal(none, [/^TRIAL_NOT_FOUND plain\/nobody no trial of plain begins so; .+/]);
  });
});

describe('validate-atif', () => {
  it('says one thing of each file that is malformed, and ok of the others', async () => {
    const step = { step_id: 1, source: 'user', message: 'Go.' };
    const valid = { schema_version: 'ATIF-v1.4', agent: { name: 'a', version: '1' }, steps: [step] };
    await place().write('valid.json', JSON.stringify(valid));
    await place().write('own.json', JSON.stringify({ ...valid, reward: 1 }));
    await place().write('cut.json', JSON.stringify(valid).slice(0, 50));
    const { exitCode, stdout, stderr } = await place().gymkhana([
      'validate-atif',
      'own.json',
      'valid.json',
      'cut.json',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'ok    valid.json  ATIF-v1.4, 1 step' });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^ATIF_INVALID own\.json:1:\d+ unknown key `reward`; the known keys are .+$/),
      expect.stringMatching(/^ATIF_INVALID cut\.json:1:51 not valid JSON: .+$/),
    ]);
    const lenient = await place().gymkhana(['validate-atif', '--lenient', 'own.json']);
    expect(lenient).toMatchObject({ exitCode: 0, stdout: 'ok    own.json  ATIF-v1.4, 1 step' });
  });

  it('is refused for a file that is not there', async () => {
    expectRefusal(await place().gymkhana(['validate-atif', 'nowhere.json']), [
      /^PATH_UNUSABLE nowhere\.json there is no such file; /,
    ]);
  });
});
