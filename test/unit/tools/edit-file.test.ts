import { expect, it } from 'vitest';
import { planEdit } from '../../../src/tools/edit-file.ts';

const edit = (content: string, oldText: string, newText: string) => {
  const plan = planEdit(Buffer.from(content), oldText, newText);
  return 'problem' in plan ? plan.problem : plan.content.toString();
};

it('follows the line ends of a CRLF file only', () => {
  expect(edit('a\r\nb\r\n', 'a\nb', 'c\nd')).toBe('c\r\nd\r\n');
  expect(edit('a\r\nb\r\n', 'a\r\nb', 'c\r\nd')).toBe('c\r\nd\r\n');
  expect(edit('a\r\nb\nc\n', 'b\n', 'd\n')).toBe('a\r\nd\nc\n');
  expect(edit('a\r\nb\nc\n', 'a\nb', 'd\ne')).toBe('d\r\ne\nc\n');
  expect(edit('a\r\nb\nc\n', 'a\nb\nc', 'd')).toContain('line 1 differs from it only in whitespace');
});

it('counts overlapping matches, and not without end', () => {
  expect(edit('aaa', 'aa', 'b')).toContain('is there 2 times, in lines 1, 1');
  expect(edit('a\n'.repeat(1_000), 'a', 'b')).toContain('at least 20 times');
});

it('tells the end of the file from a line that differs', () => {
  expect(edit('one\ntwo\n', 'one\ntwo\n\nthree', 'x')).toContain('up to its line 4, but the file ends there');
  expect(edit('one\ntwo', 'two\nthree', 'x')).toContain(
    'matches from line 2 up to its line 2, but the file ends there',
  );
});
