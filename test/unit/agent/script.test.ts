import { expect, it } from 'vitest';
import { openAgentLog } from '../../../src/agent/log.ts';
import { createNopAgent } from '../../../src/agent/nop.ts';
import { createScriptAgent } from '../../../src/agent/script.ts';
import { Stopped } from '../../../src/tools/stopped.ts';
import type { ToolResult } from '../../../src/tools/toolbox.ts';

const calls = ['one', 'two', 'three'].map((tool) => ({ tool, args: { of: tool } }));

function contextWith(answer: (name: string) => ToolResult) {
  const made: unknown[] = [];
  const call = async (name: string, args: Record<string, unknown>) => {
    made.push([name, args]);
    return answer(name);
  };
  const brief = { instruction: '', limits: '' };
  return {
    made,
    brief,
    toolbox: { tools: [], call },
    log: openAgentLog('/nowhere', {}),
    show: () => {},
    seed: '',
    signal: new AbortController().signal,
  };
}

it('makes its calls in order, also after one that failed', async () => {
  const context = contextWith((name) => ({ text: '', isError: name === 'one' }));
  const agent = createScriptAgent({ name: 'demo', version: '7', calls });
  expect([agent.name, agent.version, await agent.run(context)]).toEqual(['demo', '7', { kind: 'finished' }]);
  expect(context.made).toEqual(calls.map(({ tool, args }) => [tool, args]));
});

it('ends when it must stop, and passes other errors on', async () => {
  const stopAt = (error: Error) =>
    contextWith((name) => {
      if (name === 'two') throw error;
      return { text: '', isError: false };
    });
  const agent = createScriptAgent({ name: 'demo', version: '7', calls });
  const stopped = stopAt(new Stopped('limit'));
  expect(await agent.run(stopped)).toEqual({ kind: 'finished' });
  expect(stopped.made).toHaveLength(2);
  await expect(agent.run(stopAt(new Error('sandbox')))).rejects.toThrow('sandbox');
});

it('does nothing as nop', async () => {
  const context = contextWith(() => ({ text: '', isError: false }));
  expect(await createNopAgent().run(context)).toEqual({ kind: 'finished' });
  expect(context.made).toEqual([]);
});
