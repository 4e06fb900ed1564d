import type { Tokens } from '../budget/prices.ts';
import type { AnswerEnd } from './answer-end.ts';
import { record } from './dialects/json.ts';

/**
 * Usage as a provider's own client merges it: field by field, and what a later event leaves out or says null for stays as
 * it was.
 */
export function mergeUsage(before: Record<string, unknown>, more: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...before };
  for (const [name, value] of Object.entries(more)) {
    if (value === null || value === undefined) continue;
    const isObject = typeof value === 'object' && !Array.isArray(value);
    merged[name] = isObject ? mergeUsage(record(merged[name]), record(value)) : value;
  }
  return merged;
}

/**
 * The usage that counts: what the provider told, and four bytes a token for what it did not tell, or told as 0 against the
 * evidence. Limits have to hold all the same. A failure without content used what it says.
 */
export function completeUsage(request: Buffer, answer: AnswerEnd): Pick<AnswerEnd, 'usage' | 'isEstimated'> {
  const { usage, said, calls, whole, hasContent } = answer;
  if (!whole && !hasContent) return { usage };
  const written = said.length + calls.reduce((sum, { tool, args }) => sum + tool.length + args.length, 0);
  const least: Pick<Tokens, 'input' | 'output'> = {
    input: usage.input > 0 ? usage.input : Math.ceil(request.length / 4),
    // Until its end a stream tells what it has counted so far.
    output: usage.output > 0 && whole ? usage.output : Math.max(usage.output, Math.ceil(written / 4)),
  };
  const isEstimated = least.input !== usage.input || least.output !== usage.output;
  return { usage: { ...usage, ...least }, ...(isEstimated && { isEstimated }) };
}
