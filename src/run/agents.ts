import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Agent } from '../agent/agent.ts';
import { loadAgentFile } from '../agent/agent-file.ts';
import { findNamed } from '../agent/find-named.ts';
import { parseAgentRef } from '../agent/kinds.ts';
import { loadLlmAgent } from '../agent/llm-prompt.ts';
import { createNopAgent } from '../agent/nop.ts';
import { oracleCalls } from '../agent/oracle.ts';
import { createRepairAgent } from '../agent/repair/repair.ts';
import { createScriptAgent } from '../agent/script.ts';
import { loadScriptFolder } from '../agent/script-file.ts';
import type { Layer } from '../sandbox/contract.ts';
import type { Change } from '../workspace/change.ts';

/** An agent as an entry names it; `forTask` makes the one that works on a task. */
export type AgentSource = {
  name: string;
  version: string;
  /** sha256 of all that it is made of: two agents of one name are the same where this is. */
  digest?: string;
  /** Of the files beside its program that the digest leaves out. */
  beside?: string;
  /** Each model that is named makes an entry of its own. */
  usesModel?: true;
  /** The only dialect its model may be spoken to in. */
  speaks?: Agent['speaks'];
  software?: Agent['software'];
  /** @param base what its workspace holds */
  forTask(taskId: string, gold: Change, base?: Layer['manifest']): Agent;
};

/** A reference that means the same from every folder: it is kept in the run, for whoever resumes it. */
export function resolveAgentRef(ref: string): string {
  if (/^[^:]*\.ya?ml$/.test(ref)) return resolve(ref);
  const [, kind, path] = /^(script|llm):(.+)$/s.exec(ref) ?? [];
  return path === undefined ? ref : `${kind}:${resolve(path)}`;
}

const ORACLE_VERSION = '1';

/** Errors AGENT_NOT_FOUND, AGENT_SCRIPT_INVALID. */
export async function loadAgent(ref: string, agentsFolder: string): Promise<AgentSource> {
  const parsed = parseAgentRef(ref);
  if (parsed.kind === 'nop') return forAnyTask(createNopAgent());
  if (parsed.kind === 'file') return forAnyTask(await loadAgentFile(parsed.file));
  if (parsed.kind === 'llm') return forAnyTask(await loadLlmAgent(parsed.prompt));
  if (parsed.kind === 'repair') return forAnyTask(createRepairAgent());
  if (parsed.kind === 'oracle') {
    const identity = { name: 'oracle', version: ORACLE_VERSION };
    return {
      ...identity,
      digest: sha256(`oracle ${ORACLE_VERSION}`),
      forTask: (_, gold, base) => {
        const wasExecutable = (path: string) => base?.get(path)?.executable ?? false;
        return createScriptAgent({ ...identity, calls: oracleCalls(gold, wasExecutable) });
      },
    };
  }
  if (parsed.kind === 'named') {
    const file = await findNamed(parsed.name, agentsFolder);
    return file.endsWith('.yaml') ? forAnyTask(await loadAgentFile(file)) : scripted(file);
  }
  return scripted(parsed.folder);
}

async function scripted(folder: string): Promise<AgentSource> {
  const { name, version, scripts } = await loadScriptFolder(folder);
  // A task without a script: the agent has nothing to say to it, and leaves the workspace as it is.
  const forTask = (taskId: string) => createScriptAgent({ name, version, calls: scripts.get(taskId) ?? [] });
  return { name, version, digest: version, forTask };
}

function forAnyTask(agent: Agent): AgentSource {
  const { name, version, usesModel, speaks, software, beside } = agent;
  const digest = agent.digest ?? sha256(`${name} ${version}`);
  const needs = { ...(usesModel && { usesModel }), ...(speaks && { speaks }), ...(software && { software }) };
  return { name, version, digest, ...(beside && { beside }), ...needs, forTask: () => agent };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
