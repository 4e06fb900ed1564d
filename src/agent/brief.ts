import type { Brief } from './agent.ts';

/** A brief as one text, for those who are told everything at once. */
export function renderBrief({ instruction, limits, history }: Brief): string {
  return [instruction, limits, history].filter(Boolean).join('\n\n');
}
