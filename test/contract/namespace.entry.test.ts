import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { park } from '../../src/sandbox/namespace/entry.ts';
import { createFilterFile } from '../../src/sandbox/namespace/filter-file.ts';
import { openHolder, startHolder, writeTable } from '../../src/sandbox/namespace/holder.ts';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { runEntry } from '../../src/sandbox/namespace/run-entry.ts';
import { createFixture } from './fixture.ts';

const LIMITS = { timeoutMs: 20_000, maxOutputBytes: 1000 };

it.runIf(process.platform === 'linux')('a sandbox that cannot be made is an error and never a status', async () => {
  await using fixture = await createFixture();
  await using kind = await openNamespace();
  const layer = (await kind.prepareLayer(fixture.folder)).ref;
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-entry-'));
  const resources = { cpus: 1, memoryMb: 64, pids: 64, diskMb: 8 };
  const slotUid = process.getuid?.() === 0 ? 60_000 : null;
  await chmod(folder, 0o755);
  const filter = createFilterFile();
  await writeTable(folder, { resources, slotUid });
  const holder = await openHolder({
    spare: startHolder(slotUid),
    folder,
    layer,
    asRoot: slotUid !== null,
    collects: false,
  });
  const start = (at: string) =>
    park({ slotUid, joinFiles: [], inherited: [], filter, resources }).enter({
      holder: { ...holder, folder: at },
      init: 'given',
      argv: ['sh', '-c', 'exit 1'],
      env: {},
      netPid: null,
    });
  try {
    expect(await runEntry(start(folder), LIMITS)).toMatchObject({ exitCode: 1 });
    await expect(runEntry(start('/nowhere'), LIMITS)).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
  } finally {
    filter.close();
    await holder.close();
    await rm(folder, { recursive: true });
  }
});
