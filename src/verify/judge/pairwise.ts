import { z } from 'zod';
import { ask } from './ask.ts';
import type { Candidate, ComparedRequest, Order, Pairwise } from './comparison.ts';
import type { Judge } from './judge.ts';
import { readJson } from './read-json.ts';
import { type Material, showWithin } from './sections.ts';

const Answer = z.strictObject({ reason: z.string(), winner: z.enum(['A', 'B']) });
const SCHEMA = {
  type: 'object',
  properties: { reason: { type: 'string' }, winner: { type: 'string', enum: ['A', 'B'] } },
  required: ['reason', 'winner'],
  additionalProperties: false,
};

/** Every pair in both orders: judges prefer places, and an answer that changes with the order is none. */
export async function pairwise(judge: Judge, request: ComparedRequest): Promise<Pairwise> {
  const { candidates } = request;
  const ids = candidates.map(({ id }) => id);
  const wins: (number | null)[][] = ids.map(() => ids.map(() => null));
  const orders: Order<string>[] = [];
  for (const [a, b] of pairsOf(ids.length)) {
    const both: Order<string>[] = [];
    for (const [first, second] of [[a, b] as const, [b, a] as const]) {
      // Whoever is not there now is not asked for the rest either.
      if (orders.at(-1)?.failed) continue;
      const order = await askPair(judge, request, candidates[first]!, candidates[second]!);
      both.push(order);
      orders.push(order);
    }
    const share = shareOf(ids[a]!, both);
    wins[a]![b] = share;
    wins[b]![a] = share === null ? null : 1 - share;
  }
  return { how: 'pairwise', ids, wins, orders, positionBias: biasOf(orders) };
}

function pairsOf(count: number): (readonly [number, number])[] {
  const all = [...new Array(count).keys()];
  return all.flatMap((a) => all.slice(a + 1).map((b) => [a, b] as const));
}

/** Two orders that belong together follow each other. */
function biasOf(orders: readonly Order<string>[]): Pairwise['positionBias'] {
  const there = orders.filter((_, place) => place % 2 === 0);
  const both = there.flatMap((one, pair) => {
    const back = orders[2 * pair + 1]?.answer ?? null;
    return one.answer === null || back === null
      ? []
      : [{ isFirst: one.answer === one.shown[0], agrees: one.answer === back }];
  });
  const swayed = both.filter(({ agrees }) => !agrees);
  const first = swayed.filter(({ isFirst }) => isFirst).length;
  return { pairs: both.length, first, second: swayed.length - first };
}

async function askPair(judge: Judge, request: ComparedRequest, a: Candidate, b: Candidate): Promise<Order<string>> {
  const material = [...materialOf('A', a), ...materialOf('B', b)];
  const { value, unusable, failed } = await ask(judge, {
    purpose: 'pairwise',
    instructions: judge.prompts.pairwise,
    sections: showWithin(request.maxInputTokens, request.issue, material).sections,
    json: { name: 'verdict', schema: SCHEMA },
    read: (answer, material) => readJson(answer, Answer, material),
  });
  const winner = value && (value.winner === 'A' ? a : b).id;
  return { shown: [a.id, b.id], answer: winner, unusable, failed };
}

/** The mean over the orders that were answered. */
function shareOf(id: string, orders: readonly Order<string>[]): number | null {
  const answered = orders.filter(({ answer }) => answer !== null);
  if (answered.length === 0) return null;
  return answered.filter(({ answer }) => answer === id).length / answered.length;
}

/** Under the name that the judge is to call it by: ids may tell who made it. */
export function materialOf(name: string, { patch, trajectory }: Candidate): Material[] {
  const change = { name: `change ${name}`, text: patch };
  return trajectory === undefined ? [change] : [change, { name: `trajectory of ${name}`, text: trajectory }];
}
