import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bash, copyTiny, SUBMIT, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** What the hidden tests ask of the workspace, beside the sum. */
const ASKS = `import { existsSync, readFileSync, statSync } from 'node:fs';
const mode = (path) => statSync(path).mode & 0o111;
const holds = [mode('run') === 0, mode('added') !== 0, statSync('empty').size === 0, !existsSync('old/gone'),
  readFileSync('binary').equals(Buffer.from([0, 255, 10, 13, 0])), readFileSync('full').length === 0];
if (holds.includes(false)) throw new Error(String(holds));
`;
const WORK = `sed -i 's/numbers.length - 1/numbers.length/' src/sum.js
chmod -x run; printf 'x\\n' > added; chmod +x added; : > empty; rm -r old; printf '\\000\\377\\n\\r\\000' > binary; : > full`;

test('modes, empty files, deletions and binary files are in a gold patch and in a submission', async () => {
  const folder = await copyTiny(place, 'kinds', { 'tests/test/sum.test.js': [/^/, ASKS] });
  const repo = join(folder, 'repo');
  await place.write('tasks/kinds/repo/run', 'echo\n');
  await chmod(join(repo, 'run'), 0o755);
  await place.write('tasks/kinds/repo/old/gone', 'old\n');
  await writeFile(join(repo, 'full'), 'x\n');
  const git = `cp -r ${repo} made; cd made; git init -q; git add -A; git -c user.name=a -c user.email=a@b commit -qm a
${WORK}
git add -A; git diff --cached --binary`;
  const { stdout } = await execa('sh', ['-ec', git], { cwd: place.folder });
  await writeFile(join(folder, 'solution/gold.patch'), `${stdout}\n`);

  const agent = await writeAgent(place, 'works', [bash(WORK), SUBMIT], ['kinds']);
  const named = ['--agent', 'oracle', '--agent', agent];
  await place.gymkhana(['run', '--tasks', folder, ...named, '--id', 'r']);
  for (const name of ['oracle', 'works']) {
    expect((await place.gymkhana(['show', `r/kinds__${name}`])).stdout).toMatch(/verdict +resolved/);
  }
  const patch = await readFile(join(folder, 'solution/gold.patch'), 'utf8');
  for (const part of ['old mode 100755', 'GIT binary patch', 'deleted file']) expect(patch).toContain(part);
});
