import { expect, it } from 'vitest';
import { crlfPattern } from '../../../src/tools/crlf-pattern.ts';

it.each([
  ['a$', 'a\r?$'],
  ['a\\$', 'a\\$'],
  ['[$.]x', '[$.]x'],
  ['[]$.]$', '[]$.]\r?$'],
  ['[^]a]$', '[^]a\r]\r?$'],
  ['[[:alpha:]$]|b$', '[[:alpha:]$]|b\r?$'],
  ['[^[:space:]]', '[^[:space:]\r]'],
  ['a\\.b.c', 'a\\.b[^\r]c'],
  ['a\r$', 'a\r$'],
  ['[\\]$', '[\\]\r?$'],
])('%j', (pattern, expected) => expect(crlfPattern(pattern)).toBe(expected));
