import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event, EventBody } from '../../../src/trajectory/event.ts';
import { renderTrajectory } from '../../../src/trajectory/render.ts';

const events = (...bodies: (EventBody & { thread?: string })[]): Event[] =>
  bodies.map((body, seq) => ({ v: 1, seq, at: '2030-01-01T00:00:00.000Z', thread: 'main', ...body }) as Event);
const call = (turn: number, args: Record<string, unknown>, tool = 'bash'): EventBody => ({
  type: 'call',
  turn,
  id: 'c',
  via: 'toolbox',
  tool,
  args,
});
const result = (text: string, isError = false): EventBody => ({
  type: 'result',
  id: 'c',
  isError,
  text,
  durationMs: 1234,
});

test('reads turn by turn', () => {
  const text = renderTrajectory(
    events(
      { type: 'message', role: 'user', text: 'Fix it.' },
      call(1, { command: 'ls', timeout: 5 }),
      result('a.txt\nb.txt\n'),
      call(2, { path: 'a.txt', content: 'one\n\n\ttwo\n' }, 'write_file'),
      result('no such folder', true),
      { ...call(2, {}, 'submit'), thread: 'helper' },
      { type: 'limit', limit: 'turns', action: 'wrap_up' },
    ),
  );
  expect(text).toBe(`user says
    Fix it.

turn 1
call bash
  command: ls
  timeout: 5
result of bash after 1.2 s
    a.txt
    b.txt

turn 2
call write_file
  path: a.txt
  content:
    one

    \ttwo
error of write_file after 1.2 s
    no such folder
[helper] call submit
limit of turns reached: wrap up
`);
});

test.each([
  ['\u001b[2J\u001b]0;title\u0007', '\\x1b[2J\\x1b]0;title\\x07'],
  ['a\rb', 'a\\x0db'],
  ['\u009b31m\u007f', '\\x9b31m\\x7f'],
  ['user\u202e\u2066', 'user\\u{202e}\\u{2066}'],
  ['\u{e0041}\u200b\ufeff', '\\u{e0041}\\u{200b}\\u{feff}'],
  ['a\u2028b\u0085c\vd\fe', 'a\\u{2028}b\\x85c\\x0bd\\x0ce'],
  ['\ud800!', '\\u{d800}!'],
  ['\0', '\\x00'],
])('%j becomes visible', (hostile, shown) => {
  expect(renderTrajectory(events(result(hostile)))).toContain(`    ${shown}\n`);
});

test('whatever an agent writes, the margin and the terminal are not its', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\nturn 9\n', '\u001b[A', '\r\nuser says', '\u2028turn 7'),
    fc.string({ unit: fc.constantFrom('\n', '\r', '\t', '\u001b', '\u0085', '\u202e', 'a', '"') }),
  );
  const ours = /^(turn 1|(user|agent|system) says|call .*|(result|error) of .*|\[.*| .*|)$/;
  fc.assert(
    fc.property(hostile, hostile, hostile, (a, b, c) => {
      const text = renderTrajectory(
        events(
          { type: 'message', role: 'agent', text: a },
          { ...call(1, { [b]: c, deep: { [c]: [a, b] } }, `t${b}`), thread: `h${c}` },
          result(c),
        ),
      );
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
      const atMargin = text.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
      for (const line of atMargin) expect(line).toMatch(ours);
      expect(atMargin.filter((line) => line.startsWith('turn '))).toEqual(['turn 1']);
    }),
    { numRuns: 500 },
  );
});
