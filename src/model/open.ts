import type { Model, ModelAccess } from './model.ts';

/** A model by the client of whoever's dialect it speaks, loaded now: each takes longer than all the rest of a run's start. */
export async function openModel(access: ModelAccess): Promise<Model> {
  if (access.speaks === 'anthropic') return (await import('./anthropic.ts')).openAnthropicModel(access);
  return (await import('./openai.ts')).openOpenAiModel(access);
}
