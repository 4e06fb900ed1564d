import { createHash } from 'node:crypto';
import type { RequestView } from './dialects/dialect.ts';
import type { Place } from './upstream.ts';

/** Which name the conversation that opens so had in a recording. */
export type Openings = ReadonlyMap<string, string>;

/**
 * Tells the conversations of one agent apart: a subagent has another first instruction or another first message. The
 * first one seen is `main`; what can't be told from it is too. Counts the requests of each, in the order of asking.
 * In a replay a conversation has the name of the recorded one that opens alike; where none does, as openings may hold
 * the time, of the next one that nobody has.
 */
export function createThreads(recorded: Openings = new Map()) {
  const names = new Map<string, string>();
  const asked = new Map<string, number>();
  const nameOf = (opening: string) => {
    const taken = new Set(names.values());
    const same = recorded.get(opening);
    if (same !== undefined && !taken.has(same)) return same;
    let n = 0;
    while (taken.has(nameAt(n))) n += 1;
    return nameAt(n);
  };
  const conversationOf = ({ parts }: RequestView): Pick<Place, 'thread' | 'opening'> => {
    const first = (by: string) => parts.find((part) => part.by === by)?.text ?? '';
    const opening = digest(JSON.stringify([first('system'), first('user')]));
    const thread = names.get(opening) ?? nameOf(opening);
    names.set(opening, thread);
    return { thread, opening };
  };
  return {
    conversationOf,
    /** Of a request that is asked now. */
    placeOf(request: RequestView): Place {
      const { thread, opening } = conversationOf(request);
      const ordinal = (asked.get(thread) ?? 0) + 1;
      asked.set(thread, ordinal);
      return { thread, opening, ordinal };
    },
  };
}

function nameAt(n: number): string {
  return n === 0 ? 'main' : `thread-${n + 1}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
