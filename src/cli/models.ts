import { GymkhanaError } from '../errors.ts';
import { findModel, priceOf } from '../model/providers.ts';
import type { AgentSource } from '../run/agents.ts';
import type { OpenedModel } from '../run/model-session.ts';
import type { RunSpec } from '../run/spec.ts';
import type { Task } from '../task/task.ts';

/**
 * Every model that a run's entries name, and the one that judges, with its key from the environment; null is an entry without one. A replay
 * asks nobody and needs no key; its judge is asked for what is not on record, if a key is there.
 * @throws GymkhanaError MODEL_NOT_FOUND, MODEL_KEY_MISSING, USAGE for a limit of cost where a price is not known
 */
export function openModels(
  refs: readonly (string | null)[],
  { runner, replay, tasks }: Pick<RunSpec, 'runner' | 'replay'> & { tasks: readonly Pick<Task, 'limits' | 'verify'>[] },
): Map<string, OpenedModel> {
  const limited = [runner, ...tasks].some(({ limits }) => limits.costUsd !== undefined);
  const named = refs.filter((ref) => ref !== null);
  const asks = replay === undefined;
  const opened = new Map(named.map((ref) => [ref, openModel(ref, runner.models, { limited, asks })]));
  // Where nothing is judged, no key is asked for.
  const judge = tasks.some(hasJudge) ? runner.judge?.model : undefined;
  const isLimited = judge !== undefined && named.includes(judge) && limited;
  if (judge !== undefined)
    opened.set(
      judge,
      openModel(judge, runner.models, { limited: isLimited, asks: true, isReplayed: !asks, option: '--judge' }),
    );
  // Programs that are started from here must not find it: with it they could go past the gateway.
  for (const { provider } of opened.values()) if (provider.keyVariable) delete process.env[provider.keyVariable];
  return opened;
}

function hasJudge({ verify }: Pick<Task, 'verify'>): boolean {
  return verify.some(({ kind }) => kind === 'judge');
}

/** @throws GymkhanaError MODEL_NOT_FOUND where the runner knows no such provider */
export function withJudge(runner: RunSpec['runner'], judge: string | undefined): RunSpec['runner'] {
  if (judge === undefined) return runner;
  findModel(judge, runner.models, '--judge');
  return { ...runner, judge: { model: judge } };
}

/** The one that judges, null where none does. */
export function judgeOf({ judge }: RunSpec['runner'], models: ReadonlyMap<string, OpenedModel>): OpenedModel | null {
  return (judge && models.get(judge.model)) ?? null;
}

/**
 * A model that judges apart from any run.
 * @throws GymkhanaError MODEL_NOT_FOUND, MODEL_KEY_MISSING
 */
export function openJudgeModel(ref: string, table: RunSpec['runner']['models']): OpenedModel {
  return openModel(ref, table, { limited: false, asks: true, option: '--judge' });
}

type Opening = { limited: boolean; asks: boolean; option?: string; isReplayed?: boolean };

function openModel(
  ref: string,
  table: RunSpec['runner']['models'],
  { limited, asks, option, isReplayed = false }: Opening,
): OpenedModel {
  const spec = findModel(ref, table, option);
  const { keyVariable } = spec.provider;
  const key = keyVariable === undefined || !asks ? null : process.env[keyVariable] || (isReplayed ? null : '');
  const place = `${option ?? '--model'} ${ref}`;
  if (key === '') {
    const problem = `${keyVariable} is not set`;
    throw new GymkhanaError({ code: 'MODEL_KEY_MISSING', place, problem, fix: `export ${keyVariable}=…` });
  }
  if (limited && spec.price === null) {
    const problem = 'its price is not known, so a limit of cost could not be held';
    const fix = `say it under models.prices of the runner, as "${ref}": {input: 1, output: 2}`;
    throw new GymkhanaError({ code: 'USAGE', place, problem, fix });
  }
  const provider = ref.slice(0, ref.indexOf('/'));
  return {
    ...spec,
    ...(isReplayed && { isReplayed }),
    key,
    pass: table?.pass ?? [],
    priceOf: (model) => priceOf(`${provider}/${model}`, table),
  };
}

/**
 * Each agent that uses a model needs one that it can speak to, and one that nobody uses was meant for something.
 * @throws GymkhanaError USAGE, MODEL_NOT_FOUND
 */
export function mustNameModels(
  agents: readonly AgentSource[],
  models: readonly string[],
  table: RunSpec['runner']['models'],
): void {
  const users = agents.filter(({ usesModel }) => usesModel);
  for (const user of users) for (const model of models) mustSpeak(user, model, table);
  if (users.length > 0 === models.length > 0) return;
  const [user] = users;
  const problem = user ? `the agent ${user.name} uses a model, and none is named` : 'no agent here uses a model';
  const fix = user ? 'add --model provider/name, like --model openai/gpt-5' : 'leave it out, or add --agent llm';
  throw new GymkhanaError({ code: 'USAGE', place: '--model', problem, fix });
}

function mustSpeak({ name, speaks }: AgentSource, model: string, table: RunSpec['runner']['models']): void {
  if (!speaks) return;
  const { provider } = findModel(model, table);
  if (provider.speaks === speaks) return;
  const problem = `the agent ${name} speaks to ${speaks} models, and this provider speaks ${provider.speaks}`;
  const fix = 'name a model of another provider; models.providers of the runner may say where one is';
  throw new GymkhanaError({ code: 'USAGE', place: `--model ${model}`, problem, fix });
}
