import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GymkhanaError, hasCode } from '../../../src/errors.ts';
import { asDiskError, writeDurably } from '../../../src/files.ts';
import { mountSmallTmpfs, unmount } from './tmpfs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes text and bytes, replaces what was there, leaves no other file', async () => {
  const path = join(folder, 'a.json');
  await writeDurably(path, 'grün');
  expect(await readFile(path, 'utf8')).toBe('grün');
  await writeDurably(path, new Uint8Array([0, 255, 10]));
  expect([...(await readFile(path))]).toEqual([0, 255, 10]);
  expect(await readdir(folder)).toEqual(['a.json']);
});

test('a reader beside many writers only ever sees a whole file', async () => {
  const path = join(folder, 'a.txt');
  const contents = Array.from({ length: 20 }, (_, i) => String(i % 10).repeat(50_000));
  await writeDurably(path, contents[0]!);
  const writes = Promise.all(contents.map((content) => writeDurably(path, content)));
  for (let i = 0; i < 40; i += 1) expect(contents).toContain(await readFile(path, 'utf8'));
  await writes;
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a replaced file is a new one: what is linked to or open stays as it was', async () => {
  const path = join(folder, 'a.txt');
  await writeDurably(path, 'one');
  const before = (await stat(path)).ino;
  await writeDurably(path, 'two');
  expect((await stat(path)).ino).not.toBe(before);
});

test('a name as long as the file system allows', async () => {
  await writeDurably(join(folder, 'n'.repeat(255)), 'x');
  expect((await readdir(folder))[0]).toHaveLength(255);
});

test('when the rename fails, the temporary file goes and the error stays what it was', async () => {
  await mkdir(join(folder, 'taken'));
  await expect(writeDurably(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a full disk is DISK_FULL with path and fix; the old content stays, the temporary file goes', async (context) => {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  if (!mountSmallTmpfs(disk, 64)) return context.skip();
  try {
    const path = join(disk, 'a.txt');
    await writeDurably(path, 'old');
    const error = await writeDurably(path, 'n'.repeat(200_000)).catch((e: unknown) => e);
    expect(hasCode(error, 'DISK_FULL')).toBe(true);
    expect((error as GymkhanaError).problems[0]).toMatchObject({
      place: path,
      fix: 'free space, then gymkhana resume',
    });
    expect(await readdir(disk)).toEqual(['a.txt']);
    expect(await readFile(path, 'utf8')).toBe('old');
  } finally {
    unmount(disk);
  }
});

test.each(['ENOSPC', 'EDQUOT', 'EIO'])('%s becomes DISK_FULL and keeps its cause', (code) => {
  const cause = Object.assign(new Error('x'), { code });
  const error = asDiskError(cause, '/a/b');
  expect(error).toMatchObject({ code: 'DISK_FULL', cause });
  expect(String(error)).toMatch(/\/a\/b .*then gymkhana resume/);
});

test('other errors pass through', async () => {
  const path = join(folder, 'absent', 'a.txt');
  await expect(writeDurably(path, 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  await writeFile(join(folder, 'file'), '');
  await expect(writeDurably(join(folder, 'file', 'a.txt'), 'x')).rejects.toMatchObject({ code: 'ENOTDIR' });
});
