import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Purse } from '../budget/purse.ts';
import { GymkhanaError } from '../errors.ts';
import type { Usage } from '../journal/record.ts';
import type { Pair, Vote } from '../strategy/candidate.ts';
import type { CandidateJudge, JudgedCandidate, Judgement } from '../strategy/judge.ts';
import { Judge, type JudgeSpec } from '../task/verifiers/judge.ts';
import { openBodies } from '../trajectory/bodies.ts';
import { compareCandidates } from '../verify/judge/compare.ts';
import type { Pairwise } from '../verify/judge/comparison.ts';
import { judgeCase } from '../verify/judge/vote.ts';
import { loadSecret, openJudge } from './judge-session.ts';
import { JUDGE_FOLDER } from './judging.ts';
import type { SampleContext } from './sample-context.ts';

/** Of its charge. */
export const JUDGE_KEY = 'judge';
const QUESTION = 'Does this change solve the issue completely, without breaking anything else?';

/**
 * Who judges the candidates of a trial; null where nobody does. It is asked within what is left of the trial's budget,
 * and what it answered before a crash is not asked again. Never shown the gold or a hidden test.
 */
export async function openCandidateJudge(
  { strategy, helpers, folder, plan, append, signal }: SampleContext,
  purse: Purse,
): Promise<(CandidateJudge & AsyncDisposable & { charge(): Promise<void> }) | null> {
  const model = helpers.judge;
  if (!strategy.judge || !model) return null;
  const { view, votes } = strategy.judge;
  const own = join(folder, JUDGE_FOLDER);
  await mkdir(own, { recursive: true });
  const bodies = openBodies(join(own, 'candidates.model.jsonl'));
  const paid = join(own, 'candidates.paid.jsonl');
  const session = await openJudge({ model, paid, present: await loadSecret(join(own, 'secret')), bodies, signal });
  const { judge } = session;
  const startedMs = performance.now();
  const spec = Judge.parse({ id: 'candidate', kind: 'judge', ask: 'yes-no', question: QUESTION, view, votes });
  const issue = plan.task.instruction;
  const judged = new Map<string, Judgement>();
  const isBroke = () => {
    const { input, output, costUsd } = judge.used();
    const left = purse.left();
    return !left || (left.tokens ?? Infinity) <= input + output || (left.costUsd ?? Infinity) <= (costUsd ?? 0);
  };
  return {
    async judge(candidate) {
      const { patch, trajectory } = candidate;
      const shown = shownOf(candidate, view);
      const known = judged.get(shown);
      if (known) return known;
      if (isBroke()) return { value: null, reason: NOTHING_LEFT, votes: [] };
      const { value, reason, votes: asked } = await judgeCase(judge, spec, { issue, patch, trajectory, reference: '' });
      for (const { failed } of asked) mustAnswer(failed);
      const votes = asked.map(({ verdict, value: answer, unusable }) => ({
        verdict,
        answer: answer as Vote['answer'],
        unusable,
      }));
      judged.set(shown, { value, reason, votes });
      return { value, reason, votes };
    },
    async compare(candidates) {
      const pairs: Pair[] = [];
      const reasons: string[] = [];
      for (const [first, second] of eachTwo(candidates)) {
        const isSame = shownOf(first, view) === shownOf(second, view);
        const compared = isSame || isBroke() ? null : await compareTwo(first, second);
        if (!compared && !isSame) reasons.push(`${first.rollout} against ${second.rollout}: ${NOTHING_LEFT}`);
        const pair = pairOf(first, second, compared);
        const isMute = compared && pair.winners.every((winner) => winner === null);
        if (isMute) reasons.push(`${first.rollout} against ${second.rollout}: no answer could be used`);
        pairs.push(pair);
      }
      return { pairs, reasons };
    },
    async charge() {
      const { input, output, costUsd } = judge.used();
      const used: Usage['model'] = { input, cachedInput: 0, cacheWrite: 0, output, costUsd };
      const usage: Usage = { turns: 0, seconds: (performance.now() - startedMs) / 1000, model: used };
      await append({ type: 'charged', trial: plan.id, key: JUDGE_KEY, usage, place: JUDGE_FOLDER });
    },
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await bodies.close();
    },
  };

  async function compareTwo(first: JudgedCandidate, second: JudgedCandidate): Promise<Pairwise> {
    const shown = [first, second].map(({ rollout, patch, trajectory }) => {
      return { id: String(rollout), patch, ...(view !== 'patch' && { trajectory }) };
    });
    const compared = await compareCandidates(judge, { issue, candidates: shown, how: 'pairwise', seed: plan.seed });
    for (const { failed } of compared.orders) mustAnswer(failed);
    return compared as Pairwise;
  }
}

/** Candidates of whom it is shown the same are one question. */
function shownOf({ patch, trajectory }: JudgedCandidate, view: JudgeSpec['view']): string {
  return JSON.stringify([view === 'trajectory' ? null : patch, view === 'patch' ? null : trajectory]);
}

const NOTHING_LEFT = "the trial's budget was used up";

/** A judge that is not there has no opinion that could be counted: the trial waits for it. */
function mustAnswer(failed: string | null): void {
  if (failed === null) return;
  const fix = 'see whether the provider answers, then resume the run';
  throw new GymkhanaError({ code: 'MODEL_UNAVAILABLE', place: 'the judge', problem: failed, fix });
}

function eachTwo<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, at) => items.slice(at + 1).map((second): [T, T] => [first, second]));
}

function pairOf(
  { rollout: first }: JudgedCandidate,
  { rollout: second }: JudgedCandidate,
  compared: Pairwise | null,
): Pair {
  const answers = compared?.orders.map(({ answer }) => (answer === null ? null : Number(answer))) ?? [];
  return { first, second, wins: compared?.wins[0]?.[1] ?? 0.5, winners: [answers[0] ?? null, answers[1] ?? null] };
}
