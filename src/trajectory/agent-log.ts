import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In a rollout's folder: what its agent printed beside its work. */
export const AGENT_LOG = 'agent.log';

const LAST_LINES = 5;

/** Its last lines; none where the agent printed nothing, or the run is from before logs were kept. */
export async function readLogTail(rollout: string): Promise<string[]> {
  const text = await readFile(join(rollout, AGENT_LOG), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-LAST_LINES);
}
