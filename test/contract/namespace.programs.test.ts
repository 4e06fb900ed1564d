import { expect, it } from 'vitest';
import { writeFiles } from '../../src/sandbox/namespace/files.ts';
import type { Holder } from '../../src/sandbox/namespace/holder.ts';
import { trusted } from '../../src/sandbox/slot/held.ts';
import { listUpper } from '../../src/sandbox/slot/list-upper.ts';
import { readStill } from '../../src/sandbox/slot/read-upper.ts';
import { openLoneHolder } from './lone-holder.ts';

const BUDGET = { maxBytes: 1 << 20, maxEntries: 100, maxDepth: 10, maxPathBytes: 100 };

/** Starting programs is most of what a sandbox costs. A holder numbers its processes itself, so they can be counted. */
it.runIf(process.platform === 'linux')('a holder starts few processes for what it does', async () => {
  await using lone = await openLoneHolder();
  const { holder, slotUid } = lone;
  const laidOut = await lastPid(holder);
  // Four of them for overlays of the machine's folders.
  expect(laidOut).toBeLessThanOrEqual(14);
  const asking = (await lastPid(holder)) - laidOut;
  const during = async (work: () => Promise<unknown>) => {
    const before = await lastPid(holder);
    await work();
    return (await lastPid(holder)) - before - asking;
  };
  const file = { path: 'written.txt', content: Buffer.from('new\n'), executable: false };
  expect(await during(() => writeFiles(holder, slotUid ?? 0, { files: [file], deleted: [] }))).toBeLessThanOrEqual(5);
  expect(await during(() => listUpper(holder, BUDGET))).toBeLessThanOrEqual(5);
  const { entries } = await listUpper(holder, BUDGET);
  expect(entries.map(({ path }) => path)).toEqual(['written.txt']);
  expect(await during(() => readStill(holder, entries, BUDGET.maxBytes))).toBeLessThanOrEqual(3);
});

async function lastPid({ shell }: Holder): Promise<number> {
  return Number(await trusted(shell, `sh -c 'echo $$'`));
}
