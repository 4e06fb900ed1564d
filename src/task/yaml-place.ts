import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';

export type Path = readonly PropertyKey[];

/** Offsets of a value and of the key that names it. What isn't `found` is placed at its nearest parent. */
export type Place = { offset: number; keyOffset: number; found: boolean };

/** Where the value at `path` is in the text. */
export function placeAt({ root }: { root: Document }, path: Path): Place {
  let node: unknown = root.contents;
  let place = { offset: startOf(node) ?? 0, keyOffset: startOf(node) ?? 0, found: true };
  for (const step of path) {
    const child = childOf(isAlias(node) ? node.resolve(root) : node, step);
    if (!child) return { ...place, found: false };
    node = child.value;
    const keyOffset = startOf(child.key) ?? place.offset;
    place = { offset: isBlank(node) ? keyOffset : (startOf(node) ?? keyOffset), keyOffset, found: true };
  }
  return place;
}

/** `verify[0].failToPass[2]` */
export function showPath(path: Path): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${quoteKey(String(step))}`));
  return steps.join('').replace(/^\./, '');
}

function quoteKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function childOf(node: unknown, step: PropertyKey): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) return pairsOf(node).get(String(step));
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return item === undefined ? undefined : { key: item, value: item };
}

/** A map's pairs by key, so that a file with thousands of wrong keys isn't searched once for each. */
const indexes = new WeakMap<YAMLMap, Map<string, Pair>>();

function pairsOf(map: YAMLMap): Map<string, Pair> {
  const known = indexes.get(map);
  if (known) return known;
  const named = map.items.flatMap((pair): [string, Pair][] =>
    isScalar(pair.key) ? [[String(pair.key.value), pair]] : [],
  );
  const index = new Map(named);
  indexes.set(map, index);
  return index;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** `key:` with nothing behind it: the key is the better place to show. */
function isBlank(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}
