import { expect, it } from 'vitest';
import { isOverflow } from '../../../src/gateway/overflow.ts';

const says = (message: string, status = 400) => isOverflow({ status, response: Buffer.from(message) });

it.each([
  "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
  'Your input exceeds the context window of this model.',
  'prompt is too long: 210000 tokens > 200000 maximum',
  'input length and `max_tokens` exceed context limit: 190000 + 16384 > 200000',
  'The decoder prompt (length 5000) is longer than the maximum model length of 4096.',
  'the request exceeds the available context size. try increasing the context size',
  'input length exceeds the context length',
  'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
  'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097. Given: 5000',
  '`inputs` must have less than 4096 tokens. Given: 5000',
  "The input (12000 tokens) is longer than the model's context length (8192 tokens).",
  'Please reduce the length of the messages or completion.',
  'Input is too long for requested model.',
  'Input Tokens Exceeded: Number of input tokens exceeds maximum length',
  "This endpoint's maximum context length is 32768 tokens. However, you requested about 40000 tokens",
  "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
  'Input length (5000 tokens) exceeds the maximum allowed length (4091 tokens)',
  'Trying to keep the first 5000 tokens when context the overflows.',
  'prompt token count of 9000 exceeds the limit of 8000',
  'Range of input length should be [1, 30720]',
  'Prompt exceeds max length',
  'Your request exceeded model token limit: 8192 (requested: 9000)',
  'too many tokens: total number of tokens in the prompt cannot exceed 4081',
])('knows an overflow: %s', (message) => {
  expect(says(message)).toBe(true);
});

it.each<[string, number]>([
  ['Rate limit reached: too many tokens per minute, context length', 429],
  ['messages: text content blocks must be non-empty', 400],
  ['Unknown parameter: max_tokens', 400],
  ['The model does not exist', 404],
  ['internal error', 500],
])('does not take another failure for one: %s', (message, status) => {
  expect(says(message, status)).toBe(false);
});

it('takes 413 for one, and what a server fails at with a status of its own', () => {
  expect([says('', 413), says('context size exceeded', 500)]).toEqual([true, true]);
});
