import { expect, it } from 'vitest';
import { excerpt } from '../../../src/tools/excerpt.ts';

it('leaves short text alone', () => {
  expect(excerpt(Buffer.from('é'), 0, 2)).toBe('é');
});

it.each(['x', 'é', '漢', '😀'])('cuts between characters (%s) and counts what is left out', (character) => {
  for (let maxBytes = 61; maxBytes < 200; maxBytes += 1) {
    const text = character.repeat(300);
    const cut = excerpt(Buffer.from(text), 0, maxBytes);
    const [, head = '', number = '', tail = ''] = /^(.*)\n… ([\d,]+) bytes left out …\n(.*)$/.exec(cut) ?? [];
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
    expect(Buffer.byteLength(head + tail) + Number(number.replace(',', ''))).toBe(Buffer.byteLength(text));
    expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
  }
});

it('adds what was already missing in the middle', () => {
  expect(excerpt(Buffer.from('aabb'), 1_000, 500)).toBe('aa\n… 1,000 bytes left out …\nbb');
});
