import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { currentOwner, type Owner } from '../../src/owner.ts';
import { type Bench, run } from './bench.ts';

/** What dead owners left is removed; what belongs to the living, or to another host, is not. */
export function reapCases(bench: Bench): void {
  it('removes what a process that was killed left behind, and says so', async () => {
    const name = bench.spec().name;
    const { child, owner } = await startOrphan(bench, name);
    const left = async () => [...(await bench.leftovers(name)), ...(await bench.leftovers(bench.ownerMark(owner)))];
    const living = await left();
    expect(living).not.toEqual([]);
    await bench.kind.reap({ all: false });
    expect(await left(), 'while its owner lives').toEqual(living);

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await reaped(bench)).toContain(name);
    expect(await left()).toEqual([]);
    expect(await reaped(bench)).not.toContain(name);
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

async function startOrphan(bench: Bench, name: string): Promise<{ child: ChildProcess; owner: Owner }> {
  const loader = fileURLToPath(new URL('./typescript.loader.mjs', import.meta.url));
  const args = ['--import', loader, fileURLToPath(bench.orphanScript), bench.folder, name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!Buffer.isBuffer(first)) throw new Error(`the child ended with ${first} before it had a sandbox`);
  return { child, owner: JSON.parse(first.toString()) };
}
