import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { currentOwner } from '../../src/owner.ts';
import { type Bench, exec, run } from './bench.ts';
import { startOrphan } from './start-orphan.ts';

/** What dead owners left is removed; what belongs to the living, or to another host, is not. */
export function reapCases(bench: Bench): void {
  it('removes what a process that was killed left behind, and says so', async () => {
    const name = bench.spec().name;
    const { child, owner } = await startOrphan(bench, name);
    const left = async () =>
      [...(await bench.leftovers(name)), ...(await bench.leftovers(bench.ownerMark(owner)))].sort();
    try {
      const living = await left();
      expect(living).not.toEqual([]);
      await bench.kind.reap({ all: false });
      expect(await left(), 'while its owner lives').toEqual(living);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await reaped(bench)).toContain(name);
    expect(await left()).toEqual([]);
    expect(await reaped(bench)).not.toContain(name);
  });

  it('what it removes is dead for those who still hold it', async () => {
    const owner = currentOwner();
    await using box = await bench.open({ owner: { ...owner, startTicks: owner.startTicks + 1 } });
    const pending = run(box, 'sleep 100').catch((error: unknown) => error);
    await reaped(bench);
    expect(await pending).toMatchObject({ code: 'SANDBOX_DIED' });
    await expect(exec(box, 'true')).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    await expect(box.read('README.md', 100)).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
  });

  it('leaves a living owner alone', async () => {
    await using box = await bench.open();
    expect(await reaped(bench)).not.toContain(box.name);
    expect((await run(box, 'echo alive')).out).toBe('alive\n');
  });

  describe('an owner is one process of one boot of one host', () => {
    const owner = currentOwner();
    it.each([
      ['a process with the same pid that started later', { ...owner, startTicks: owner.startTicks + 1 }, false],
      ['an earlier boot', { ...owner, bootId: '00000000-0000-0000-0000-000000000000' }, false],
      ['another host', { ...owner, host: 'elsewhere.example' }, true],
      ['this process', owner, true],
    ])('%s', async (_, other, kept) => {
      await using box = await bench.open({ owner: other });
      expect((await reaped(bench)).includes(box.name)).toBe(!kept);
      expect((await bench.leftovers(box.name)).length > 0).toBe(kept);
    });
  });
}

/** The names of what was removed, as one text. */
async function reaped(bench: Bench): Promise<string> {
  return (await bench.kind.reap({ all: false })).join('\n');
}
