import { membersAt, skipSpace } from './strict-json.ts';

/** By the name of a field: the JSON to put there, or null to leave it out. */
export type Edits = ReadonlyMap<string, string | null>;

/** A JSON object's text with some of its fields changed. Every other byte stays as it was. */
export function spliceFields(text: string, edits: Edits): string {
  if (edits.size === 0) return text;
  const start = skipSpace(text, 0);
  const members = membersAt(text, start);
  const known = new Set(members.map(({ key }) => key));
  const kept = keepMembers(text, start, (member) => {
    const edit = edits.get(member.key);
    if (edit === undefined) return text.slice(member.from, member.to);
    return edit === null ? null : text.slice(member.from, member.valueFrom) + edit;
  });
  const added = [...edits].flatMap(([key, json]) =>
    json === null || known.has(key) ? [] : [`${JSON.stringify(key)}:${json}`],
  );
  const close = kept.lastIndexOf('}');
  const isEmpty = /^\s*\{\s*$/.test(kept.slice(0, close));
  if (added.length === 0) return kept;
  return `${kept.slice(0, close)}${isEmpty ? '' : ','}${added.join(',')}${kept.slice(close)}`;
}

/** A JSON array's text without the elements that are not kept. */
export function filterElements(text: string, isKept: (at: number) => boolean): string {
  const start = skipSpace(text, 0);
  let at = 0;
  return keepMembers(text, start, ({ from, to }) => (isKept(at++) ? text.slice(from, to) : null));
}

/** Writes a container again: what `write` gives for each member, with what stood between them. */
function keepMembers(
  text: string,
  start: number,
  write: (member: ReturnType<typeof membersAt>[number]) => string | null,
): string {
  const members = membersAt(text, start);
  let written = '';
  let isFirst = true;
  let before = start + 1;
  const lead = text.slice(before, members[0]?.from ?? before);
  for (const member of members) {
    const piece = write(member);
    if (piece !== null) written += (isFirst ? lead : text.slice(before, member.from)) + piece;
    if (piece !== null) isFirst = false;
    before = member.to;
  }
  return text.slice(0, start + 1) + written + text.slice(before);
}
