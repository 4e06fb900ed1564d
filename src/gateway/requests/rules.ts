/** What becomes of one field of a request that is metered. */
export type Ruling =
  | { kind: 'pass' }
  /** Another value in its place. */
  | { kind: 'set'; value: unknown }
  /** Not passed on; the rest of the request is. */
  | { kind: 'withhold' }
  | { kind: 'refuse'; problem: string; fix: string };

export type RuleContext = {
  /** The entry's model. */
  model: string;
  /** Others that its agent's file names. */
  helperModels: readonly string[];
};

export type Rule = (value: unknown, context: RuleContext) => Ruling;

/** The fields of a dialect's requests. What stands in neither list is unknown. */
export type FieldLists = { metered: Record<string, Rule>; harmless: ReadonlySet<string> };

const PASS: Ruling = { kind: 'pass' };

export const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** An agent's own model or one of its helpers; any other is set to its own, which is what the row says. */
export const isModel: Rule = (value, { model, helperModels }) =>
  value === model || helperModels.some((helper) => helper === value) ? PASS : { kind: 'set', value: model };

/** Looked at elsewhere: see tools.ts and content.ts. */
export const understood: Rule = () => PASS;

/** Only values that mean nothing, as without the field. */
export const absent =
  (problem: string, fix = 'leave it out'): Rule =>
  (value) =>
    isNothing(value) ? PASS : { kind: 'refuse', problem, fix };

export const one: Rule = (value) =>
  value === null || value === 1
    ? PASS
    : { kind: 'refuse', problem: `must be 1, as each sample is paid; got ${shown(value)}`, fix: 'ask several times' };

export const flag: Rule = (value) =>
  value === null || typeof value === 'boolean' ? PASS : refuse(`must be true or false; got ${shown(value)}`);

export const amount: Rule = (value) =>
  value === null || (Number.isSafeInteger(value) && (value as number) >= 0)
    ? PASS
    : refuse(`must be a whole number; got ${shown(value)}`);

export const listed: Rule = (value) =>
  value === null || Array.isArray(value) ? PASS : refuse(`must be a list; got ${shown(value)}`);

/** A value that costs what the price says, else `plain`. */
export const plainTier =
  (plain: string, passed: readonly string[]): Rule =>
  (value) =>
    value === null || passed.some((tier) => tier === value) ? PASS : { kind: 'set', value: plain };

/** Only these values; with any other the request goes on without the field. */
export const onlyOf =
  (...passed: readonly unknown[]): Rule =>
  (value) =>
    value === null || passed.includes(value) ? PASS : { kind: 'withhold' };

function refuse(problem: string): Ruling {
  return { kind: 'refuse', problem, fix: 'mend it' };
}

function isNothing(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value as object).length === 0;
}

export function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
}
