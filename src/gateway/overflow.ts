import type { Exchange } from './exchange.ts';

const SAID = /context[ _](length|window)|maximum context|prompt is too long|too many (input )?tokens/i;

/** Whether the provider refused a conversation for its length. Providers have no common word for it. */
export function isOverflow({ status, response }: Pick<Exchange, 'status' | 'response'>): boolean {
  if (status === 413) return true;
  return status === 400 && SAID.test(response.toString('utf8', 0, 4000));
}
