import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { nearest } from '../task/nearest.ts';
import { AGENT_WORDS } from './kinds.ts';

/**
 * Where an agent of this name is among those of a folder: a file that describes it, or a folder of scripts.
 * @throws GymkhanaError AGENT_NOT_FOUND with the names that there are
 */
export async function findNamed(name: string, agentsFolder: string): Promise<string> {
  const entries = await readdir(agentsFolder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isDirectory() || entry.name.endsWith('.yaml')).map(({ name }) => name);
  const found = [`${name}.yaml`, name].find((file) => files.includes(file));
  if (found !== undefined) return join(agentsFolder, found);
  const known = [...AGENT_WORDS, ...files.map((file) => file.replace(/\.yaml$/, ''))];
  const close = nearest(name, known);
  const fix = close ? `did you mean \`${close}\`?` : `name one of ${known.join(', ')}, a YAML file or script:<folder>`;
  throw new GymkhanaError({
    code: 'AGENT_NOT_FOUND',
    place: `--agent ${name}`,
    problem: 'there is no such agent',
    fix,
  });
}
