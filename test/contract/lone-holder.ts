import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, openHolder, startHolder, writeTable } from '../../src/sandbox/namespace/holder.ts';
import { findHost } from '../../src/sandbox/namespace/host.ts';
import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { createFixture } from './fixture.ts';

const RESOURCES = { cpus: 1, memoryMb: 64, pids: 64, diskMb: 8 };

/** A holder over the fixture's layer, without a sandbox: what stands on one can be looked at by itself. */
export async function openLoneHolder(): Promise<LoneHolder> {
  await using fixture = await createFixture();
  await using kind = await openNamespace();
  const layer = (await kind.prepareLayer(fixture.folder)).ref;
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-lone-'));
  await chmod(folder, 0o755);
  const slotUid = process.getuid?.() === 0 ? 60_000 : null;
  const host = { ...(await findHost(join(homedir(), '.cache', 'gymkhana', 'layers'))), hidden: new Set<string>() };
  await writeTable(folder, { slotUid, host });
  const place = { layer, diskMb: RESOURCES.diskMb, asRoot: slotUid !== null, collects: false };
  const holder = await openHolder(startHolder(folder, slotUid), place);
  return {
    holder,
    slotUid,
    resources: RESOURCES,
    async [Symbol.asyncDispose]() {
      await holder.close();
      await rm(folder, { recursive: true });
    },
  };
}

type LoneHolder = { holder: Holder; slotUid: number | null; resources: typeof RESOURCES } & AsyncDisposable;
