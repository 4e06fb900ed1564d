import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../src/budget/meter.ts';
import { GymkhanaError } from '../../../src/errors.ts';
import type { Shell, ShellOptions } from '../../../src/sandbox/contract.ts';
import { createToolbox } from '../../../src/tools/metered-toolbox.ts';
import { Stopped } from '../../../src/tools/stopped.ts';
import type { EventBody } from '../../../src/trajectory/event.ts';

type Answer = (command: string, options: ShellOptions) => Promise<string> | string;

function open({
  turns = 10,
  minutes = 10,
  toolTimeoutSeconds = 20,
  answer = (command) => command,
}: Partial<Setup> = {}) {
  const clock = { ms: 0 };
  const limits = { turns, minutes, toolTimeoutSeconds };
  const events: EventBody[] = [];
  const told: string[] = [];
  const abort = new AbortController();
  const shell: Shell = {
    run: async (command, options) => ({
      exitCode: 0,
      stdout: Buffer.from(await answer(command, options)),
      stderr: Buffer.alloc(0),
      omitted: { stdout: 0, stderr: 0 },
      timedOut: false,
      lost: false,
    }),
  };
  const toolbox = createToolbox({
    shell,
    devTests: { command: 'make test' },
    meter: createMeter(limits, () => clock.ms),
    limits,
    recorder: { record: (body) => events.push(body) },
    onStop: (stop) => told.push(stop),
    onSubmit: () => told.push('submit'),
    signal: abort.signal,
  });
  const bash = (command: string) => toolbox.call('bash', { command });
  return { toolbox, bash, clock, events, told, abort };
}
type Setup = { turns: number; minutes: number; toolTimeoutSeconds: number; answer: Answer };

it('records a call before it runs and its result after', async () => {
  const { bash, clock, events } = open({
    answer: () => {
      expect(events).toHaveLength(1);
      clock.ms += 7;
      return 'out';
    },
  });
  expect(await bash('x')).toEqual({ text: 'out', isError: false });
  expect(events).toEqual([
    { type: 'call', turn: 1, id: 'call-1', via: 'toolbox', tool: 'bash', args: { command: 'x' } },
    { type: 'result', id: 'call-1', isError: false, text: 'out', durationMs: 7 },
  ]);
});

it.each([
  ['no_such', {}, 'there are bash, read_file'],
  ['bash', {}, 'bash takes command, timeoutSeconds (optional)'],
  ['bash', { command: 'x', timeoutMs: 1 }, 'timeoutMs'],
  ['bash', { command: 'a\0b' }, 'NUL'],
  ['run_tests', { filter: 'x' }, 'run_tests takes no arguments'],
])('answers a mistaken call of %s with what is expected, and charges it', async (tool, args, expected) => {
  const { toolbox, events, bash } = open({ turns: 1 });
  const result = await toolbox.call(tool, args);
  expect(result.isError).toBe(true);
  expect(result.text).toContain(expected);
  expect(events.map(({ type }) => type)).toEqual(['call', 'result']);
  await expect(bash('x')).rejects.toThrow(Stopped);
});

describe('limits', () => {
  it('stops at the turn limit, told and recorded once', async () => {
    const { bash, events, told } = open({ turns: 2 });
    await bash('1');
    await bash('2');
    await expect(bash('3')).rejects.toThrow(/2 turns/);
    await expect(bash('4')).rejects.toThrow(Stopped);
    expect(told).toEqual(['turns']);
    expect(events.slice(4)).toEqual([{ type: 'limit', limit: 'turns', action: 'stop' }]);
  });

  it('stops when the time is up', async () => {
    const { bash, clock, events, told } = open({ minutes: 1 });
    clock.ms = 60_000;
    await expect(bash('1')).rejects.toThrow(Stopped);
    expect(told).toEqual(['minutes']);
    expect(events).toEqual([{ type: 'limit', limit: 'minutes', action: 'stop' }]);
  });

  it('gives a call the tool limit, its own smaller one, or the time that is left', async () => {
    const timeouts: number[] = [];
    const answer: Answer = (_, { timeoutMs }) => {
      timeouts.push(timeoutMs);
      return '';
    };
    const { toolbox, bash, clock } = open({ minutes: 1, toolTimeoutSeconds: 20, answer });
    await bash('x');
    await toolbox.call('bash', { command: 'x', timeoutSeconds: 0.5 });
    await toolbox.call('bash', { command: 'x', timeoutSeconds: 500 });
    clock.ms = 59_000;
    await bash('x');
    await toolbox.call('run_tests', {});
    expect(timeouts).toEqual([20_000, 500, 20_000, 1_000, 1_000]);
  });
});

it('submits once and takes no call afterwards, not even one that waits', async () => {
  const { toolbox, bash, events, told } = open();
  expect((await toolbox.call('submit', { message: 1 })).isError).toBe(true);
  const submitted = toolbox.call('submit', {});
  const waiting = bash('x');
  expect(await submitted).toEqual({ text: 'submitted', isError: false });
  await expect(waiting).rejects.toThrow(Stopped);
  expect(told).toEqual(['submit']);
  expect(events.filter(({ type }) => type === 'call')).toHaveLength(2);
});

it('runs one call after another', async () => {
  const order: string[] = [];
  const { bash } = open({
    answer: async (command) => {
      order.push(`${command} starts`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${command} ends`);
      return '';
    },
  });
  await Promise.all([bash('1'), bash('2'), bash('3')]);
  expect(order).toEqual(['1 starts', '1 ends', '2 starts', '2 ends', '3 starts', '3 ends']);
});

it('rejects the running call and every later one when aborted', async () => {
  const { bash, abort, events, told } = open({ answer: () => new Promise<string>(() => {}) });
  const running = bash('1');
  const waiting = bash('2');
  const rejected = Promise.all([expect(running).rejects.toThrow(Stopped), expect(waiting).rejects.toThrow(Stopped)]);
  setTimeout(() => abort.abort(), 5);
  await rejected;
  await expect(bash('3')).rejects.toThrow(Stopped);
  expect(events.map(({ type }) => type)).toEqual(['call']);
  expect(told).toEqual([]);
});

it('lets the errors of the sandbox through and stays usable', async () => {
  const died = new GymkhanaError({ code: 'SANDBOX_DIED', place: 'box', problem: 'gone' });
  const { bash } = open({
    answer: (command) => {
      if (command === 'die') throw died;
      return 'fine';
    },
  });
  await expect(bash('die')).rejects.toBe(died);
  expect((await bash('x')).text).toBe('fine');
});

it('cuts what the agent and the record see alike', async () => {
  const { bash, events } = open({ answer: () => 'é'.repeat(50_000) });
  const { text } = await bash('x');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32_000);
  expect(text).toContain('bytes left out');
  expect(events[1]).toMatchObject({ type: 'result', text });
});

it('describes every tool by a schema that takes nothing else', () => {
  const { tools } = open().toolbox;
  expect(tools.map(({ name }) => name)).toEqual([
    'bash',
    'read_file',
    'write_file',
    'edit_file',
    'search',
    'list_files',
    'run_tests',
    'submit',
  ]);
  for (const { description, inputSchema } of tools) {
    expect(description).not.toBe('');
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  }
  expect(tools[0]?.inputSchema).toMatchObject({ required: ['command'], properties: { command: { type: 'string' } } });
});
