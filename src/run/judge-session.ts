import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeDurably } from '../files.ts';
import type { ModelAnswer, ModelRequest } from '../model/model.ts';
import { openModel } from '../model/open.ts';
import type { Bodies } from '../trajectory/bodies.ts';
import type { EventBody } from '../trajectory/event.ts';
import { fenceWith } from '../verify/judge/fence.ts';
import type { Judge, Present } from '../verify/judge/judge.ts';
import { loadPrompts } from '../verify/judge/prompts.ts';
import { accessOf, type OpenedModel, openModelSession } from './model-session.ts';

export type JudgeOptions = {
  model: OpenedModel;
  /** Where answers are kept that are paid for; null: nowhere. */
  paid: string | null;
  /** What the delimiters of material are made with: a secret, or another way to present it. */
  present: Buffer | Present;
  /** Where requests and answers go; null: nowhere. */
  bodies: Pick<Bodies, 'keepRequest' | 'keepAnswer'> | null;
  signal: AbortSignal;
};

/** A judge whose calls go through a gateway of their own. `calls` is what they were, in order. */
export type JudgeSession = AsyncDisposable & { judge: Judge; calls: EventBody[] };

/** A judge has no turns: nothing of a ledger stops it. */
const LIMITS = { turns: 1_000_000, minutes: 1440, toolTimeoutSeconds: 1 };
const NOWHERE = { keepRequest: () => '', keepAnswer: () => '' };

export async function openJudge({ model, paid, present, bodies, signal }: JudgeOptions): Promise<JudgeSession> {
  const prompts = await loadPrompts();
  const calls: EventBody[] = [];
  const session = await openModelSession({
    model,
    helperModels: [],
    paid: paid === null ? null : { file: paid, by: 'bytes' },
    recorded: null,
    limits: LIMITS,
    recorder: { record: (event) => void calls.push(event) },
    bodies: bodies ?? NOWHERE,
    onLimit: () => {},
    signal,
  });
  const client = await openModel(accessOf(model, session));
  /** What the harness itself fails at meanwhile is no failure of the model. */
  const ask = (request: ModelRequest): Promise<ModelAnswer> => Promise.race([client(request), session.gateway.failed]);
  const judge: Judge = {
    name: model.ref,
    model: ask,
    prompts,
    present: typeof present === 'function' ? present : fenceWith(present, prompts.fence),
    used() {
      const { tokens, costUsd } = session.ledger;
      return { calls: calls.length, input: tokens.input, output: tokens.output, costUsd };
    },
    async forget() {
      const before = session.newestPaid;
      if (!before || model.isReplayed) return false;
      await before.forget();
      return before.isBefore;
    },
    signal,
  };
  return { judge, calls, [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() };
}

const SECRET_BYTES = 32;

/** A secret of a trial's judges: drawn once, and on disk before it is first used. */
export async function loadSecret(file: string): Promise<Buffer> {
  const known = Buffer.from(await readFile(file, 'utf8').catch(() => ''), 'hex');
  if (known.length === SECRET_BYTES) return known;
  const secret = randomBytes(SECRET_BYTES);
  await writeDurably(file, secret.toString('hex'));
  return secret;
}
