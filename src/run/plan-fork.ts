import type { AgentSource } from './agents.ts';
import { withModelFacts } from './model-facts.ts';
import { identify, type RunSpec } from './spec.ts';

type ForkRequest = {
  id: string;
  task: string;
  turns: number;
  agentRef: string;
  agent: Pick<AgentSource, 'name' | 'version' | 'digest' | 'beside'>;
  model: string | null;
  origin: NonNullable<RunSpec['fork']>;
};

/** One trial of one task under the runner and the limits of the run that it goes on from. Pure. */
export function planFork(
  { runner: { strategy: _, ...runner }, seed, tasks }: RunSpec,
  { id, task, turns, agentRef, agent, model, origin }: ForkRequest,
): RunSpec {
  return withModelFacts({
    v: 1,
    id,
    seed,
    runner,
    attempts: 1,
    entries: [{ name: `${agent.name}@${turns}`, ...identify(agentRef, agent), model, turns }],
    tasks: tasks.filter((one) => one.id === task),
    fork: origin,
  });
}
