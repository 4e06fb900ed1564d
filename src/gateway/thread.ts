import { createHash } from 'node:crypto';
import type { RequestView } from './dialects/dialect.ts';
import type { Place } from './upstream.ts';

/**
 * Tells the conversations of one agent apart: a subagent has another first instruction or another first message. The
 * first one seen is `main`; what can't be told from it is too. Counts the requests of each, in the order of asking.
 */
export function createThreads(): (request: RequestView) => Place {
  const names = new Map<string, string>();
  const asked = new Map<string, number>();
  return ({ parts }) => {
    const first = (by: string) => parts.find((part) => part.by === by)?.text ?? '';
    const key = createHash('sha256')
      .update(JSON.stringify([first('system'), first('user')]))
      .digest('hex');
    const thread = names.get(key) ?? (names.size === 0 ? 'main' : `thread-${names.size + 1}`);
    names.set(key, thread);
    const ordinal = (asked.get(thread) ?? 0) + 1;
    asked.set(thread, ordinal);
    return { thread, ordinal };
  };
}
