import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestTree, sha256 } from '../../../src/sandbox/digest-tree.ts';
import { loadCheckpoint, openCheckpointStore } from '../../../src/workspace/checkpoint.ts';
import { folderWith } from './tree-of-files.ts';

const file = (path: string, text: string, executable = false) => ({ path, content: Buffer.from(text), executable });
const checkpoint = (files: ReturnType<typeof file>[], deleted: string[] = []) => ({
  digest: digestTree('layer', { files, deleted }),
  files,
  deleted,
  skipped: [{ path: 'link', reason: 'not a regular file' }],
});

it('a digest follows from layer, paths, modes, contents and deletions, and from nothing else', () => {
  const base = { files: [file('a', '1'), file('b', '2')], deleted: ['x', 'y'] };
  const digest = digestTree('layer', base);
  expect(digestTree('layer', { files: base.files.toReversed(), deleted: ['y', 'x'] })).toBe(digest);
  const others = [
    digestTree('other', base),
    digestTree('layer', { ...base, deleted: ['x'] }),
    digestTree('layer', { ...base, files: [file('a', '1'), file('b', '2', true)] }),
    digestTree('layer', { ...base, files: [file('a', '1'), file('b', '3')] }),
    digestTree('layer', { ...base, files: [file('a', '1'), file('c', '2')] }),
  ];
  expect(new Set([digest, ...others]).size).toBe(6);
});

it('checkpoints come back as they were, with each content stored once', async () => {
  using folder = folderWith({});
  const place = join(folder.path, 'checkpoints');
  const store = openCheckpointStore(place);
  const kept = [
    checkpoint([]),
    checkpoint([file('a', 'same'), file('b', 'same', true)], ['gone']),
    checkpoint([file('a', 'same'), file('c/d', 'other')]),
  ];
  for (const one of [...kept, ...kept]) await store.keep(one);
  await store.sync();
  for (const { digest, ...change } of kept) expect(await loadCheckpoint(place, digest)).toEqual(change);
  expect(readdirSync(join(place, 'blobs')).sort()).toEqual([sha256('same'), sha256('other')].sort());
  expect(readdirSync(join(place, 'trees'))).toHaveLength(3);
});

it('says what is not there, and what is not as it was written', async () => {
  using folder = folderWith({});
  const store = openCheckpointStore(folder.path);
  const kept = checkpoint([file('a', 'text')]);
  await store.keep(kept);
  await expect(loadCheckpoint(folder.path, 'f'.repeat(64))).rejects.toMatchObject({ code: 'CHECKPOINT_MISSING' });
  const blob = join(folder.path, 'blobs', sha256('text'));
  writeFileSync(blob, 'tex');
  await expect(loadCheckpoint(folder.path, kept.digest)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
  rmSync(blob);
  await expect(loadCheckpoint(folder.path, kept.digest)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
  writeFileSync(join(folder.path, 'trees', `${kept.digest}.json`), '{"v":1');
  await expect(loadCheckpoint(folder.path, kept.digest)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
});
