import { createHash } from 'node:crypto';
import { GymkhanaError } from '../errors.ts';
import { readInput, whyUnread } from '../files.ts';
import type { Agent } from './agent.ts';
import { createLlmAgent } from './llm.ts';

/** Of the loop; the prompt is part of the version too. */
const VERSION = '1';

/** Errors AGENT_NOT_FOUND. */
export async function loadLlmAgent(promptFile: string): Promise<Agent> {
  const source = await readInput(promptFile).catch((error: NodeJS.ErrnoException) => {
    const problem = whyUnread(error);
    const fix = 'name a text file, as in --agent llm:my-prompt.md';
    throw new GymkhanaError({ code: 'AGENT_NOT_FOUND', place: promptFile, problem, fix }, { cause: error });
  });
  const prompt = source.toString('utf8');
  const digest = createHash('sha256').update(prompt).digest('hex').slice(0, 12);
  return createLlmAgent({ name: 'llm', version: `${VERSION}-${digest}`, prompt });
}
