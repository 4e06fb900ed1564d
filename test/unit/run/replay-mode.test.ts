import { expect, it } from 'vitest';
import { chooseMode } from '../../../src/run/replay-mode.ts';

it('takes the answers of a model where there are any, else the calls', () => {
  expect(chooseMode(undefined, { hasModel: true, calls: 3, changes: 1 })).toBe('model');
  expect(chooseMode(undefined, { hasModel: false, calls: 3, changes: 1 })).toBe('actions');
  expect(chooseMode('actions', { hasModel: true, calls: 3, changes: 1 })).toBe('actions');
  expect(chooseMode(undefined, { hasModel: false, calls: 0, changes: 0 })).toBe('actions');
});

it.each([
  ['model', { hasModel: false, calls: 3, changes: 1 }, /had no model .*use --mode actions/],
  ['actions', { hasModel: true, calls: 0, changes: 1 }, /tools of its own.*use --mode model/],
  [undefined, { hasModel: false, calls: 0, changes: 1 }, /tools of its own.*run the agent again/],
] as const)('refuses %s for %j with what fits', (mode, trial, line) => {
  expect(() => chooseMode(mode, trial)).toThrow(line);
});
