import { GymkhanaError } from '../../errors.ts';
import { type ModelAnswer, ModelFailure } from '../../model/model.ts';
import type { Judge, Section } from './judge.ts';

/** An answer as it is read, or what is wrong with it, without a word of the answer itself. */
export type Read<T> = { value: T } | { unusable: string };

export type Question<T> = {
  /** Tells requests over the same material apart. */
  purpose: string;
  instructions: string;
  sections: readonly Section[];
  json?: { name: string; schema: Record<string, unknown> };
  logprobs?: number;
  temperature?: number;
  /** `material`: all that was shown. */
  read(answer: ModelAnswer, material: string): Read<T>;
};

/** `value` is null where no answer could be used; `unusable` says of each what was wrong. */
export type Asked<T> = { value: T | null; unusable: string[]; failed: string | null };

/** After an answer that can't be used: so often it is asked again. */
const MORE_TRIES = 2;

/**
 * Asks, and again where the answer can't be used. Such an answer is not kept: whoever asks later asks the model. One that
 * is on record from before is none of the tries. A model that fails has no value either, and is not asked again.
 */
export async function ask<T>(judge: Judge, question: Question<T>): Promise<Asked<T>> {
  const { system, text } = compose(judge, question);
  const material = question.sections.map((section) => section.text).join('\n');
  const unusable: string[] = [];
  while (unusable.length <= MORE_TRIES) {
    const turn = { by: 'user', text: text + complaint(unusable.at(-1)) } as const;
    const answer = await answerOf(judge, question, system, turn.text);
    if ('failed' in answer) return { value: null, unusable, failed: answer.failed };
    const read = question.read(answer, material);
    if ('value' in read) return { value: read.value, unusable, failed: null };
    if (!(await judge.forget())) unusable.push(read.unusable);
  }
  return { value: null, unusable, failed: null };
}

/** Why there is no value. */
export function whyNone({ unusable, failed }: Omit<Asked<unknown>, 'value'>): string {
  return failed ?? `no answer of ${unusable.length} could be used: ${unusable.at(-1) ?? 'there was none'}`;
}

function compose(judge: Judge, { purpose, instructions, sections }: Question<unknown>) {
  const { explanation, text } = judge.present(purpose, sections);
  const system = [instructions, explanation].filter(Boolean).join('\n\n');
  return { system, text: `${text}\n\nNow judge it, as you were told above.` };
}

function complaint(unusable: string | undefined): string {
  return unusable === undefined ? '' : `\n\nAn answer before could not be used: ${unusable}. Mind that.`;
}

async function answerOf(
  { model, signal }: Judge,
  { json, logprobs, temperature }: Question<unknown>,
  system: string,
  text: string,
): Promise<ModelAnswer | { failed: string }> {
  try {
    return await model({
      system,
      turns: [{ by: 'user', text }],
      tools: [],
      ...(json && { json }),
      ...(logprobs !== undefined && { logprobs }),
      ...(temperature !== undefined && { temperature }),
      signal,
    });
  } catch (error) {
    if (error instanceof ModelFailure)
      return { failed: `MODEL_UNAVAILABLE the judge did not answer: ${error.message}` };
    if (error instanceof GymkhanaError && error.code === 'MODEL_UNAVAILABLE') return { failed: error.message };
    throw error;
  }
}
