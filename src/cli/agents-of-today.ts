import { loadAgent } from '../run/agents.ts';
import { identify, type RunSpec } from '../run/spec.ts';
import { whatChanged } from './changed-agents.ts';
import { AGENTS } from './paths.ts';

/** The plan of a replay with its agents as they are today: that one has changed is no reason not to see what it does. */
export async function withAgentsOfToday(spec: RunSpec, say: (line: string) => void): Promise<RunSpec> {
  if (spec.replay?.mode === 'actions') return spec;
  const entries = [];
  for (const entry of spec.entries) {
    const agent = await loadAgent(entry.agentRef, AGENTS);
    const changed = whatChanged(entry, agent);
    if (changed !== null) say(`the agent ${entry.agent} has changed since: ${changed}`);
    entries.push({ ...entry, ...identify(entry.agentRef, agent) });
  }
  return { ...spec, entries };
}
