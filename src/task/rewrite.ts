import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseDocument,
  Scalar,
  type YAMLMap,
  YAMLSeq,
} from 'yaml';
import { GymkhanaError } from '../errors.ts';

export type TestIds = { failToPass: readonly string[]; passToPass: readonly string[] };

/**
 * A task.yaml with other test ids for some verifiers. Everything outside their lists stays byte for byte, which the
 * library's own printing would not do; comments inside stay with their ids, and a list stays on one line or on several.
 * @throws GymkhanaError TASK_INVALID when the text has no such verifier, or where a list can't change alone: a value
 * elsewhere is an alias of it
 */
export function updateVerifyIds(yamlText: string, idsOf: ReadonlyMap<string, TestIds>): string {
  let text = yamlText;
  for (const [verifierId, ids] of idsOf) {
    text = replaceList(text, verifierId, 'failToPass', ids.failToPass);
    text = replaceList(text, verifierId, 'passToPass', ids.passToPass);
  }
  mustDifferInListsAlone(yamlText, text, idsOf);
  return text;
}

function replaceList(text: string, verifierId: string, key: string, ids: readonly string[]): string {
  const { root, verifier } = findVerifier(text, verifierId);
  const pair = verifier.items.find((item) => nameOf(item) === key);
  const resolved = isAlias(pair?.value) ? pair.value.resolve(root) : pair?.value;
  if (isSeq(resolved) && sameIds(resolved.toJS(root), ids)) return text;

  const old = isSeq(pair?.value) ? pair.value : undefined;
  const neighbour = pair ?? verifier.items.at(-1)!;
  const [start, end] = (neighbour.key as Scalar).range!;
  const head = old?.anchor === undefined ? '' : text.slice(end, old.range![0]);
  const list = printList(ids, old, { head, inFlow: verifier.flow === true, column: columnOf(text, start) });
  // A missing key goes before the last one: behind it there may be a comment or an open line.
  if (!pair) {
    const separator = verifier.flow ? ', ' : `\n${' '.repeat(columnOf(text, start))}`;
    return text.slice(0, start) + key + asWritten(text, list + separator) + text.slice(start);
  }
  const valueEnd = isNode(pair.value) ? pair.value.range![1] : end;
  const kept = end + text.slice(end, valueEnd).trimEnd().length;
  return text.slice(0, end) + asWritten(text, list) + text.slice(kept);
}

function findVerifier(text: string, verifierId: string): { root: Document; verifier: YAMLMap } {
  const root = parseDocument(text);
  const verify = root.get('verify');
  const maps = isSeq(verify) ? verify.items.filter(isMap) : [];
  const verifier = maps.find((map) => map.get('id') === verifierId);
  if (verifier) return { root, verifier };
  const problem = `verify must have an entry with the id ${verifierId}; it has none`;
  throw new GymkhanaError({ code: 'TASK_INVALID', place: 'task.yaml', problem, fix: 'add it' });
}

/** Where a list stands: `head` is what is written between its key and its first item, where that is an anchor. */
type Setting = { head: string; inFlow: boolean; column: number };

/** `: [a, b]`, or `:` and a line for each id, indented below a key at `column`. */
function printList(ids: readonly string[], old: YAMLSeq | undefined, { head, inFlow, column }: Setting): string {
  const list = new YAMLSeq();
  const known = new Map(old?.items.filter(isScalar).map((item) => [item.value, item]));
  list.items = ids.map((id) => known.get(id) ?? new Scalar(id));
  list.flow = inFlow || ids.length === 0 || (old?.flow === true && old.items.length > 0);
  list.commentBefore = list.flow ? undefined : old?.commentBefore;
  const printed = new Document(list).toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: false });
  const lines = printed.trimEnd().split('\n');
  const indent = `\n${' '.repeat(column + 2)}`;
  const anchor = old?.anchor === undefined ? ':' : `: &${old.anchor}`;
  const comment = /#.*/.exec(head)?.[0].trimEnd();
  const remark = comment === undefined ? '' : ` ${comment}`;
  return list.flow ? `${anchor} ${lines.join(indent)}${remark}` : `${anchor}${remark}${indent}${lines.join(indent)}`;
}

/** Aliases may stand anywhere: what the text says afterwards is compared, not how it says it. */
function mustDifferInListsAlone(before: string, after: string, idsOf: ReadonlyMap<string, TestIds>): void {
  const wanted = parse(before) as { verify: { id: string }[] };
  wanted.verify = wanted.verify.map((spec) => ({ ...spec, ...idsOf.get(spec.id) }));
  if (isDeepStrictEqual(tryParse(after), wanted)) return;
  const problem = 'its lists of tests can not be written without changing another value, by an anchor or an alias';
  throw new GymkhanaError({ code: 'TASK_INVALID', place: 'task.yaml', problem, fix: 'write the aliases out' });
}

function tryParse(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function sameIds(before: unknown, ids: readonly string[]): boolean {
  return isDeepStrictEqual(before, ids);
}

function nameOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** With the line ends that the file has. */
function asWritten(text: string, part: string): string {
  return text.includes('\r\n') ? part.replaceAll('\n', '\r\n') : part;
}
