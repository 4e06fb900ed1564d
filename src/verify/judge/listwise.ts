import { z } from 'zod';
import { drawInOrder } from '../../stats/draw.ts';
import { ask } from './ask.ts';
import type { ComparedRequest, Listwise } from './comparison.ts';
import type { Judge } from './judge.ts';
import { materialOf } from './pairwise.ts';
import { fill } from './prompts.ts';
import { readJson } from './read-json.ts';
import { showWithin } from './sections.ts';

const Answer = z.strictObject({ reason: z.string(), ranking: z.array(z.int()) });
const SCHEMA = {
  type: 'object',
  properties: { reason: { type: 'string' }, ranking: { type: 'array', items: { type: 'integer' } } },
  required: ['reason', 'ranking'],
  additionalProperties: false,
};

/** All at once, in an order drawn from the seed. A ranking names each exactly once, or it is none. */
export async function listwise(judge: Judge, request: ComparedRequest): Promise<Listwise> {
  const { candidates, seed, issue, maxInputTokens } = request;
  const ids = candidates.map(({ id }) => id);
  if (candidates.length < 2) return { how: 'listwise', ids, ranking: ids, orders: [] };
  const shown = drawInOrder(candidates, () => 1, seed);
  const material = shown.flatMap((candidate, place) => materialOf(`${place + 1}`, candidate));
  const { value, unusable, failed } = await ask(judge, {
    purpose: 'listwise',
    instructions: fill(judge.prompts.listwise, { count: `${shown.length}` }),
    sections: showWithin(maxInputTokens, issue, material).sections,
    json: { name: 'verdict', schema: SCHEMA },
    read(answer, material) {
      const read = readJson(answer, Answer, material);
      if ('unusable' in read || isPermutation(read.value.ranking, shown.length)) return read;
      return { unusable: `the ranking did not hold each number from 1 to ${shown.length} exactly once` };
    },
  });
  const ranking = value?.ranking.map((number) => shown[number - 1]!.id) ?? null;
  return {
    how: 'listwise',
    ids,
    ranking,
    orders: [{ shown: shown.map(({ id }) => id), answer: ranking, unusable, failed }],
  };
}

function isPermutation(numbers: readonly number[], count: number): boolean {
  const within = numbers.filter((number) => number >= 1 && number <= count);
  return numbers.length === count && new Set(within).size === count;
}
