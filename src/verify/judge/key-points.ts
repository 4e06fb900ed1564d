import { z } from 'zod';
import type { JudgeSpec } from '../../task/verifiers/judge.ts';
import type { AskKind } from './ask-kind.ts';
import { numbered } from './prompts.ts';
import { readJson } from './read-json.ts';

const Answer = z.strictObject({
  keyPoints: z.array(z.strictObject({ reason: z.string(), met: z.boolean() })),
  success: z.boolean(),
});

/**
 * Key points one by one, and whether the whole is a success, which is the value (LiveMCPBench). Unlike there, where
 * "success" anywhere in the text counts, an answer of another form is none.
 */
export function keyPoints({ keyPoints: points = [] }: JudgeSpec): AskKind {
  return {
    prompt: 'key-points',
    fillings: { keyPoints: numbered(points) },
    json: { name: 'verdict', schema: SCHEMA },
    read(answer, material) {
      const read = readJson(answer, Answer, material);
      if ('unusable' in read) return read;
      if (read.value.keyPoints.length !== points.length)
        return { unusable: `there were not ${points.length} key points` };
      return { value: { value: read.value.success ? 1 : 0, answer: read.value } };
    },
  };
}

const POINT = {
  type: 'object',
  properties: { reason: { type: 'string' }, met: { type: 'boolean' } },
  required: ['reason', 'met'],
  additionalProperties: false,
};
const SCHEMA = {
  type: 'object',
  properties: { keyPoints: { type: 'array', items: POINT }, success: { type: 'boolean' } },
  required: ['keyPoints', 'success'],
  additionalProperties: false,
};
