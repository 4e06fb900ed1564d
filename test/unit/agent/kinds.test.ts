import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseAgentRef } from '../../../src/agent/kinds.ts';

it.each([
  ['oracle', { kind: 'oracle' }],
  ['nop', { kind: 'nop' }],
  ['repair', { kind: 'repair' }],
  ['script:some/folder', { kind: 'script', folder: resolve('some/folder') }],
  ['script:/a:b', { kind: 'script', folder: '/a:b' }],
  ['scripted', { kind: 'script', folder: '/home/agents/scripted' }],
])('%s', (text, ref) => {
  expect(parseAgentRef(text, '/home/agents')).toEqual(ref);
});

it.each(['', 'script', 'script:', 'oracle:x', 'nop:', 'repair:x', '../up', 'a/b', 'other:x', '.hidden'])(
  'refuses %j',
  (text) => {
    expect(() => parseAgentRef(text, '/home/agents')).toThrow(/AGENT_NOT_FOUND .*script:<folder>/);
  },
);
