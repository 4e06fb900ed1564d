import type { z } from 'zod';
import { type ErrorCode, GymkhanaError, type Problem } from '../errors.ts';
import { countOf } from '../text/count.ts';
import { explainIssues, phrase } from './explain-issue.ts';
import { decodeText } from './text.ts';
import { composeYaml, type Finding } from './yaml-document.ts';
import type { Path } from './yaml-place.ts';

type Options<Schema extends z.ZodType> = {
  /** As problems show it; never opened. */
  file: string;
  schema: Schema;
  code: ErrorCode;
};

/** `placeOf(path)` is the `file:line:column` of a value, or of its nearest parent where the file leaves it out. */
export type ParsedYaml<Value> = { value: Value; placeOf: (path: Path) => string };

const MAX_BYTES = 1024 * 1024;
const MAX_PROBLEMS = 50;

/**
 * Reads one YAML file that a person wrote and checks it against a schema.
 *
 * A message on a check of the schema is the end of a sentence: `z.string().regex(ID, 'lower-case letters')` is shown as
 * "id must be lower-case letters; got …".
 *
 * @throws GymkhanaError with `code` and every problem (at most 50), each at `file:line:column`, in the file's order.
 */
export function parseYaml<Schema extends z.ZodType>(
  source: string | Uint8Array,
  { file, schema, code }: Options<Schema>,
): ParsedYaml<z.output<Schema>> {
  const fail = (findings: Finding[], lineOf: (offset: number) => string): never => {
    throw new GymkhanaError(
      inOrder(findings, (finding) => describe(finding, code, `${file}:${lineOf(finding.offset)}`)),
    );
  };
  const decoded = decodeText(source, MAX_BYTES);
  if ('problem' in decoded) return fail([{ ...decoded, offset: 0 }], () => decoded.at);

  const document = composeYaml(decoded.text);
  const lineOf = (offset: number) => {
    const { line, col } = document.lines.linePos(offset);
    return `${line}:${col}`;
  };
  if (document.findings.length > 0) return fail(document.findings, lineOf);

  const parsed = schema.safeParse(document.value, { error: phrase });
  if (!parsed.success) return fail(explainIssues(parsed.error.issues, document), lineOf);
  return { value: parsed.data, placeOf: (path) => `${file}:${lineOf(document.placeAt(path).offset)}` };
}

function describe({ problem, fix }: Finding, code: ErrorCode, place: string): Problem {
  return { code, place, problem, ...(fix && { fix }) };
}

function inOrder(findings: Finding[], toProblem: (finding: Finding) => Problem): [Problem, ...Problem[]] {
  const sorted = findings.toSorted((a, b) => a.offset - b.offset);
  const distinct = new Map(sorted.map((finding) => [`${finding.offset} ${finding.problem}`, finding]));
  const [first, ...others] = [...distinct.values()].slice(0, MAX_PROBLEMS);
  const left = distinct.size - MAX_PROBLEMS;
  const more = left > 0 ? ` (and ${countOf(left, 'more problem')} in this file)` : '';
  return [toProblem({ ...first!, problem: first!.problem + more }), ...others.map(toProblem)];
}
