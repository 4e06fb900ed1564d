import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { readInput, whyUnread } from '../files.ts';
import { ModelTable } from '../model/providers.ts';
import { SANDBOX_NAMES } from '../sandbox/names.ts';
import { Strategy } from '../strategy/strategy.ts';
import { parseYaml } from '../task/parse-yaml.ts';
import { RESOURCES } from '../task/schema.ts';

const positive = z.int().positive();
const Turns = positive.max(100_000);

/** runners/<name>.yaml: how trials run. Data only; every key is optional. */
export const Runner = z.strictObject({
  /** The sandbox kind; `auto` is docker where an engine answers, else namespace. */
  sandbox: z.enum(SANDBOX_NAMES).default('auto'),
  /** Agents may try to harm the machine: refused where a limit is not enforced. */
  adversarial: z.boolean().default(false),
  limits: z
    .strictObject({
      /** One limit, or a list: each makes an entry of its own. */
      turns: z.union([Turns, z.array(Turns).min(1)]).optional(),
      /** At most a day, as in a task: timers can't wait for longer than 24 of them. */
      minutes: z.number().positive().max(1440).optional(),
      toolTimeoutSeconds: z.number().positive().max(86_400).optional(),
      /** Of the agent's model: tokens in and out, and US dollars. */
      tokens: positive.optional(),
      costUsd: z.number().positive().optional(),
    })
    .default({}),
  /** Whether the agent reads its limits in the instruction. */
  tellAgent: z.boolean().default(true),
  /**
   * Whether the files are kept as they were after each turn. Default: where they save rollouts, that is where entries
   * differ by turns alone and the agent isn't told its limits.
   */
  checkpoints: z.boolean().optional(),
  attempts: positive.default(1),
  concurrency: z.strictObject({ sandboxes: positive }).optional(),
  /** How often a rollout or a verification is tried again after an infra error. */
  retries: z.int().nonnegative().default(2),
  /** How a trial comes to its submission; without it, by one rollout. */
  strategy: Strategy.optional(),
  /** Where models are and what they cost, beside those that are known. */
  models: ModelTable.optional(),
  /** The model that judges, where a verifier or a strategy asks for it. */
  judge: z.strictObject({ model: z.string().regex(/^[^/]+\/./, 'a model like openai/gpt-5') }).optional(),
  /** Raise what a task asks for, never lower it. */
  resources: z.strictObject(RESOURCES).partial().default({}),
});
export type Runner = z.infer<typeof Runner>;

/** A name under `folder`, or a path to a YAML file. Errors RUNNER_NOT_FOUND, RUNNER_INVALID. */
export async function loadRunner(nameOrFile: string, folder: string): Promise<Runner> {
  const file = /\/|\.ya?ml$/.test(nameOrFile) ? nameOrFile : join(folder, `${nameOrFile}.yaml`);
  return parseYaml(await readRunner(file, folder), { file, schema: Runner, code: 'RUNNER_INVALID' }).value;
}

async function readRunner(file: string, folder: string): Promise<Buffer> {
  try {
    return await readInput(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const known = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5));
    const fix = `use one of ${known.sort().join(', ')}, or a path to a YAML file`;
    const isMissing = error.code === 'ENOENT';
    const problem = isMissing ? 'there is no such runner' : whyUnread(error as NodeJS.ErrnoException);
    throw new GymkhanaError({ code: 'RUNNER_NOT_FOUND', place: file, problem, fix }, { cause: error });
  }
}
