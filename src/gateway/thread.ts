import { createHash } from 'node:crypto';
import type { RequestView } from './dialects/dialect.ts';

/**
 * Tells the conversations of one agent apart: a subagent has another first instruction or another first message. The
 * first one seen is `main`; what can't be told from it is too.
 */
export function createThreads(): (request: RequestView) => string {
  const names = new Map<string, string>();
  return ({ parts }) => {
    const first = (by: string) => parts.find((part) => part.by === by)?.text ?? '';
    const key = createHash('sha256')
      .update(JSON.stringify([first('system'), first('user')]))
      .digest('hex');
    const name = names.get(key) ?? (names.size === 0 ? 'main' : `thread-${names.size + 1}`);
    names.set(key, name);
    return name;
  };
}
