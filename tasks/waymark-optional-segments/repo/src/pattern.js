import { PatternError } from './error.js';
import { splitPath } from './path.js';

const KINDS = { ':': 'param', '*': 'rest' };
const VARIABLE = /^([:*])([A-Za-z_]\w*)$/;
const TEXT = /^[^:*?]+$/;

/**
 * Reads a pattern.
 *
 * @returns {{ text: string, segments: { kind: 'text' | 'param' | 'rest', name: string }[] }}
 *   where the name of a text segment is the text
 * @throws {PatternError}
 */
export function parsePattern(text) {
  if (!text.startsWith('/')) throw new PatternError('a pattern starts with a slash', text);
  const segments = splitPath(text).map((part) => readSegment(part, text));
  if (segments.slice(0, -1).some(({ kind }) => kind === 'rest')) {
    throw new PatternError('only the last segment can match several', text);
  }
  const names = namesOf(segments);
  if (new Set(names).size < names.length) throw new PatternError('a name is used twice', text);
  return { text, segments };
}

/** The names of the variables of a pattern, from left to right. */
export function namesOf(segments) {
  return segments.filter(({ kind }) => kind !== 'text').map(({ name }) => name);
}

function readSegment(part, text) {
  const [, sign, name] = VARIABLE.exec(part) ?? [];
  if (sign !== undefined) return { kind: KINDS[sign], name };
  if (TEXT.test(part)) return { kind: 'text', name: part };
  throw new PatternError(`"${part}" is no segment`, text);
}
