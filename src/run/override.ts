import { stringify } from 'yaml';
import { GymkhanaError, type Problem } from '../errors.ts';
import { explainIssues, phrase } from '../task/explain-issue.ts';
import { composeYaml, type YamlDocument } from '../task/yaml-document.ts';
import { Runner } from './runner.ts';

/** `limits.turns=[10, 25]` of a command line: a field of the runner, and a value as YAML. */
export type Override = { key: string; value: string };

/**
 * The runner with some fields set, checked by the same schema as its file. Of two that set one field the last counts.
 * @throws GymkhanaError RUN_INVALID with every problem, each at the `--set` that it comes from
 */
export function overrideRunner(runner: Runner, overrides: readonly Override[]): Runner {
  const values = overrides.map((override) => ({ ...override, document: composeYaml(override.value) }));
  const misread = values.flatMap(({ key, document }) => document.findings.map((finding) => describe(key, finding)));
  if (misread.length > 0) throw invalid(misread);

  const merged = values.reduce<unknown>((whole, { key, document }) => {
    return setAt(whole, key.split('.'), document.value);
  }, runner);
  // As text once more, so that what is wrong is found and said as it would be in a file.
  const document = composeYaml(stringify(merged, { aliasDuplicateObjects: false }));
  const parsed = Runner.safeParse(document.value, { error: phrase });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue) => explain(issue, document, overrides)));
}

function explain(
  issue: Parameters<typeof explainIssues>[0][number],
  document: YamlDocument,
  overrides: readonly Override[],
): Problem[] {
  const places = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const findings = explainIssues([issue], document);
  return findings.map((finding, n) => describe(origin(places[n] ?? issue.path, overrides), finding));
}

/** Which --set a value comes from: the last that names it, something in it, or what it is in. */
function origin(path: readonly PropertyKey[], overrides: readonly Override[]): string {
  const wrong = `${path.join('.')}.`;
  const meant = overrides.findLast(({ key }) => wrong.startsWith(`${key}.`) || `${key}.`.startsWith(wrong));
  return meant?.key ?? path.join('.');
}

function describe(key: string, { problem, fix }: { problem: string; fix?: string }): Problem {
  return { code: 'RUN_INVALID', place: `--set ${key}`, problem, ...(fix && { fix }) };
}

function invalid(problems: Problem[]): GymkhanaError {
  return new GymkhanaError(problems as [Problem, ...Problem[]]);
}

/** A copy with one value replaced; what is no map on the way becomes one. */
function setAt(whole: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const map: object = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {};
  const old = Object.getOwnPropertyDescriptor(map, key)?.value;
  return { ...map, [key]: setAt(old, rest, value) };
}
