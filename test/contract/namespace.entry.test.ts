import { expect, it } from 'vitest';
import { park } from '../../src/sandbox/namespace/entry.ts';
import { createFilterFile } from '../../src/sandbox/namespace/filter-file.ts';
import { runEntry } from '../../src/sandbox/namespace/run-entry.ts';
import { openLoneHolder } from './lone-holder.ts';

const LIMITS = { timeoutMs: 20_000, maxOutputBytes: 1000 };

it.runIf(process.platform === 'linux')('a sandbox that cannot be made is an error and never a status', async () => {
  await using lone = await openLoneHolder();
  const { holder, slotUid, resources } = lone;
  const filter = createFilterFile();
  const start = (at: string) =>
    park({ slotUid, joinFiles: [], inherited: [], filter }).enter({
      resources,
      holder: { ...holder, folder: at },
      init: 'given',
      argv: ['sh', '-c', 'exit 1'],
      env: {},
      netPid: null,
    });
  try {
    expect(await runEntry(start(holder.folder), LIMITS)).toMatchObject({ exitCode: 1 });
    await expect(runEntry(start('/nowhere'), LIMITS)).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
  } finally {
    filter.close();
  }
});
