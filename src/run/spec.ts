import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { ModelFacts, PriceTable } from '../model/facts.ts';
import { countOf } from '../text/count.ts';
import type { AgentSource } from './agents.ts';
import { withModelFacts } from './model-facts.ts';
import { Runner } from './runner.ts';
import { type PlannedTask, planTask, TaskEntry } from './task-entry.ts';

/** What one leaderboard row compares: an agent under one limit of turns. */
export const EntrySpec = z.strictObject({
  name: z.string(),
  agent: z.string(),
  /** How it was named: what resume loads. */
  agentRef: z.string(),
  agentVersion: z.string(),
  /** Of all that the agent is made of. Runs that were planned before it was kept lack it. */
  agentDigest: z.string().optional(),
  /** Of the other files beside its program: where they have changed, it may be another one. */
  agentFolderDigest: z.string().optional(),
  model: z.string().nullable(),
  /** null: each task's own limit. */
  turns: z.int().positive().nullable(),
});
export type EntrySpec = z.infer<typeof EntrySpec>;

export const REPLAY_MODES = ['actions', 'model'] as const;
export type ReplayMode = (typeof REPLAY_MODES)[number];

/** Of run.yaml. */
export const VERSION = 1;

/** run.yaml: everything that a run was asked to do, resolved. It never changes once it is written. */
export const RunSpec = z.strictObject({
  v: z.literal(VERSION),
  id: z.string(),
  seed: z.string(),
  runner: Runner,
  attempts: z.int().positive(),
  entries: z.array(EntrySpec).min(1),
  tasks: z.array(TaskEntry).min(1),
  /** Of a fork: the rollout it goes on from, and the files as they were after `turn`. */
  fork: z
    .strictObject({
      run: z.string(),
      trial: z.string(),
      rollout: z.int().positive(),
      try: z.int().positive(),
      turn: z.int().positive(),
      tree: z.string(),
    })
    .optional(),
  /**
   * Of a replay: the run whose recordings are played. `actions`: an agent's tool calls are made again. `model`: the agent
   * acts again, and its model answers as it did then.
   */
  replay: z
    .strictObject({
      run: z.string(),
      folder: z.string(),
      mode: z.enum(REPLAY_MODES),
      /** Where one trial is replayed: which attempt it was. */
      attempt: z.int().positive().optional(),
    })
    .optional(),
  /** What was known of its models when it was planned. Older runs lack both. */
  models: z.array(ModelFacts).optional(),
  prices: PriceTable.optional(),
});
export type RunSpec = z.infer<typeof RunSpec>;

/** What an entry has in common with those that differ from it by their turns alone: its name without them. */
export function lineOf({ name, turns }: EntrySpec): string {
  return turns === null ? name : name.replace(`@${turns}`, '');
}

/** The seed where none is given: of what the run is, so that asking for the same thing twice gives the same run. */
function defaultSeed(spec: Omit<RunSpec, 'seed' | 'id' | 'v'>): string {
  // How many at a time, what is kept and known of them and who judges them changes nothing that an agent could do.
  const { concurrency, checkpoints, judge, ...rest } = spec.runner;
  const { cutoffs, ...models } = rest.models ?? {};
  const runner = { ...rest, ...(rest.models && { models }) };
  const tasks = spec.tasks.map(({ id, digest }) => ({ id, digest }));
  // Nor does a digest: the seed of a run from before there were any must stay what it is.
  const entries = spec.entries.map(({ agentRef, agentDigest, agentFolderDigest, ...entry }) => entry);
  return createHash('sha256')
    .update(JSON.stringify({ ...spec, runner, tasks, entries }))
    .digest('hex')
    .slice(0, 16);
}

export type RunOptions = {
  id: string;
  runner: Runner;
  tasks: readonly PlannedTask[];
  /** By reference, as the user named them. */
  agents: ReadonlyMap<string, AgentIdentity>;
  /** Like openai/gpt-5; each makes an entry with each agent that uses a model. */
  models?: readonly string[];
  seed?: string;
  attempts?: number;
  concurrency?: number;
  maxTurns?: number[];
  replay?: NonNullable<RunSpec['replay']>;
};

type AgentIdentity = Pick<AgentSource, 'name' | 'version' | 'digest' | 'beside' | 'usesModel'>;

