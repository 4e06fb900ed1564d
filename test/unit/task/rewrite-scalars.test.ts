import { expect, it } from 'vitest';
import { updateScalars } from '../../../src/task/rewrite-scalars.ts';
import { problemsOf } from './problems.ts';
import { TASK_YAML } from './task-folder.ts';

it('changes the values and nothing else', () => {
  const updated = updateScalars(TASK_YAML, { created: '2030-01-02', id: 'mine' });
  expect(updated).toBe(
    TASK_YAML.replace('id: ini-parser', 'id: mine').replace('created: 2026-11-21', 'created: 2030-01-02'),
  );
});

it.each([
  ['a: b # why\nc: d\n', 'a: x # why\nc: d\n'],
  ['c: d\r\na: "b"\r\n', 'c: d\r\na: x\r\n'],
  ['{ a: b, c: d }', '{ a: x, c: d }'],
])('keeps what stands around it in %j', (before, after) => {
  expect(updateScalars(before, { a: 'x' })).toBe(after);
});

it.each(['123', 'true', 'null', '1e3', '', 'a: b'])('writes %j so that it is text', (value) => {
  expect(updateScalars('id: a\n', { id: value })).toBe(`id: ${JSON.stringify(value)}\n`);
});

it.each(['b: c\n', 'id: [a]\n', '- id\n', ''])('refuses %j, which has no such value', async (text) => {
  const problems = await problemsOf(async () => updateScalars(text, { id: 'x' }));
  expect(problems).toMatchObject([{ code: 'TASK_INVALID', problem: 'id must be there, as a single value' }]);
});
