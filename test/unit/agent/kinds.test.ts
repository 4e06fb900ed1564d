import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseAgentRef } from '../../../src/agent/kinds.ts';

it.each([
  ['oracle', { kind: 'oracle' }],
  ['nop', { kind: 'nop' }],
  ['repair', { kind: 'repair' }],
  ['script:some/folder', { kind: 'script', folder: resolve('some/folder') }],
  ['script:/a:b', { kind: 'script', folder: '/a:b' }],
  ['claude-code', { kind: 'named', name: 'claude-code' }],
  ['mine/claude.yaml', { kind: 'file', file: resolve('mine/claude.yaml') }],
])('%s', (text, ref) => {
  expect(parseAgentRef(text)).toEqual(ref);
});

it.each(['', 'script', 'script:', 'oracle:x', 'nop:', 'repair:x', '../up', 'a/b', 'other:x', '.hidden'])(
  'refuses %j',
  (text) => {
    expect(() => parseAgentRef(text)).toThrow(/AGENT_NOT_FOUND .*script:<folder>/);
  },
);
