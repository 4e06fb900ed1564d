import type { Asked } from './asked.ts';
import { NO_USAGE } from './dialects/dialect.ts';
import { NOT_SAID } from './dialects/served.ts';
import { codeOf } from './error-code.ts';
import { completeUsage } from './merge-usage.ts';
import { passBack } from './pass-back.ts';
import type { Passage, Passed } from './passage.ts';
import { reply } from './reply.ts';

/** Asks the provider and hands its answer to the agent. */
export async function passOn(asked: Asked, passage: Passage, secret: string | null): Promise<Passed> {
  const { dialect, upstream, path } = asked;
  const { place, body, headers, response, ends } = passage;
  try {
    const answer = await upstream({ dialect, place, path, headers, body, signal: ends.signal });
    const came = await passBack(asked, answer, passage, secret);
    const passed = answer.paidBefore ? { ...came, paidBefore: answer.paidBefore } : came;
    if (answer.status >= 300) return passed;
    return { ...passed, answer: { ...passed.answer, ...completeUsage(body, passed.answer) } };
  } catch (error) {
    // There is no answer: its head never came.
    const why = error instanceof Error ? error.message : String(error);
    reply(response, 502, dialect.refusal(`the model provider can't be reached: ${why}`));
    if (ends.brokenBy !== 'agent') return { ...none(why), brokenBy: 'provider', trouble: codeOf(error) };
    // A provider that reads a request to its end may charge for it, although its answer is not waited for.
    const { answer, ...rest } = none(why);
    const usage = { ...NO_USAGE, input: Math.ceil(body.length / 4) };
    return { ...rest, answer: { ...answer, usage, isEstimated: true }, brokenBy: 'agent' };
  }
}

/** An agent that left before anything was passed on. */
export function abandoned(): Passed {
  return { ...none('the agent left'), brokenBy: 'agent' };
}

function none(why: string): Omit<Passed, 'brokenBy'> {
  const answer = {
    usage: NO_USAGE,
    said: '',
    calls: [],
    whole: false,
    failed: why,
    served: NOT_SAID,
    code: null,
    hasContent: false,
  };
  return { status: null, headers: {}, response: Buffer.alloc(0), answer };
}
