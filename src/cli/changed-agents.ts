import type { AgentSource } from '../run/agents.ts';
import type { EntrySpec, RunSpec } from '../run/spec.ts';

type Today = Pick<AgentSource, 'version' | 'digest' | 'beside'>;

/** What of an agent is not what it was when its entry was planned; null where all is, as far as that was kept. */
export function whatChanged({ agentVersion, agentDigest }: EntrySpec, { version, digest }: Today): string | null {
  if (version !== agentVersion) return `version ${agentVersion} then, ${version} now`;
  if (agentDigest === undefined || digest === agentDigest) return null;
  return `digest ${agentDigest.slice(0, 12)} then, ${digest?.slice(0, 12) ?? 'none'} now`;
}

/** Warns of agents that are the same as far as their digests go, but for other files beside their programs. */
export function warnOfFilesBeside(
  { entries }: RunSpec,
  agents: ReadonlyMap<string, AgentSource>,
  say: (line: string) => void,
): void {
  const changed = entries.filter(({ agentRef, agentFolderDigest }) => {
    const now = agents.get(agentRef)?.beside;
    return now !== undefined && agentFolderDigest !== undefined && now !== agentFolderDigest;
  });
  for (const [ref, name] of new Map(changed.map(({ agentRef, agent }) => [agentRef, agent]))) {
    const fix =
      'where it uses them it is another agent: name them under `digest:` in its file, and start a run with another --id';
    say(`warning: files beside the program of ${name} (${ref}) have changed since this run was planned; ${fix}`);
  }
}
