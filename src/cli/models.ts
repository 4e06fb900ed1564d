import { GymkhanaError } from '../errors.ts';
import { findModel, type ModelTable } from '../model/providers.ts';
import type { AgentSource } from '../run/agents.ts';
import type { OpenedModel } from '../run/model-session.ts';
import type { RunSpec } from '../run/spec.ts';

/**
 * Every model that a run's entries name, with its key from the environment.
 * @throws GymkhanaError MODEL_NOT_FOUND, MODEL_KEY_MISSING, USAGE for a limit of cost where a price is not known, and for
 * an agent that does not speak with its model's provider
 */
export function openModels({ entries, runner, tasks, agents }: Asked): Map<string, OpenedModel> {
  for (const { agentRef, model } of entries) mustSpeak(agents.get(agentRef), model, runner.models);
  const refs = [...new Set(entries.flatMap(({ model }) => (model === null ? [] : [model])))];
  const limited = runner.limits.costUsd !== undefined || tasks.some(({ limits }) => limits.costUsd !== undefined);
  return new Map(refs.map((ref) => [ref, openModel(ref, runner.models, limited)]));
}

type Asked = Pick<RunSpec, 'entries' | 'runner'> & {
  /** As far as what they may cost. */
  tasks: readonly { limits: { costUsd?: number | undefined } }[];
  agents: ReadonlyMap<string, AgentSource>;
};

function mustSpeak(agent: AgentSource | undefined, model: string | null, table: ModelTable | undefined): void {
  if (!agent?.speaks || model === null) return;
  const { provider } = findModel(model, table);
  if (provider.speaks === agent.speaks) return;
  const problem = `the agent ${agent.name} speaks to ${agent.speaks} models, and this provider speaks ${provider.speaks}`;
  const fix = 'name a model of another provider; models.providers of the runner may say where one is';
  throw new GymkhanaError({ code: 'USAGE', place: `--model ${model}`, problem, fix });
}

function openModel(ref: string, table: ModelTable | undefined, limited: boolean): OpenedModel {
  const spec = findModel(ref, table);
  const { keyVariable } = spec.provider;
  const key = keyVariable === undefined ? null : (process.env[keyVariable] ?? '');
  const place = `--model ${ref}`;
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
  return { ...spec, key, priceOf: (model) => findModel(`${provider}/${model}`, table).price };
}

/** Each agent that uses a model needs one, and one that nobody uses was meant for something. Errors USAGE. */
export function mustNameModels(agents: ReadonlyMap<string, AgentSource>, models: string[] = []): void {
  const users = [...agents.values()].filter(({ usesModel }) => usesModel);
  if (users.length > 0 === models.length > 0) return;
  const [user] = users;
  const problem = user ? `the agent ${user.name} uses a model, and none is named` : 'no agent here uses a model';
  const fix = user ? 'add --model provider/name, like --model openai/gpt-5' : 'leave it out, or add --agent llm';
  throw new GymkhanaError({ code: 'USAGE', place: '--model', problem, fix });
}
