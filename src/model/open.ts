import { openAnthropicModel } from './anthropic.ts';
import type { Model } from './model.ts';
import { openOpenAiModel } from './openai.ts';

/** A model by the client of whoever's dialect it speaks. `url` is without a path. */
export function openModel({
  url,
  key,
  model,
  speaks,
}: {
  url: string;
  key: string;
  model: string;
  speaks: 'openai' | 'anthropic';
}): Model {
  if (speaks === 'anthropic') return openAnthropicModel({ baseUrl: url, apiKey: key, model });
  return openOpenAiModel({ baseUrl: `${url}/v1`, apiKey: key, model });
}
