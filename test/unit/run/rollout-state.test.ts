import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../src/outcome/outcome.ts';
import { cutRollout, findCheckpoint } from '../../../src/run/rollout-state.ts';
import type { Event, EventBody } from '../../../src/trajectory/event.ts';

const events = (bodies: EventBody[]): Event[] =>
  bodies.map((body, seq) => ({ v: 1, seq, at: '2030-01-01T00:00:00.000Z', thread: 'main', ...body }));
const call = (turn: number): EventBody[] => [
  { type: 'call', turn, id: `c${turn}`, via: 'toolbox', tool: 'bash', args: {} },
  { type: 'result', id: `c${turn}`, isError: false, text: '', durationMs: 1 },
];
const checkpoint = (turn: number, tree: string): EventBody => {
  return { type: 'checkpoint', turn, tree, elapsedMs: turn * 100, durationMs: 1 };
};
const refused: EventBody = { type: 'limit', limit: 'minutes', action: 'stop' };

/** Four turns, the last of them cut off. */
const four = [...call(1), checkpoint(1, 'a'), ...call(2), checkpoint(2, 'b'), ...call(3), checkpoint(3, 'b')];
const rollout = [...four, call(4)[0] as EventBody];
const cut = (turns: number, stop: Stop = 'time_limit', bodies = rollout, used = 4) => {
  const prefix = cutRollout({ stop, usage: { turns: used, seconds: 9 } }, events(bodies), { turns, place: 'x' });
  const { events: kept, ...rest } = prefix;
  return { ...rest, last: kept.at(-1)?.type, kept: kept.length };
};

describe('a rollout of four turns', () => {
  it('is cut after the turn where a limit would have cut it', () => {
    expect(cut(1)).toEqual({ turns: 1, stop: 'turn_limit', tree: 'a', elapsedMs: 100, last: 'checkpoint', kept: 3 });
    expect(cut(3)).toEqual({ turns: 3, stop: 'turn_limit', tree: 'b', elapsedMs: 300, last: 'checkpoint', kept: 9 });
  });

  it.each(['submitted', 'exited', 'time_limit', 'agent_error', 'sandbox_died'] as const)(
    'ends as it did, %s, under as many turns and under more',
    (stop) => {
      for (const turns of [4, 5, 100]) {
        expect(cut(turns, stop)).toEqual({ turns: 4, stop, tree: null, elapsedMs: 9000, last: 'call', kept: 10 });
      }
    },
  );

  it('that asked for a fifth too late had reached a limit of four first, but not one of five', () => {
    expect(cut(4, 'time_limit', [...rollout, refused])).toMatchObject({ stop: 'turn_limit', tree: null, turns: 4 });
    expect(cut(5, 'time_limit', [...rollout, refused])).toMatchObject({ stop: 'time_limit', tree: null, turns: 4 });
  });
});

it('where a turn has several checkpoints the last counts', () => {
  const twice = [...call(1), checkpoint(1, 'a'), checkpoint(1, 'z'), ...call(2), checkpoint(2, 'b')];
  expect(cut(1, 'exited', twice, 2)).toMatchObject({ tree: 'z', kept: 4 });
});

it.each([
  ['none were taken', call(1), 'no checkpoints were taken'],
  ['the turn was not completed', rollout, 'there is no checkpoint after turn 4'],
])('says so when %s', (_, bodies, problem) => {
  expect(() => findCheckpoint(events(bodies), 4, 'x')).toThrow(`CHECKPOINT_MISSING x ${problem}`);
});
