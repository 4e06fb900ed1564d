import { basename } from 'node:path';
import { type ErrorCode, GymkhanaError } from '../errors.ts';

/**
 * The name of an agent that a file or a folder describes. It becomes part of ids, file names and what a terminal shows.
 * @throws GymkhanaError `code`
 */
export function agentNameOf(path: string, code: ErrorCode): string {
  const name = basename(path).replace(/\.ya?ml$/, '');
  if (/^\w[\w.-]{0,99}$/.test(name)) return name;
  const problem = "its name is the agent's: letters, digits, dots, dashes and underscores";
  throw new GymkhanaError({ code, place: path, problem, fix: 'rename it' });
}
