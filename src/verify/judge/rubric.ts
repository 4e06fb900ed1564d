import { z } from 'zod';
import type { JudgeSpec } from '../../task/verifiers/judge.ts';
import type { AskKind } from './ask-kind.ts';
import { numbered } from './prompts.ts';
import { readJson } from './read-json.ts';

const Answer = z.strictObject({
  criteria: z.array(z.strictObject({ id: z.string(), reason: z.string(), score: z.number().min(0).max(1) })),
});
type Scored = z.infer<typeof Answer>['criteria'][number];
type Criterion = NonNullable<JudgeSpec['criteria']>[number];

/** Each criterion scored on its own; the value is their weighted mean. */
export function rubric({ criteria = [] }: JudgeSpec): AskKind {
  const ids = criteria.map(({ id }) => id);
  const lines = criteria.map(({ id, text }) => `${id}: ${text}`);
  return {
    prompt: 'rubric',
    fillings: { criteria: numbered(lines) },
    json: { name: 'verdict', schema: schemaOf(ids) },
    read(answer, material) {
      const read = readJson(answer, Answer, material);
      if ('unusable' in read) return read;
      const wrong = notOnce(ids, read.value.criteria);
      if (wrong !== null) return { unusable: wrong };
      const scored = criteria.map((one) => ({ ...one, ...read.value.criteria.find(({ id }) => id === one.id)! }));
      return { value: { value: weightedMean(scored), answer: read.value } };
    },
  };
}

/** Σ weight · s / Σ weight, where s is the score, or with a threshold whether it is reached. */
export function weightedMean(scored: readonly (Pick<Criterion, 'weight' | 'threshold'> & { score: number })[]): number {
  let [sum, weights] = [0, 0];
  for (const { weight, threshold, score } of scored) {
    sum += weight * (threshold === undefined ? score : score >= threshold ? 1 : 0);
    weights += weight;
  }
  return Math.min(1, sum / weights);
}

function notOnce(ids: readonly string[], scored: readonly Scored[]): string | null {
  const missing = ids.find((id) => !scored.some((one) => one.id === id));
  if (missing !== undefined) return `the criterion ${missing} was missing`;
  return scored.length > ids.length ? 'a criterion came twice, or is none of those asked for' : null;
}

function schemaOf(ids: readonly string[]): Record<string, unknown> {
  const item = {
    type: 'object',
    properties: { id: { type: 'string', enum: ids }, reason: { type: 'string' }, score: { type: 'number' } },
    required: ['id', 'reason', 'score'],
    additionalProperties: false,
  };
  const properties = { criteria: { type: 'array', items: item } };
  return { type: 'object', properties, required: ['criteria'], additionalProperties: false };
}
