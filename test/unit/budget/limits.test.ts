import { expect, it } from 'vitest';
import { limitsSentence, resolveLimits } from '../../../src/budget/limits.ts';

it('takes each limit from the command line, then the runner, then the task, then the defaults', () => {
  expect(resolveLimits({ cli: {}, runner: {}, task: {} })).toEqual({ turns: 50, minutes: 30, toolTimeoutSeconds: 120 });
  expect(
    resolveLimits({
      cli: { turns: 1, minutes: undefined },
      runner: { turns: 2, minutes: 3 },
      task: { turns: 4, minutes: 5, toolTimeoutSeconds: 6 },
    }),
  ).toEqual({ turns: 1, minutes: 3, toolTimeoutSeconds: 6 });
});

it('tells the limits in a sentence', () => {
  expect(limitsSentence({ turns: 50, minutes: 30, toolTimeoutSeconds: 120 })).toBe(
    'You have 50 tool calls, submitting included, and 30 minutes; one call may take 120 seconds.',
  );
  expect(limitsSentence({ turns: 1, minutes: 1, toolTimeoutSeconds: 1 })).toBe(
    'You have a single tool call, and submitting is one, and 1 minute; one call may take 1 second.',
  );
});
