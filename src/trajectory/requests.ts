import type { Event } from './event.ts';

/** A request of an agent to its model: which of which conversation, from 1, in the order of asking. */
export type AskedModel = { thread: string; ordinal: number; event: Extract<Event, { type: 'model' }> };

/** The requests of a trajectory. Older ones don't say their places, and have them in the order of the answers. */
export function foldRequests(events: Iterable<Event>): AskedModel[] {
  const last = new Map<string, number>();
  const requests: AskedModel[] = [];
  for (const event of events) {
    if (event.type !== 'model') continue;
    const { thread } = event;
    const ordinal = event.ordinal ?? (last.get(thread) ?? 0) + 1;
    last.set(thread, Math.max(last.get(thread) ?? 0, ordinal));
    requests.push({ thread, ordinal, event });
  }
  return requests;
}
