import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { oracleCalls } from '../../../src/agent/oracle.ts';
import type { ToolCall } from '../../../src/agent/script.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oracle-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Does what the tools would do. */
async function apply(calls: readonly ToolCall[]) {
  for (const { tool, args } of calls) {
    if (tool === 'bash') execFileSync('sh', { cwd: folder, input: String(args.command) });
    if (tool !== 'write_file') continue;
    const file = join(folder, String(args.path));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, String(args.content));
  }
}

const file = (path: string, content: Buffer | string, executable = false) => ({
  path,
  content: Buffer.from(content),
  executable,
});

it('writes, deletes, makes executable and submits', async () => {
  await writeFile(join(folder, "old 'one'"), '');
  const binary = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7) % 256));
  const calls = oracleCalls({
    files: [file('src/b.js', 'é\r\n'), file('-bin/x y', binary, true), file('empty', ''), file('nul', 'a\0b')],
    deleted: ["old 'one'"],
  });
  expect(calls.map(({ tool }) => tool)).toEqual(['bash', 'bash', 'write_file', 'bash', 'write_file', 'bash', 'submit']);
  await apply(calls);
  expect(await readFile(join(folder, 'src/b.js'), 'utf8')).toBe('é\r\n');
  expect((await readFile(join(folder, '-bin/x y'))).equals(binary)).toBe(true);
  expect((await stat(join(folder, '-bin/x y'))).mode & 0o111).toBe(0o111);
  expect(await readFile(join(folder, 'nul'), 'latin1')).toBe('a\0b');
  expect((await stat(join(folder, 'empty'))).size).toBe(0);
  await expect(stat(join(folder, "old 'one'"))).rejects.toThrow('ENOENT');
});

it('turns a folder into a file and a file into a folder', async () => {
  await mkdir(join(folder, 'a'));
  await writeFile(join(folder, 'a/x'), '');
  await writeFile(join(folder, 'b'), '');
  await apply(oracleCalls({ files: [file('a', 'file'), file('b/x', 'deep')], deleted: ['a/x', 'b'] }));
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('file');
  expect(await readFile(join(folder, 'b/x'), 'utf8')).toBe('deep');
});

it('only submits when nothing changes', () => {
  expect(oracleCalls({ files: [], deleted: [] })).toEqual([{ tool: 'submit', args: {} }]);
});
