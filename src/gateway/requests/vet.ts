import type { IncomingHttpHeaders } from 'node:http';
import type { Dialect } from '../dialects/dialect.ts';
import { list, record, text } from '../dialects/json.ts';
import { findRefused } from './content.ts';
import { FIELDS } from './fields.ts';
import { filterHeaders, filterQuery, type Named } from './headers.ts';
import type { RuleContext } from './rules.ts';
import { type Edits, filterElements, spliceFields } from './splice.ts';
import { membersAt, skipSpace, strictText } from './strict-json.ts';
import { isClientChoice, judgeTool } from './tools.ts';

/** What an agent may ask its model for. */
export type RequestPolicy = RuleContext & {
  /** Unknown fields, headers, betas, parameters and tools that a runner lets through, by name. */
  pass: readonly string[];
};

/** Something of a request that did not go on as it came, or did though it is not known. */
export type RequestEdit = {
  what: Named['what'] | 'field' | 'tool';
  name: string;
  action: 'withheld' | 'set' | 'passed';
};

export type Vetted = {
  /** What goes on: the agent's own text, but for the fields that `edits` name. */
  text: string;
  headers: Record<string, string | string[]>;
  /** Of the address, with its question mark. */
  search: string;
  edits: RequestEdit[];
};

export type Raw = { dialect: Dialect; source: Buffer; body: unknown; headers: IncomingHttpHeaders; search: string };

/** Looks at all of a request before anything of it is passed on. `refused` says what can't be, by name. */
export function vetRequest(request: Raw, policy: RequestPolicy): Vetted | { refused: string } {
  const { dialect, source, body, headers, search } = request;
  const read = strictText(source);
  if ('problem' in read) return { refused: `REQUEST_REFUSED ${read.problem}` };
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { refused: 'REQUEST_REFUSED the body must be a JSON object' };
  }
  const edits: RequestEdit[] = [];
  const note = (edit: RequestEdit) => void edits.push(edit);
  const fields = judgeFields(dialect, read.text, body, { policy, note });
  if ('refused' in fields) return fields;
  const found = findRefused(dialect.name, body);
  if (found !== null) return { refused: `REQUEST_REFUSED ${found}` };
  const unknown = mayPass(policy, note);
  const passed = { headers: filterHeaders(headers, unknown), search: filterQuery(search, unknown) };
  return { text: spliceFields(read.text, fields.changes), ...passed, edits };
}

/** Says whether something unknown may pass, and notes what became of it. */
function mayPass({ pass }: RequestPolicy, note: (edit: RequestEdit) => void) {
  return ({ what, name }: Pick<RequestEdit, 'what' | 'name'>): boolean => {
    const passes = pass.includes(name);
    note({ what, name, action: passes ? 'passed' : 'withheld' });
    return passes;
  };
}

type Judging = { policy: RequestPolicy; note(edit: RequestEdit): void };

function judgeFields(
  { name: dialect }: Dialect,
  source: string,
  body: object,
  { policy, note }: Judging,
): { changes: Edits } | { refused: string } {
  const { metered, harmless } = FIELDS[dialect];
  const unknown = mayPass(policy, note);
  const changes = new Map<string, string | null>();
  for (const [name, value] of Object.entries(body)) {
    if (harmless.has(name)) continue;
    const rule = Object.hasOwn(metered, name) ? metered[name] : undefined;
    if (!rule) {
      if (!unknown({ what: 'field', name })) changes.set(name, null);
      continue;
    }
    const ruling = rule(value, policy);
    if (ruling.kind === 'refuse') return { refused: `REQUEST_REFUSED ${name} ${ruling.problem}; ${ruling.fix}` };
    if (ruling.kind === 'set') changes.set(name, JSON.stringify(ruling.value));
    if (ruling.kind === 'withhold') changes.set(name, null);
    if (ruling.kind !== 'pass') note({ what: 'field', name, action: ruling.kind === 'set' ? 'set' : 'withheld' });
  }
  if (!Object.hasOwn(body, 'model')) changes.set('model', JSON.stringify(policy.model));
  for (const [name, json] of judgeTools(dialect, source, body, { policy, note })) changes.set(name, json);
  return { changes };
}

/** The tools that the agent itself runs are passed on as they were written; a choice among no tools is refused. */
function judgeTools(dialect: Dialect['name'], source: string, body: object, { policy, note }: Judging): Edits {
  const tools = list(record(body).tools);
  const unknown = mayPass(policy, note);
  const isKept = tools.map((tool) => {
    const runsAt = judgeTool(dialect, tool);
    const name = (text(record(tool).type) || text(record(tool).name)).slice(0, 100);
    if (runsAt === 'provider') note({ what: 'tool', name, action: 'withheld' });
    return runsAt === 'client' || (runsAt === 'unknown' && unknown({ what: 'tool', name }));
  });
  const changes = new Map<string, string | null>();
  const choice = record(body).tool_choice;
  if (choice !== undefined && !isClientChoice(dialect, choice)) {
    changes.set('tool_choice', null);
    note({ what: 'field', name: 'tool_choice', action: 'withheld' });
  }
  if (isKept.every(Boolean)) return changes;
  if (!isKept.some(Boolean)) return new Map([...changes, ['tools', null], ['tool_choice', null]]);
  const member = membersAt(source, skipSpace(source, 0)).find(({ key }) => key === 'tools')!;
  return changes.set(
    'tools',
    filterElements(source.slice(member.valueFrom, member.to), (at) => isKept[at]!),
  );
}
