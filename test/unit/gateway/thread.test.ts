import { expect, it } from 'vitest';
import type { RequestView } from '../../../src/gateway/dialects/dialect.ts';
import { createThreads, type Openings } from '../../../src/gateway/thread.ts';

const asking = (system: string, user: string, ...later: string[]) =>
  ({
    parts: [
      { by: 'system', text: system },
      { by: 'user', text: user },
      ...later.map((text) => ({ by: 'model', text })),
    ],
  }) as unknown as RequestView;

function openingsOf(...requests: RequestView[]): Openings {
  const threads = createThreads();
  return new Map(requests.map(threads.placeOf).map(({ opening, thread }) => [opening, thread]));
}

it('names conversations as they begin, and counts their requests', () => {
  const threads = createThreads();
  const places = [asking('s', 'a'), asking('s', 'b'), asking('s', 'a', 'more'), asking('t', 'a')].map(threads.placeOf);
  expect(places).toMatchObject([
    { thread: 'main', ordinal: 1 },
    { thread: 'thread-2', ordinal: 1 },
    { thread: 'main', ordinal: 2 },
    { thread: 'thread-3', ordinal: 1 },
  ]);
});

it('knows those of a recording again, whichever comes first', () => {
  const recorded = openingsOf(asking('s', 'work'), asking('s', 'help one'), asking('s', 'help two'));
  const threads = createThreads(recorded);
  const asked = [asking('s', 'work'), asking('s', 'help two'), asking('s', 'help one')];
  expect(asked.map((request) => threads.placeOf(request).thread)).toEqual(['main', 'thread-3', 'thread-2']);
});

it('takes those that open otherwise in the order in which they begin', () => {
  const recorded = openingsOf(asking('it is 9:00', 'work'), asking('s', 'help'));
  const threads = createThreads(recorded);
  const asked = [asking('it is 10:30', 'work'), asking('s', 'help'), asking('it is 10:31', 'more')];
  expect(asked.map((request) => threads.placeOf(request).thread)).toEqual(['main', 'thread-2', 'thread-3']);
});
