import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyTiny } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

test('the oracle solves with the words of a commit around a patch, other prefixes, and an executable bit less', async () => {
  const folder = await copyTiny(place, 'gold', {
    'tests/test/sum.test.js': [
      /^/,
      "import { statSync } from 'node:fs';\nif (statSync('src/sum.js').mode & 0o111) throw new Error('executable');\n",
    ],
  });
  await chmod(join(folder, 'repo/src/sum.js'), 0o755);
  const gold = join(folder, 'solution/gold.patch');
  const patch = (await readFile(gold, 'utf8'))
    .replace('--- a/', 'old mode 100755\nnew mode 100644\n--- a/')
    .replaceAll(/ a\//g, ' c/')
    .replaceAll(/ b\//g, ' w/');
  await writeFile(gold, `commit 0123\nAuthor: A <a@b>\n\n    Words\n\n src/sum.js | 2 +-\n\n${patch}-- \n2.39.5\n\n`);
  await place.gymkhana(['run', '--tasks', folder, '--agent', 'oracle', '--id', 'r']);
  expect((await place.gymkhana(['show', 'r/gold'])).stdout).toMatch(/verdict +resolved/);

  await writeFile(gold, (await readFile(gold, 'utf8')).replace(/@@ .* @@/, '@@ -1,5 @@'));
  const broken = await place.gymkhana(['run', '--tasks', folder, '--agent', 'oracle', '--id', 'broken']);
  expect(broken.stdout + broken.stderr + (await place.gymkhana(['show', 'broken/gold'])).stdout).toMatch(
    /line 1\d is not the header of a hunk/,
  );
});
