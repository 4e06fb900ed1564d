import { createHash } from 'node:crypto';
import { list, record, text } from '../dialects/json.ts';

const DIMENSIONS = 64;

/**
 * Embeddings by feature hashing (Weinberger et al. 2009): texts with words in common are near each other, which is all
 * that a test of retrieval needs. Unit length.
 */
export function embed(words: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of words.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []) {
    const digest = createHash('sha256').update(word).digest();
    vector[digest[0]! % DIMENSIONS]! += digest[1]! % 2 === 0 ? 1 : -1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** OpenAI's form. */
export function answerEmbeddings(body: unknown): unknown {
  const { input, model, encoding_format } = record(body);
  const inputs = typeof input === 'string' ? [input] : list(input).map(text);
  const tokens = inputs.reduce((sum, one) => sum + Math.ceil(one.length / 4), 0);
  const written = (vector: number[]) =>
    encoding_format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
  return {
    object: 'list',
    model: text(model),
    data: inputs.map((one, index) => ({ object: 'embedding', index, embedding: written(embed(one)) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
