import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { tryJson } from '../../json.ts';
import type { ModelAnswer } from '../../model/model.ts';
import type { Read } from './ask.ts';
import { finalText } from './final-text.ts';

/**
 * The one verdict of an answer: all of it, in a fence or not, else the only JSON value of the schema among other words.
 * Several that differ are none, and neither is one that stands in the material: a judge may quote what it was shown.
 */
export function readJson<T>(answer: ModelAnswer, schema: z.ZodType<T>, material: string): Read<T> {
  const text = finalText(answer);
  const whole = unfenced(text);
  if (tryJson(whole) !== undefined) return readWhole(whole, schema);
  const shown = condensed(material);
  const found = objectsIn(text).filter((source) => schema.safeParse(tryJson(source)).success);
  const given = found.filter((source) => !shown.includes(condensed(source)));
  const [first] = given;
  if (first === undefined) return { unusable: 'it was not JSON' };
  if (new Set(given.map(verdictOf)).size > 1) return { unusable: 'it held verdicts that differ' };
  return readWhole(first, schema);
}

function readWhole<T>(source: string, schema: z.ZodType<T>): Read<T> {
  const parsed = schema.safeParse(tryJson(source));
  if (!parsed.success) {
    // The names on the way are those of the schema; what the answer holds is not repeated.
    const place = parsed.error.issues[0]?.path.join('.') || 'the whole';
    return { unusable: `${place} was not as the schema asks` };
  }
  const isTwice = parseDocument(source).errors.some(({ code }) => code === 'DUPLICATE_KEY');
  return isTwice ? { unusable: 'a key stood in it twice' } : { value: parsed.data };
}

/** What a fence holds that is all of the text. */
export function unfenced(text: string): string {
  const [, inside] = /^(?:```|~~~)[\w-]*[ \t]*\r?\n([\s\S]*?)\r?\n?(?:```|~~~)$/.exec(text.trim()) ?? [];
  return (inside ?? text).trim();
}

/** So many beginnings of objects are tried: a text of braces would take for ever. */
const MAX_TRIES = 500;

/** Each piece of a text that is a JSON object, also those inside of another one. */
function objectsIn(text: string): string[] {
  const found: string[] = [];
  let start = text.indexOf('{');
  for (let n = 0; start >= 0 && n < MAX_TRIES; n += 1) {
    const source = text.slice(start, endOfObject(text, start));
    if (tryJson(source) !== undefined) found.push(source);
    start = text.indexOf('{', start + 1);
  }
  return found;
}

/** Behind the brace that closes the one at `start`, as JSON has strings. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isString = false;
  for (let place = start; place < text.length; place += 1) {
    const letter = text[place];
    if (isString && letter === '\\') place += 1;
    else if (letter === '"') isString = !isString;
    else if (!isString && letter === '{') depth += 1;
    else if (!isString && letter === '}' && --depth === 0) return place + 1;
  }
  return text.length;
}

/** Reasons may be worded otherwise. */
function verdictOf(source: string): string {
  return JSON.stringify(tryJson(source), (key, value: unknown) => (key === 'reason' ? undefined : value));
}

function condensed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
