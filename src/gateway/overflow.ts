import type { Exchange } from './exchange.ts';

/** As providers say that a conversation is too long: they have no common word for it. */
const WORDS = [
  /context[ _-](length|window|size|limit)|context the overflows/i,
  /(maximum|max|exceeds?) (context|prompt|model) (length|len\b)|maximum model length|max_model_len/i,
  /prompt (is too long|exceeds max length|token count of \d+ exceeds)|prompt is too big/i,
  /(input|prompt) (is|\(\d+ tokens\) is) (too long|longer than)|longer than the model/i,
  /too many (input )?tokens(?! per)|input token count|number of input tokens|input tokens exceed/i,
  /input length .*(exceed|should be)|exceeds? the (maximum|available|limit)[^.]*(token|context)/i,
  /`?inputs`? (tokens \+|must have less than)|reduce the length of the (messages|prompt|input)/i,
  /too large for model|model token limit|input limit is \d+ tokens|model_max_prompt_tokens/i,
];

/** Whether the provider refused a conversation for its length. */
export function isOverflow({ status, response }: Pick<Exchange, 'status' | 'response'>): boolean {
  if (status === 413) return true;
  if (status === null || status < 400 || [401, 402, 403, 404, 408, 429].includes(status)) return false;
  const said = response.toString('utf8', 0, 4000);
  // Some servers answer so with a failure of their own.
  return WORDS.some((words) => words.test(said));
}
