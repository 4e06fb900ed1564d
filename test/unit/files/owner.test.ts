import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentOwner, isAlive, Owner } from '../../../src/owner.ts';

const hasProc = existsSync('/proc/self/stat');

test('this process is alive and keeps its identity', () => {
  const owner = currentOwner();
  expect(Owner.parse(owner)).toEqual(owner);
  expect(currentOwner()).toEqual(owner);
  expect(isAlive(owner)).toBe(true);
});

test('an owner on another host is unknown, whatever its pid', () => {
  expect(isAlive({ ...currentOwner(), host: 'elsewhere.invalid' })).toBe('unknown');
});

test.runIf(hasProc)('an earlier boot is dead', () => {
  expect(isAlive({ ...currentOwner(), bootId: '00000000-0000-0000-0000-000000000000' })).toBe(false);
});

test.runIf(hasProc)('another process with the same pid is not the owner', () => {
  const owner = currentOwner();
  expect(isAlive({ ...owner, startTicks: owner.startTicks - 1 })).toBe(false);
});

test.runIf(hasProc)('start ticks are read behind a process name with spaces and brackets', async () => {
  const child = spawn(process.execPath, [
    '-e',
    "process.title = 'a) R 1 (b'; console.log('ready'); setInterval(() => {}, 1e6)",
  ]);
  await once(child.stdout, 'data');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  expect(stat).toContain('(a) R 1 (b)');
  const startTicks = Number(stat.split(') ').at(-1)!.split(' ')[19]);
  expect(isAlive({ ...currentOwner(), pid: child.pid!, startTicks })).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive({ ...currentOwner(), pid: child.pid!, startTicks })).toBe(false);
});

test('without the identities of /proc the pid decides', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  await once(child, 'spawn');
  const owner = { ...currentOwner(), bootId: 'no-proc', pid: child.pid!, startTicks: 0 };
  expect(isAlive(owner)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(owner)).toBe(false);
});
