import type { z } from 'zod';
import { GymkhanaError } from '../../errors.ts';
import { explainIssues, phrase } from '../../task/explain-issue.ts';
import { decodeUtf8, lineColumn } from '../../task/text.ts';
import type { Finding } from '../../task/yaml-document.ts';
import { type Path, showPath } from '../../task/yaml-place.ts';
import { findSyntaxError, placeInJson } from './json-text.ts';
import { findViolations, type Violation } from './rules.ts';
import { type AtifTrajectory, LenientTrajectory, StrictTrajectory } from './schema.ts';

type Options = {
  /** As problems show it; never opened. */
  file: string;
  /** Takes keys that ATIF does not know: some writers add their own. */
  lenient?: boolean;
};

/** Subagents of subagents; more would run out of stack. */
const MAX_DEPTH = 32;

/**
 * Reads an ATIF trajectory, v1.0 to v1.7.
 * @throws GymkhanaError ATIF_INVALID with the first thing that is wrong, at `file:line:column`
 */
export function parseAtif(source: string | Uint8Array, { file, lenient = false }: Options): AtifTrajectory {
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  const fail = ({ offset, problem, fix }: Finding): never => {
    const place = `${file}:${lineColumn(text ?? '', offset)}`;
    throw new GymkhanaError({ code: 'ATIF_INVALID', place, problem, ...(fix && { fix }) });
  };
  if (text === null) return fail({ offset: 0, problem: 'the file is not UTF-8', fix: 'save it as UTF-8' });
  const syntax = findSyntaxError(text);
  if (syntax) return fail(explainSyntax(text, syntax));
  const value: unknown = JSON.parse(text);
  const finding = findFault({ text, value, schema: lenient ? LenientTrajectory : StrictTrajectory }, []);
  return finding ? fail(finding) : (value as AtifTrajectory);
}

type Read = { text: string; value: unknown; schema: typeof StrictTrajectory | typeof LenientTrajectory };

/** The first fault of the trajectory at `path`, or of those within it. */
function findFault(read: Read, path: readonly (string | number)[]): Finding | null {
  const { text, value, schema } = read;
  const parsed = schema.safeParse(valueAt(value, path), { error: phrase });
  if (!parsed.success) return firstOf(read, parsed.error.issues, path);
  const trajectory = parsed.data as AtifTrajectory;
  const [violation] = findViolations(trajectory);
  if (violation) return describe(text, violation, path);
  for (const at of (trajectory.subagent_trajectories ?? []).keys()) {
    const inner = [...path, 'subagent_trajectories', at];
    const isTooDeep = inner.length > 2 * MAX_DEPTH;
    const fault = isTooDeep ? tooDeep(placeInJson(text, inner).offset) : findFault(read, inner);
    if (fault) return fault;
  }
  return null;
}

function describe(text: string, { path: own, key, problem, fix }: Violation, path: Path): Finding {
  const whole = [...path, ...own];
  const { offset, keyOffset } = placeInJson(text, whole);
  return { offset: key ? keyOffset : offset, problem: `${showPath(whole)} ${problem}`, fix };
}

/** By where it stands in the text. */
function firstOf({ text, value }: Read, issues: z.core.$ZodIssue[], path: Path): Finding {
  const located = { value, placeAt: (of: Path) => placeInJson(text, of) };
  const whole = issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
  return explainIssues(whole, located).reduce((first, next) => (next.offset < first.offset ? next : first));
}

function explainSyntax(text: string, { offset, expected }: { offset: number; expected: string }): Finding {
  const got =
    offset < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!)) : 'the end of the file';
  const fix = offset < text.length ? 'mend it there' : 'write the whole file';
  return { offset, problem: `not valid JSON: ${expected} has to be here; got ${got}`, fix };
}

function tooDeep(offset: number): Finding {
  const problem = `subagent_trajectories are nested more than ${MAX_DEPTH} deep`;
  return { offset, problem, fix: 'put them side by side, and refer to them' };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, step) => (parent as Record<PropertyKey, unknown>)[step], value);
}
