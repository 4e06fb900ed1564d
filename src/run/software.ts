import type { Software } from '../sandbox/contract.ts';
import type { AgentSource } from './agents.ts';
import type { RunContext } from './context.ts';
import type { TrialPlan } from './plan.ts';

type InstallRequest = Pick<RunContext, 'kind' | 'onEvent' | 'drain'> & { agents: ReadonlyMap<string, AgentSource> };

/** What agents of these trials want to find installed, by their reference. Nothing is installed twice, in any run. */
export async function installAgents(
  { agents, kind, onEvent, drain }: InstallRequest,
  plans: readonly TrialPlan[],
): Promise<Map<string, Software>> {
  const installed = new Map<string, Software>();
  for (const ref of new Set(plans.map(({ entry }) => entry.agentRef))) {
    const { name, software } = agents.get(ref) ?? {};
    if (!software) continue;
    const build = (folder: string) => {
      onEvent({ type: 'note', text: `installing ${name}, which takes a while: ${software.title}` });
      return software.install(folder, drain);
    };
    installed.set(ref, await kind.prepareSoftware(software.key, build));
  }
  return installed;
}
