import { join, resolve } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { ROOT } from '../package/root.ts';

/** Which agent is meant; run/ makes it, as an oracle needs the task's gold. */
export type AgentRef =
  | { kind: 'oracle' }
  | { kind: 'nop' }
  | { kind: 'repair' }
  | { kind: 'llm'; prompt: string }
  | { kind: 'script'; folder: string }
  | { kind: 'file'; file: string }
  | { kind: 'named'; name: string };

const PROMPT = join(ROOT, 'prompts/llm.md');

/** What `--agent` accepts, by the word before the colon. */
const KINDS: Record<string, (rest: string | undefined) => AgentRef | null> = {
  oracle: (rest) => (rest === undefined ? { kind: 'oracle' } : null),
  nop: (rest) => (rest === undefined ? { kind: 'nop' } : null),
  repair: (rest) => (rest === undefined ? { kind: 'repair' } : null),
  // Its prompt is a file that anybody may replace.
  llm: (file) => ({ kind: 'llm', prompt: file ? resolve(file) : PROMPT }),
  script: (folder) => (folder ? { kind: 'script', folder: resolve(folder) } : null),
};

/**
 * A path that ends in .yaml names a file that describes an agent, any other word one of the package's own. Whether they
 * are there is for those who load them.
 */
export function parseAgentRef(text: string): AgentRef {
  if (/^[^:]*\.ya?ml$/.test(text)) return { kind: 'file', file: resolve(text) };
  const [, word = '', rest] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
  const ref = kind ? kind(rest) : named(text);
  if (ref) return ref;
  const problem = `no agent ${JSON.stringify(text)}`;
  throw new GymkhanaError({ code: 'AGENT_NOT_FOUND', place: '', problem, fix: `name ${AGENT_FORMS}` });
}

function named(name: string): AgentRef | null {
  return /^\w[\w.-]*$/.test(name) ? { kind: 'named', name } : null;
}

/** Those that need no folder. */
export const AGENT_WORDS = Object.keys(KINDS).filter((word) => word !== 'script');

/** What an agent may be named by. */
export const AGENT_FORMS =
  'oracle, nop, repair, llm, llm:<prompt file>, one under agents/ like claude-code, a YAML file or script:<folder>';
