import { expect, it } from 'vitest';
import { mutateGold } from '../../../src/admission/gold-mutants.ts';

const PATCH = '--- a/src/a.js\n+++ b/src/a.js\n@@ -1,2 +1,2 @@\n f(a < b);\n-g();\n+g(c < d);\n';
const CONTENT = 'f(a < b);\ng(c < d);\n';
const GOLD = {
  files: [
    { path: 'src/a.js', content: Buffer.from(CONTENT), executable: false },
    { path: 'logo.png', content: Buffer.from([0xff, 0xfe]), executable: false },
  ],
  deleted: ['old.js'],
};
const linesOf = (max: number, seed = 'x') =>
  mutateGold(GOLD, PATCH, { max, seed }).map(({ change }) => change.files[0]?.content.toString().split('\n'));

it('puts one fault into a line that the patch changed, and leaves all else', () => {
  const all = linesOf(100);
  expect(all.length).toBe(3);
  expect(all.every((lines) => lines?.[0] === 'f(a < b);' && lines[1] !== 'g(c < d);')).toBe(true);
  const [{ change }] = mutateGold(GOLD, PATCH, { max: 1, seed: 'x' }) as [ReturnType<typeof mutateGold>[number]];
  expect(change.deleted).toEqual(['old.js']);
  expect(change.files[1]).toBe(GOLD.files[1]);
});

it('takes the same sample for the same seed', () => {
  expect(linesOf(2)).toHaveLength(2);
  expect(linesOf(2)).toEqual(linesOf(2));
});
