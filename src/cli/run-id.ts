import { GymkhanaError } from '../errors.ts';

/** What becomes the name of a run's folder; without one it is of the time. Errors USAGE. */
export function runIdOf(id: string | undefined): string {
  const name = id ?? new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return name;
  if (name.length > 100) {
    const problem = `an id has at most 100 characters; got ${name.length}`;
    throw new GymkhanaError({ code: 'USAGE', place: '--id', problem, fix: 'give a shorter one' });
  }
  const problem = `an id is letters, digits, dots, dashes and underscores; got ${JSON.stringify(name)}`;
  throw new GymkhanaError({ code: 'USAGE', place: '--id', problem });
}

/** The end of a name that is longer than an id may be. */
export function shortId(name: string, length = 100): string {
  return name.slice(-length).replace(/^[^A-Za-z0-9]+/, '');
}
