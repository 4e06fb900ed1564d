import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { currentOwner, startTicksOf } from '../../../src/owner.ts';
import { listOrphans, register } from '../../../src/sandbox/namespace/registry.ts';

const living = currentOwner();
const dead = { ...living, startTicks: living.startTicks + 1 };
const made = { owner: dead, folder: '/tmp/gymkhana-held-1', cgroups: ['/sys/fs/cgroup/memory/gymkhana/1'] };

let registry: string;
beforeEach(async () => {
  registry = await mkdtemp(join(tmpdir(), 'gymkhana-registry-'));
});
afterEach(() => rm(registry, { recursive: true }));

test('a renamed sandbox is found under its new name alone, with all that was written down of it', async () => {
  const registration = await register(registry, { name: 'spare', ...made, owner: living });
  await registration.addProcess(process.pid);
  expect(await listOrphans(registry)).toEqual([]);
  await registration.rename('one', dead);
  await registration.addProcess(process.ppid);
  expect(await readdir(registry)).toEqual(['one']);
  const { owner: _, ...rest } = made;
  expect(await listOrphans(registry)).toMatchObject([{ name: 'one', ...rest, pids: [process.pid, process.ppid] }]);
  await registration.remove();
  expect(await readdir(registry)).toEqual([]);
});

test('a name that is taken stays with whoever has it', async () => {
  await register(registry, { name: 'one', ...made });
  const other = await register(registry, { name: 'spare', ...made, folder: '/tmp/other' });
  await expect(other.rename('one', dead)).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
  await other.remove();
  expect(await listOrphans(registry)).toMatchObject([{ name: 'one', folder: made.folder }]);
});

test('a process that only has the number of a written one is another', async () => {
  const line = { pid: process.pid, startTicks: (startTicksOf(process.pid) ?? 0) + 1 };
  await writeFile(join(registry, 'one'), `${JSON.stringify(made)}\n${JSON.stringify(line)}\n`);
  expect(await listOrphans(registry)).toMatchObject([{ name: 'one', pids: [] }]);
});

test.each(['', '{"owner":{"host":'])(
  'a registration that says %j is forgotten once nobody can be writing it',
  async (text) => {
    const file = join(registry, 'half');
    await writeFile(file, text);
    expect(await listOrphans(registry)).toEqual([]);
    const before = new Date(Date.now() - 120_000);
    await utimes(file, before, before);
    const [orphan] = await listOrphans(registry);
    expect(orphan).toMatchObject({ name: 'half', folder: '', cgroups: [], pids: [] });
    await orphan?.forget();
    expect(await readdir(registry)).toEqual([]);
  },
);
