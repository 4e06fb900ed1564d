/*
 * All patterns of a router as a tree, one level a segment. Variables have no names here: two patterns may call the same
 * segment differently, so a search yields their values only, from left to right.
 */

export function createTree() {
  return { texts: new Map(), param: null, rest: null, routes: new Map() };
}

/** The node of a pattern, made where it doesn't exist yet. */
export function nodeAt(tree, segments) {
  return segments.reduce(child, tree);
}

/** The nodes that match a path, the best first, each with its values. */
export function* search(node, parts, values = []) {
  const [part, ...others] = parts;
  if (part === undefined) {
    yield { node, values };
    return;
  }
  const text = node.texts.get(part);
  if (text !== undefined) yield* search(text, others, values);
  if (node.param !== null && part !== '') yield* search(node.param, others, [...values, part]);
  if (node.rest !== null) yield { node: node.rest, values: [...values, parts.join('/')] };
}

function child(node, { kind, name }) {
  if (kind !== 'text') {
    node[kind] ??= createTree();
    return node[kind];
  }
  if (!node.texts.has(name)) node.texts.set(name, createTree());
  return node.texts.get(name);
}
