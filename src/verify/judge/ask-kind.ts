import type { ModelAnswer } from '../../model/model.ts';
import type { Question, Read } from './ask.ts';
import type { Prompts } from './prompts.ts';

/** `answer` is what the judge said, for people. */
export type Verdict = { value: number; answer: unknown };

/** A way of asking for one verdict. */
export type AskKind = Pick<Question<Verdict>, 'json' | 'logprobs'> & {
  prompt: keyof Prompts;
  fillings: Record<string, string>;
  read(answer: ModelAnswer, material: string): Read<Verdict>;
};
