import { afterAll, beforeAll, expect, test } from 'vitest';
import { bash, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

test('a write without room leaves the file; a read-only variable does not break later commands', async () => {
  const agent = await writeAgent(place, 'fills', [
    MEND,
    bash('readonly FIXED=1; export FIXED UID; dd if=/dev/zero of=fill bs=1M count=100'),
    { tool: 'write_file', args: { path: 'src/sum.js', content: 'cut\n'.repeat(9000) } },
    {
      tool: 'edit_file',
      args: { path: 'src/sum.js', oldText: 'let total', newText: `let ${' '.repeat(40_000)}total` },
    },
    bash('rm fill; FIXED=2; [ "$FIXED" = 2 ]'),
    SUBMIT,
  ]);
  await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', 'r']);
  const { stdout } = await place.gymkhana(['show', 'r/tiny-sum']);
  expect(stdout).toMatch(/verdict +resolved/);
  expect(stdout).toContain('No space left');
});
