import { GymkhanaError } from '../errors.ts';
import { whyNotPassable } from './arguments.ts';

export function mustBePassable(name: string, argv: readonly string[], env: Record<string, string> = {}): void {
  const why = whyNotPassable(argv, env);
  if (why) throw misuse(name, why);
}

/** Relative, without `.`, `..`, empty parts or NUL: it can only name something in the workspace. */
export function mustBePlain(path: string): void {
  if (!path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')) return;
  throw misuse(JSON.stringify(path), 'is not a path in the workspace');
}

export function misuse(place: string, problem: string): GymkhanaError {
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place, problem });
}
