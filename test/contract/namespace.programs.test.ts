import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeFiles } from '../../src/sandbox/namespace/files.ts';
import { type Holder, openHolder, startHolder, writeTable } from '../../src/sandbox/namespace/holder.ts';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { trusted } from '../../src/sandbox/slot/held.ts';
import { listUpper } from '../../src/sandbox/slot/list-upper.ts';
import { readStill } from '../../src/sandbox/slot/read-upper.ts';
import { createFixture } from './fixture.ts';

const BUDGET = { maxBytes: 1 << 20, maxEntries: 100, maxDepth: 10, maxPathBytes: 100 };

/** Starting programs is most of what a sandbox costs. A holder numbers its processes itself, so they can be counted. */
it.runIf(process.platform === 'linux')('a holder starts few processes for what it does', async () => {
  await using fixture = await createFixture();
  await using kind = await openNamespace();
  const layer = (await kind.prepareLayer(fixture.folder)).ref;
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-programs-'));
  await chmod(folder, 0o755);
  const resources = { cpus: 1, memoryMb: 64, pids: 64, diskMb: 8 };
  const slotUid = process.getuid?.() === 0 ? 60_000 : null;
  await writeTable(folder, { resources, slotUid });
  const holder = await openHolder({
    spare: startHolder(slotUid),
    folder,
    layer,
    asRoot: slotUid !== null,
    collects: false,
  });
  try {
    const laidOut = await lastPid(holder);
    expect(laidOut).toBeLessThanOrEqual(8);
    const asking = (await lastPid(holder)) - laidOut;
    const during = async (work: () => Promise<unknown>) => {
      const before = await lastPid(holder);
      await work();
      return (await lastPid(holder)) - before - asking;
    };
    const file = { path: 'written.txt', content: Buffer.from('new\n'), executable: false };
    expect(await during(() => writeFiles(holder, slotUid ?? 0, { files: [file], deleted: [] }))).toBeLessThanOrEqual(5);
    expect(await during(() => listUpper(holder, BUDGET))).toBeLessThanOrEqual(4);
    const { entries } = await listUpper(holder, BUDGET);
    expect(entries.map(({ path }) => path)).toEqual(['written.txt']);
    expect(await during(() => readStill(holder, entries, BUDGET.maxBytes))).toBeLessThanOrEqual(3);
  } finally {
    await holder.close();
    await rm(folder, { recursive: true });
  }
});

async function lastPid({ shell }: Holder): Promise<number> {
  return Number(await trusted(shell, `sh -c 'echo $$'`));
}
