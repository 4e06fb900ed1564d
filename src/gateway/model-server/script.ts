import { z } from 'zod';
import { GymkhanaError } from '../../errors.ts';
import { readInput, whyUnread } from '../../files.ts';
import { parseYaml } from '../../task/parse-yaml.ts';

const tokens = z.int().nonnegative();

const Call = z.strictObject({
  /** Several names: the first that the request offers is called. */
  tool: z.union([z.string().min(1), z.array(z.string().min(1)).nonempty()]),
  args: z.record(z.string(), z.unknown()).default({}),
});

const Failure = z.strictObject({
  /** A status, an answer that never comes, or one that breaks off. */
  with: z.union([z.int().min(400).max(599), z.enum(['hang', 'cut'])]),
  /** So many requests fail, then the reply is given. */
  times: z.int().positive().default(1),
});

const Reply = z.strictObject({
  text: z.string().default(''),
  /** In place of the text: JSON, where a request wants its answer in a certain form. */
  json: z.record(z.string(), z.unknown()).optional(),
  calls: z.array(Call).default([]),
  usage: z
    .strictObject({ input: tokens, cachedInput: tokens.default(0), cacheWrite: tokens.default(0), output: tokens })
    .optional(),
  /** Of the text's first tokens, most likely first: what `logprobs` of a request asks for. */
  logprobs: z.array(z.record(z.string(), z.number().max(0))).optional(),
  fail: Failure.optional(),
});
export type Reply = z.output<typeof Reply>;

const Conversation = z.strictObject({
  /** All of it must hold; without it every request belongs here. */
  when: z
    .strictObject({
      /** A text that stands anywhere in the request. */
      contains: z.string().min(1).optional(),
      /** Whether the request offers tools. */
      tools: z.boolean().optional(),
      model: z.string().optional(),
      /** Its seed, by what is left when it is divided: how samples of one model differ. */
      seed: z.strictObject({ of: z.int().positive(), is: z.int().nonnegative() }).optional(),
    })
    .default({}),
  replies: z.array(Reply).nonempty(),
});

export const ModelScript = z.strictObject({
  /** What `GET /v1/models` lists. */
  models: z.array(z.string().min(1)).nonempty().default(['scripted']),
  conversations: z.array(Conversation).nonempty(),
});
export type ModelScript = z.output<typeof ModelScript>;

/** Errors PATH_UNUSABLE, MODEL_SCRIPT_INVALID with each problem's place. */
export async function loadModelScript(file: string): Promise<ModelScript> {
  const source = await readInput(file).catch((error: NodeJS.ErrnoException) => {
    const fix = 'name a file of replies; docs/model-server.md shows one';
    throw new GymkhanaError({ code: 'PATH_UNUSABLE', place: file, problem: whyUnread(error), fix }, { cause: error });
  });
  return parseYaml(source, { file, schema: ModelScript, code: 'MODEL_SCRIPT_INVALID' }).value;
}
