import { readFile } from 'node:fs/promises';
import { GymkhanaError } from '../errors.ts';
import { tryJson } from '../json.ts';
import { Event } from './event.ts';

/** Reads the trajectory file at `path`. Errors TRIAL_NOT_FOUND when there is none, else as `parseTrajectory`. */
export async function readTrajectory(path: string): Promise<Event[]> {
  try {
    return parseTrajectory(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const fix = "restore the run's folder, or run the trial again";
    throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: path, problem: 'there is no trajectory', fix });
  }
}

/**
 * The events of a trajectory's JSON lines. Lines at the end that are no JSON are what a crash interrupted, and left out.
 * Errors JOURNAL_CORRUPT and RUN_VERSION, as `place:line`.
 */
export function parseTrajectory(text: string, place: string): Event[] {
  // Without its newline a line is not whole.
  const values = text.split('\n').slice(0, -1).map(tryJson);
  const end = values.findLastIndex((value) => value !== undefined) + 1;
  return values.slice(0, end).map((value, index) => parseEvent(value, `${place}:${index + 1}`));
}

function parseEvent(value: unknown, place: string): Event {
  const event = Event.safeParse(value);
  if (event.success) return event.data;
  const fields = (value ?? {}) as { v?: unknown; type?: unknown };
  if (isOfOtherVersion(fields)) {
    const problem = `version ${JSON.stringify(fields.v)} of event ${JSON.stringify(fields.type)} is not known`;
    const fix = 'use the version of gymkhana that wrote the run';
    throw new GymkhanaError({ code: 'RUN_VERSION', place, problem, fix });
  }
  const fix = 'restore the file from a backup, or run the trial again';
  throw new GymkhanaError({ code: 'JOURNAL_CORRUPT', place, problem: 'the event is damaged', fix });
}

function isOfOtherVersion({ v, type }: { v?: unknown; type?: unknown }): boolean {
  if (typeof v !== 'number' || typeof type !== 'string') return false;
  return v !== 1 || !Event.options.some((option) => option.shape.type.value === type);
}
