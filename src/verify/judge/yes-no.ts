import type { ModelAnswer, TokenLogprob } from '../../model/model.ts';
import type { JudgeSpec } from '../../task/verifiers/judge.ts';
import type { AskKind } from './ask-kind.ts';
import { finalText } from './final-text.ts';

/** As many as providers tell. */
const TOP = 20;

/** One question. Where the model tells its logprobs, the value is P(YES) (R2E-Gym); else the word alone, as 1 or 0. */
export function yesNo({ question = '' }: JudgeSpec): AskKind {
  return {
    prompt: 'yes-no',
    fillings: { question },
    logprobs: TOP,
    read(answer, material) {
      const word = wordOf(finalText(answer), material);
      if (word === null) return { unusable: 'it was not the single word YES or NO' };
      const probability = pYes(answer, word);
      const value = probability ?? (word === 'yes' ? 1 : 0);
      return { value: { value, answer: { word, logprobs: probability === null ? 'none' : 'given' } } };
    },
  };
}

type Word = 'yes' | 'no';
const ONE_WORD =
  /^[\s"'*`_#>]*(?:(?:so|therefore|the|my|final|overall)[,\s]+)*(?:(?:answer|verdict)(?:\s+is)?[\s:*"'`_=-]*)?(?:\\boxed\{)?(?:\\text\{)?(yes|no)[\s"'*`_.!}]*$/i;
const AS_JSON = /^\{\s*"\w+"\s*:\s*"?(yes|no)"?\s*\}$/i;

/** The word alone, or as the last line, where no line says the other. A line of the material is a quote. */
function wordOf(said: string, material: string): Word | null {
  const lines = linesOf(said).filter((line) => !/^(```|~~~)/.test(line));
  const shown = new Set(linesOf(material));
  const words = lines.map((line, place) => (place < lines.length - 1 && shown.has(line) ? null : wordIn(line)));
  const last = words.at(-1) ?? null;
  return words.every((word) => word === null || word === last) ? last : null;
}

function wordIn(line: string): Word | null {
  const [, word] = ONE_WORD.exec(line) ?? AS_JSON.exec(line) ?? [];
  return word === undefined ? null : (word.toLowerCase() as Word);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * p(yes) / (p(yes) + p(no)) at the token of the answer, over all its likeliest tokens that are one of the words but for
 * case and the space before it. Null without logprobs.
 */
function pYes({ logprobs }: Pick<ModelAnswer, 'logprobs'>, word: Word): number | null {
  // What was thought before may hold the words as well.
  const place =
    logprobs?.findLast(({ token }) => folded(token) === word) ??
    logprobs?.findLast(({ top }) => top.some(({ token }) => folded(token) === word));
  if (!place) return null;
  const [yes, no] = [massOf(place, 'yes'), massOf(place, 'no')];
  return yes + no > 0 ? yes / (yes + no) : null;
}

function massOf({ token, logprob, top }: TokenLogprob, word: string): number {
  const known = top.some((one) => one.token === token) ? top : [{ token, logprob }, ...top];
  const own = known.filter((one) => folded(one.token) === word);
  return own.reduce((sum, one) => sum + Math.exp(one.logprob), 0);
}

const folded = (token: string): string => token.trim().toLowerCase();
