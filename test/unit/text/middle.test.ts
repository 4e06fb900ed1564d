import { expect, test } from 'vitest';
import { truncateMiddle } from '../../../src/text/middle.ts';

const cut = (text: string, max: number) => truncateMiddle(text, max).split('\n\n').slice(1);

test('the odd character is kept at the end, and no character is cut in two', () => {
  expect(cut('abcdef', 3)).toEqual(['a', '[Truncating 3 characters]', 'ef']);
  expect(cut('abcdef', 4)).toEqual(['ab', '[Truncating 2 characters]', 'ef']);
  expect(cut('𝒳𝒴𝒵', 2)).toEqual(['𝒳', '[Truncating 1 characters]', '𝒵']);
  expect(cut('abc', 0)).toEqual(['', '[Truncating 3 characters]', '']);
});

test('what fits stays', () => {
  expect(truncateMiddle('𝒳𝒴', 2)).toBe('𝒳𝒴');
  expect(truncateMiddle('', 0)).toBe('');
});
