import { CHAT } from './chat.ts';
import type { Dialect } from './dialect.ts';
import { MESSAGES } from './messages.ts';
import { RESPONSES } from './responses.ts';

const DIALECTS: readonly Dialect[] = [CHAT, RESPONSES, MESSAGES];

/** The dialect that is spoken at a URL's path, null where none is: other endpoints are not turns. */
export function dialectAt(path: string): Dialect | null {
  return DIALECTS.find((dialect) => dialect.path.test(path)) ?? null;
}
