import { expect, it } from 'vitest';
import { createMeter } from '../../../src/budget/meter.ts';

it('admits as many turns as there are and charges each at once', () => {
  const meter = createMeter({ turns: 2, minutes: 1 }, () => 0);
  expect(meter.admit()).toEqual({ kind: 'ok', turn: 1 });
  expect(meter.turns).toBe(1);
  expect(meter.admit()).toEqual({ kind: 'ok', turn: 2 });
  expect(meter.admit()).toEqual({ kind: 'stop', limit: 'turns' });
  expect(meter.turns).toBe(2);
});

it('stops when the time is up, counted from its creation', () => {
  let nowMs = 5_000;
  const meter = createMeter({ turns: 9, minutes: 0.5 }, () => nowMs);
  nowMs += 29_999;
  expect([meter.elapsedMs(), meter.remainingMs()]).toEqual([29_999, 1]);
  expect(meter.admit()).toEqual({ kind: 'ok', turn: 1 });
  nowMs += 1;
  expect(meter.admit()).toEqual({ kind: 'stop', limit: 'minutes' });
  nowMs += 60_000;
  expect([meter.remainingMs(), meter.turns]).toEqual([0, 1]);
});

it('names the turns where both limits are reached', () => {
  expect(createMeter({ turns: 0, minutes: 0 }, () => 0).admit()).toEqual({ kind: 'stop', limit: 'turns' });
});