/** Which agent an entry has. */
export function identify(ref: string, { name, version, digest, beside }: AgentIdentity) {
  return {
    agent: name,
    agentRef: ref,
    agentVersion: version,
    ...(digest !== undefined && { agentDigest: digest }),
    ...(beside !== undefined && { agentFolderDigest: beside }),
  };
}

/** More would take minutes to plan and hours to read. */
const MAX_TRIALS = 100_000;

/**
 * What is asked for, with the command line over the runner, and the seed that follows from it. Pure.
 * @throws GymkhanaError USAGE for more than 100,000 trials
 */
export function planRun({ id, runner: given, tasks, agents, ...cli }: RunOptions): RunSpec {
  const concurrency = cli.concurrency ? { concurrency: { sandboxes: cli.concurrency } } : {};
  const turns = [...new Set(cli.maxTurns ?? [given.limits.turns ?? null].flat())];
  const checkpoints = given.checkpoints ?? (!given.tellAgent && turns.length > 1);
  // As it will be read back, keys in order.
  const runner = Runner.parse({ ...given, checkpoints, ...concurrency });
  const asked = {
    runner,
    attempts: cli.attempts ?? runner.attempts,
    entries: nameEntries(askedOf(agents, cli.models ?? [], turns), runner.strategy),
    tasks: tasks.map(planTask),
  };
  refuseTooMany(asked);
  mustHaveHelpers(asked);
  const replay = cli.replay ? { replay: cli.replay } : {};
  return withModelFacts({ v: VERSION, id, seed: cli.seed ?? defaultSeed(asked), ...asked, ...replay });
}

type Factors = Pick<RunSpec, 'tasks' | 'entries' | 'attempts'>;

export function countTrials({ tasks, entries, attempts }: Factors): number {
  return tasks.length * entries.length * attempts;
}

function refuseTooMany(asked: Factors): void {
  const { tasks, entries, attempts } = asked;
  const trials = countTrials(asked);
  if (trials <= MAX_TRIALS) return;
  const product = `tasks × entries × attempts = ${tasks.length} × ${entries.length} × ${attempts} = ${countOf(trials, 'trial')}`;
  const problem = `${product}, more than the ${MAX_TRIALS} that a run may have`;
  throw new GymkhanaError({ code: 'USAGE', place: 'run', problem, fix: 'ask for less, or make several runs of it' });
}

/** Errors USAGE where a strategy asks a model for something and it is not said which. */
function mustHaveHelpers({ runner: { strategy, judge }, entries }: Pick<RunSpec, 'runner' | 'entries'>): void {
  const refuse = (place: string, who: string, fix: string) => {
    throw new GymkhanaError({ code: 'USAGE', place, problem: `it is not said which model ${who}`, fix });
  };
  const isAgentSilent = entries.some(({ model }) => model === null);
  if (strategy?.tests && strategy.tests.model === undefined && isAgentSilent) {
    refuse('strategy.tests.model', 'writes tests, and an agent here uses none', 'say it, like openai/gpt-5');
  }
  if (strategy?.judge && strategy.judge.model === undefined && !judge) {
    refuse('strategy.judge.model', 'judges', 'say it, like openai/gpt-5, or name a judge by --judge');
  }
}

type Asked = { ref: string; agent: AgentIdentity; model: string | null; limit: number | null };

function askedOf(agents: RunOptions['agents'], models: readonly string[], turns: (number | null)[]): Asked[] {
  return [...agents].flatMap(([ref, agent]) =>
    (agent.usesModel ? models : [null]).flatMap((model) => turns.map((limit) => ({ ref, agent, model, limit }))),
  );
}

/** `agent`, `agent+model`, `agent@turns`, `agent~4-votes`; two of one name get a number. */
function nameEntries(asked: Asked[], strategy: Runner['strategy']): EntrySpec[] {
  const how = strategy ? `~${strategy.candidates}-${strategy.select}` : '';
  const taken = new Set<string>();
  return asked.map(({ ref, agent, model, limit }) => {
    // A name is part of folders' names.
    const line =
      model === null ? agent.name : `${agent.name}+${model.replace(/^[^/]*\//, '').replaceAll(/[^\w.-]+/g, '-')}`;
    const base = `${limit === null ? line : `${line}@${limit}`}${how}`;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}#${count}`;
    taken.add(name);
    return { name, ...identify(ref, agent), model, turns: limit };
  });
}
