import { expect, it } from 'vitest';
import { bash, MEND, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace } from '../e2e/workplace.ts';

it.skipIf(process.platform !== 'linux')('show leads with what the tests said', async () => {
  await using place = await openWorkplace();
  const broken = await writeAgent(place, 'broken', [MEND, bash("echo ')' >> src/sum.js"), SUBMIT]);
  const wrong = await writeAgent(place, 'wrong', [
    bash("sed -i 's/numbers.length - 1/numbers.length - 2/' src/sum.js"),
    SUBMIT,
  ]);
  const run = await place.gymkhana(['run', '--tasks', TINY, '--agent', broken, '--agent', wrong, '--id', 'run']);
  expect(run.exitCode, run.stderr).toBe(0);
  const { stdout: syntax } = await place.gymkhana(['show', 'run/tiny-sum__broken']);
  expect(syntax).toMatch(/^reason .*SyntaxError/m);
  const { stdout: value } = await place.gymkhana(['show', 'run/tiny-sum__wrong']);
  expect(value).toMatch(/^failed +test\/sum\.test\.js::sums every number$/m);
  expect(value).toMatch(/^ {12,}.*(\d+ !== \d+|strictly equal)/m);
});
