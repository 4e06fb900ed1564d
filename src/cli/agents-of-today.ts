import { loadAgent } from '../run/agents.ts';
import type { RunSpec } from '../run/spec.ts';
import { AGENTS } from './paths.ts';

/** The plan of a replay with its agents as they are today: that one has changed is no reason not to see what it does. */
export async function withAgentsOfToday(spec: RunSpec, say: (line: string) => void): Promise<RunSpec> {
  if (spec.replay?.mode === 'actions') return spec;
  const entries = [];
  for (const entry of spec.entries) {
    const { version } = await loadAgent(entry.agentRef, AGENTS);
    if (version !== entry.agentVersion) say(`the agent ${entry.agent} has changed since: ${entry.agentVersion} then`);
    entries.push({ ...entry, agentVersion: version });
  }
  return { ...spec, entries };
}
