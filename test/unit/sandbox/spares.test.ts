import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createSpares } from '../../../src/sandbox/namespace/spares.ts';

const opened: { children: [ChildProcess]; close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Spares that are a process each. */
const spares = () =>
  createSpares(async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const ended = once(child, 'exit');
    const close = async () => {
      child.kill();
      await ended;
    };
    const one = { children: [child] as [ChildProcess], close };
    opened.push(one);
    return one;
  });

it('the one that was prepared is taken, and another is made where there is none', async () => {
  const { prepare, take } = spares();
  prepare();
  prepare();
  await sleep(50);
  expect(opened).toHaveLength(1);
  expect(await take()).toBe(opened[0]);
  expect(await take()).toBe(opened[1]);
});

it('one whose process has ended is not taken', async () => {
  const { prepare, take } = spares();
  prepare();
  await sleep(50);
  await opened[0]?.close();
  expect(await take()).toBe(opened[1]);
});

it('closing ends the one that waits, and none is prepared after it', async () => {
  const { prepare, close } = spares();
  prepare();
  await close();
  expect(opened.map(({ children: [child] }) => child.signalCode)).toEqual(['SIGTERM']);
  prepare();
  await sleep(50);
  expect(opened).toHaveLength(1);
});
