import { expect, test } from 'vitest';
import type { Event, EventBody } from '../../../src/trajectory/event.ts';
import { foldTurns } from '../../../src/trajectory/fold.ts';

const events = (...bodies: EventBody[]): Event[] =>
  bodies.map((body, seq) => ({ v: 1, seq, at: '2030-01-01T00:00:00.000Z', thread: 'main', ...body }) as Event);
const call = (turn: number, id: string, tool = 'bash'): EventBody => ({
  type: 'call',
  turn,
  id,
  via: 'toolbox',
  tool,
  args: { id },
});
const result = (id: string, text: string): EventBody => ({ type: 'result', id, isError: false, text, durationMs: 1 });

test('calls are grouped by turn, results find their call', () => {
  const turns = foldTurns(
    events(
      { type: 'message', role: 'agent', text: 'hello' },
      call(1, 'a'),
      call(1, 'b', 'read_file'),
      result('b', 'of b'),
      result('a', 'of a'),
      call(2, 'c'),
      { type: 'limit', limit: 'turns', action: 'stop' },
    ),
  );
  expect(turns).toMatchObject([
    {
      turn: 1,
      calls: [
        { tool: 'bash', args: { id: 'a' }, result: { text: 'of a', isError: false, durationMs: 1 } },
        { tool: 'read_file', args: { id: 'b' }, result: { text: 'of b' } },
      ],
    },
    { turn: 2, calls: [{ id: 'c', result: null }] },
  ]);
});

test('an id used again, and a result without a call', () => {
  const turns = foldTurns(
    events(result('x', 'lost'), call(1, 'x'), result('x', 'one'), call(2, 'x'), result('x', 'two')),
  );
  expect(turns.map(({ calls }) => calls[0]!.result?.text)).toEqual(['one', 'two']);
});

test('nothing happened', () => {
  expect(foldTurns([])).toEqual([]);
});
