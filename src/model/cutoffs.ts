/** Until when a model's training data go, and where that is said. */
export type Cutoff = { cutoff: string; source: string };

const CLAUDE = 'https://platform.claude.com/docs/en/about-claude/models/overview (training data cutoff)';
const OPENAI = 'https://developers.openai.com/api/docs/models/';

/**
 * By `provider/model`, as months or dates. Where a provider tells two, the later one: what a model may have seen counts,
 * not what it knows well. What a runner says under models.cutoffs counts before this.
 */
export const CUTOFFS: Record<string, Cutoff> = {
  'anthropic/claude-haiku-4-5': { cutoff: '2025-07', source: CLAUDE },
  'anthropic/claude-opus-4-5': { cutoff: '2025-08', source: CLAUDE },
  'anthropic/claude-sonnet-4-5': { cutoff: '2025-07', source: CLAUDE },
  'openai/gpt-5': { cutoff: '2024-09-30', source: `${OPENAI}gpt-5` },
  'openai/gpt-5-mini': { cutoff: '2024-05-31', source: `${OPENAI}gpt-5-mini` },
  'openai/gpt-5-nano': { cutoff: '2024-05-31', source: `${OPENAI}gpt-5-nano` },
};
