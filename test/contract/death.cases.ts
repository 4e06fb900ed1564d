import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { type Bench, exec, run } from './bench.ts';

/** Overwrites all that the first process of the sandbox can write to, from inside. */
const END_FIRST_PROCESS = `perl -e '
open my $maps, "<", "/proc/1/maps" or die; my @areas = <$maps>;
open my $memory, "+<", "/proc/1/mem" or die;
for (@areas) { next unless /^(\\w+)-(\\w+) rw/; my ($from, $to) = (hex $1, hex $2);
  sysseek $memory, $from, 0; syswrite $memory, "\\xff" x ($to - $from) }'; kill -USR1 1; sleep 1`;

/** More than there is, by several at once. */
const EAT = `for i in 1 2 3 4; do perl -e '$x = "x" x 1e9; $x .= $x; sleep 9' & done; wait`;

/** Processes until there are no more. */
const BOMB = 'f() { f | f & }; f; sleep 2';

/** What ended a sandbox: something outside of it, on evidence that code inside can't produce, or the code inside. */
export function deathCases(bench: Bench): void {
  const ways = Object.entries(bench.endFromOutside);

  it.each(ways)('%s: an agent finds it ended from outside', async (_, end) => {
    await using box = await bench.open();
    await run(box, 'echo kept > kept');
    const pending = run(box, 'sleep 60').catch((error: unknown) => error);
    await end(box.name);
    await box.died;
    expect(await box.endedFromOutside()).toMatch(/(was|restarted)/);
    if (!_.startsWith('holder')) expect(await pending).toMatchObject({ code: 'SANDBOX_DIED' });
  });

  it.each(ways)('%s: tests come to nothing that could be scored', async (_, end) => {
    await using box = await bench.open({ role: 'tests' });
    const pending = exec(box, 'echo ok > /gymkhana/report; sleep 3').catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await end(box.name);
    expect(await pending).toMatchObject({ code: 'SANDBOX_DIED' });
  });

  describe.each(Object.entries({ END_FIRST_PROCESS, EAT, BOMB }))('%s', (_, command) => {
    it('an agent that does it is not ended from outside', async () => {
      await using box = await bench.open();
      await attempt(box, command);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await box.endedFromOutside()).toBeNull();
    });

    it('tests that do it have a status', async () => {
      await using box = await bench.open({ role: 'tests' });
      expect(await exec(box, command, { timeoutMs: 8_000 })).toHaveProperty('exitCode');
      expect(await box.endedFromOutside()).toBeNull();
    });
  });

  it('a kill of its own is no death', async () => {
    await using box = await bench.open();
    await box.kill();
    expect(await Promise.race([box.died.then(() => 'died'), box.endedFromOutside()])).toBeNull();
  });
}

async function attempt(box: Sandbox, command: string): Promise<void> {
  await run(box, command, { timeoutMs: 8_000 }).catch(() => {});
}
