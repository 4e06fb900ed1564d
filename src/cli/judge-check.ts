import { randomBytes } from 'node:crypto';
import type { ModelTable } from '../model/providers.ts';
import { openJudge } from '../run/judge-session.ts';
import type { OpenedModel } from '../run/model-session.ts';
import { type Check, checkJudge, presentNaively } from '../verify/judge/check/check.ts';
import { loadCorpus } from '../verify/judge/check/corpus.ts';
import { openObeyingJudge } from '../verify/judge/check/obeying-judge.ts';
import { openJudgeModel } from './models.ts';

export type MeasuredCheck = Check & {
  /** Whether a model was asked: the built-in judge shows what the prompts leave open, and no more. */
  modelRobustness: 'measured' | 'not measured';
};

export async function checkBuiltIn(): Promise<MeasuredCheck> {
  await using server = await openObeyingJudge();
  const provider = { speaks: 'openai' as const, baseUrl: `${server.url}/v1` };
  const model = {
    ref: 'built-in/obeying',
    model: 'obeying',
    provider,
    price: null,
    key: null,
    pass: [],
    priceOf: () => null,
  };
  return { ...(await check(model)), modelRobustness: 'not measured' };
}

/** Errors MODEL_NOT_FOUND, MODEL_KEY_MISSING. */
export async function checkModel(ref: string, table: ModelTable | undefined): Promise<MeasuredCheck> {
  return { ...(await check(openJudgeModel(ref, table))), modelRobustness: 'measured' };
}

async function check(model: OpenedModel): Promise<Check> {
  const options = { model, paid: null, bodies: null, signal: new AbortController().signal };
  await using naive = await openJudge({ ...options, present: presentNaively });
  await using ours = await openJudge({ ...options, present: randomBytes(32) });
  return await checkJudge({ naive: naive.judge, ours: ours.judge }, await loadCorpus());
}
