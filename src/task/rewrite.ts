import {
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  YAMLSeq,
} from 'yaml';
import { GymkhanaError } from '../errors.ts';

type TestIds = { failToPass: readonly string[]; passToPass: readonly string[] };

/**
 * A task.yaml with other test ids for one verifier. Everything outside the two lists stays byte for byte, which the
 * library's own printing would not do; comments inside stay with their ids.
 * @throws GymkhanaError TASK_INVALID when the text has no such verifier
 */
export function updateVerifyIds(yamlText: string, verifierId: string, ids: TestIds): string {
  const withFail = replaceList(yamlText, verifierId, 'failToPass', ids.failToPass);
  return replaceList(withFail, verifierId, 'passToPass', ids.passToPass);
}

function replaceList(text: string, verifierId: string, key: string, ids: readonly string[]): string {
  const verifier = findVerifier(text, verifierId);
  const pair = verifier.items.find((item) => nameOf(item) === key);
  const old = isSeq(pair?.value) ? pair.value : undefined;
  if (old && sameIds(old, ids)) return text;

  const anchor = pair ?? verifier.items.at(-1)!;
  const [start, end] = (anchor.key as Scalar).range!;
  const list = printList(ids, old, verifier.flow === true, columnOf(text, start));
  // A missing key goes before the last one: behind it there may be a comment or an open line.
  if (!pair) {
    const separator = verifier.flow ? ', ' : `\n${' '.repeat(columnOf(text, start))}`;
    return text.slice(0, start) + key + asWritten(text, list + separator) + text.slice(start);
  }
  const valueEnd = isNode(pair.value) ? pair.value.range![1] : end;
  const kept = end + text.slice(end, valueEnd).trimEnd().length;
  return text.slice(0, end) + asWritten(text, list) + text.slice(kept);
}

function findVerifier(text: string, verifierId: string): YAMLMap {
  const verify = parseDocument(text).get('verify');
  const maps = isSeq(verify) ? verify.items.filter(isMap) : [];
  const found = maps.find((map) => map.get('id') === verifierId);
  if (found) return found;
  const problem = `verify must have an entry with the id ${verifierId}; it has none`;
  throw new GymkhanaError({ code: 'TASK_INVALID', place: 'task.yaml', problem, fix: 'add it' });
}

/** `: [a, b]`, or `:` and a line for each id, indented below a key at `column`. */
function printList(ids: readonly string[], old: YAMLSeq | undefined, inFlow: boolean, column: number): string {
  const list = new YAMLSeq();
  const known = new Map(old?.items.filter(isScalar).map((item) => [item.value, item]));
  list.items = ids.map((id) => known.get(id) ?? new Scalar(id));
  list.flow = inFlow || ids.length === 0;
  list.commentBefore = list.flow ? undefined : old?.commentBefore;
  const printed = new Document(list).toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: false });
  const lines = printed.trimEnd().split('\n');
  const indent = `\n${' '.repeat(column + 2)}`;
  return list.flow ? `: ${lines.join(indent)}` : `:${indent}${lines.join(indent)}`;
}

function sameIds(old: YAMLSeq, ids: readonly string[]): boolean {
  const before = old.toJSON() as unknown[];
  return before.length === ids.length && before.every((id, index) => id === ids[index]);
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
