import type { z } from 'zod';
import { cutText } from '../text/cut.ts';
import { nearest } from './nearest.ts';
import type { Finding } from './yaml-document.ts';
import { type Path, type Place, showPath } from './yaml-place.ts';

type Issue = z.core.$ZodIssue;
/** A text's value, and where in it each part of that is. */
export type Located = { value: unknown; placeAt(path: Path): Place };

const TYPES: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'empty',
};

/**
 * What a value must be, as the end of a sentence; the error map that `parseYaml` hands to zod. Where keys are unknown it
 * is the list of the known ones, which only the schema knows, as JSON.
 */
export function phrase(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isWholeNumber(issue.inst) ? 'a whole number' : (TYPES[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return size(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return size(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_format':
      return issue.format === 'date' ? 'a date like 2026-11-21' : `text in the format ${issue.pattern ?? issue.format}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return JSON.stringify(knownKeys(issue.inst));
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : alternatives(issue.errors);
    case 'invalid_key':
      return issue.issues?.[0]?.message ?? 'a valid key';
    default:
      return 'valid';
  }
}

/** Every issue of a value as something to mend in the text; of several about one value the last says most. */
export function explainIssues(issues: readonly Issue[], document: Located): Finding[] {
  const findings = new Map<string, Finding>();
  for (const issue of issues.flatMap((issue) => unwrap(issue, []))) {
    for (const [key, finding] of explain(issue, document)) findings.set(key, finding);
  }
  return [...findings.values()];
}

function explain(issue: Issue, document: Located): [string, Finding][] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => [
      showPath([...path, key]),
      unknownKey(path, key, JSON.parse(issue.message), document),
    ]);
  }
  if (issue.code === 'invalid_key') {
    const parent = showPath(path.slice(0, -1));
    const problem = `a key${parent && ` of ${parent}`} must be ${issue.message}; got ${show(path.at(-1))}`;
    return [[showPath(path), { offset: document.placeAt(path).keyOffset, problem }]];
  }
  const { offset, found } = document.placeAt(path);
  const value = found ? valueAt(document.value, path) : undefined;
  const subject = showPath(path) || 'the file';
  const fix = suggest(issue, value);
  return [
    [subject, { offset, problem: `${subject} must be ${issue.message}; got ${show(value)}`, ...(fix && { fix }) }],
  ];
}

function unknownKey(path: Path, key: string, known: string[], document: Located): Finding {
  const parent = showPath(path);
  const close = nearest(key, known);
  return {
    offset: document.placeAt([...path, key]).keyOffset,
    problem: `unknown key \`${key}\`${parent && ` in ${parent}`}`,
    fix: close ? `did you mean \`${close}\`?` : `the known keys are ${known.join(', ')}`,
  };
}

/** Of a union's branches, the issues of the one that the value was probably meant for. */
function unwrap(issue: Issue, parent: Path): Issue[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isOther));
    if (meant) return meant.flatMap((inner) => unwrap(inner, path));
  }
  return [{ ...issue, path }];
}

/** The value isn't even of the branch's type. */
function isOther(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys';
}

function alternatives(errors: Issue[][]): string {
  return (
    [
      ...new Set(
        errors
          .flat()
          .filter(isOther)
          .map((issue) => issue.message),
      ),
    ].join(' or ') || 'valid'
  );
}

function suggest(issue: Issue, value: unknown): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const close = nearest(value, issue.values.map(String));
    return close && `did you mean \`${close}\`?`;
  }
  if (issue.code === 'invalid_union' && 'options' in issue && typeof value === 'string') {
    const close = nearest(value, (issue.options as unknown[]).map(String));
    return close && `did you mean \`${close}\`?`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (value === undefined || value === null) return `write ${issue.message} for it`;
  if (issue.expected === 'string' && typeof value !== 'object') return `put quotes around it: "${value}"`;
  const isList = issue.expected === 'array' || issue.expected === 'tuple';
  if (isList && typeof value !== 'object') return `write a list: ${JSON.stringify(listOf(issue, value))}`;
  const isNumber = issue.expected === 'number' || issue.expected === 'int';
  return isNumber && value !== '' && Number.isFinite(Number(value))
    ? `write ${Math.max(1, Math.trunc(Number(value)))}`
    : undefined;
}

/** A command is a program and its arguments; what a shell has to read goes to one. */
function listOf({ path }: Issue, value: unknown): unknown[] {
  if (path.at(-1) !== 'command' || typeof value !== 'string') return [value];
  return /^[\w\s./:=@,+-]+$/.test(value) ? value.trim().split(/\s+/) : ['sh', '-c', value];
}

/** For text zod expects "a number" where the schema wants a whole one. */
function isWholeNumber(schema: unknown): boolean {
  const format = (schema as { _zod: { def: { format?: string } } } | undefined)?._zod.def.format;
  return format?.endsWith('int') ?? false;
}

function knownKeys(schema: unknown): string[] {
  const shape = (schema as { _zod: { def: { shape?: object } } } | undefined)?._zod.def.shape;
  return Object.keys(shape ?? {});
}

function size(origin: string, bound: string, limit: number | bigint): string {
  if (limit === 1 && bound === 'at least' && (origin === 'string' || origin === 'array')) return 'not empty';
  if (origin === 'string') return `${bound} ${limit} characters long`;
  return origin === 'array' ? `a list of ${bound} ${limit}` : `${bound} ${limit}`;
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map(String);
  return shown.length > 1 ? `one of ${shown.join(', ')}` : `${shown[0]}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, step) => (parent as Record<PropertyKey, unknown> | null)?.[step], value);
}

/** A value as the reader would recognize it, short. */
function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 60 ? `${cutText(value, 60)}…` : value);
}
