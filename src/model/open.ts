import { openAnthropicModel } from './anthropic.ts';
import type { Model, ModelAccess } from './model.ts';
import { openOpenAiModel } from './openai.ts';

/** A model by the client of whoever's dialect it speaks. */
export function openModel(access: ModelAccess): Model {
  return access.speaks === 'anthropic' ? openAnthropicModel(access) : openOpenAiModel(access);
}
