import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Checkpoint, ExportBudget, Sandbox, WorkspaceFile } from '../../src/sandbox/contract.ts';
import { digestTree } from '../../src/sandbox/digest-tree.ts';
import { type Bench, BUDGET, exec, run } from './bench.ts';

const DOOMED = ['doomed/a.txt', 'doomed/b.txt', 'doomed/sub/c.txt'];

/** What a command makes of the fixture; executables are marked behind their content. */
const CHANGES: Record<string, { command: string; files?: Record<string, string>; deleted?: string[] }> = {
  nothing: { command: 'cat README.md; ls -R > /dev/null; touch README.md' },
  'changed files': {
    command: 'echo more >> README.md; mkdir -p x/y; echo 1 > x/y/1',
    files: { 'README.md': '# Fixture\nmore\n', 'x/y/1': '1\n' },
  },
  'deleted files': { command: 'rm README.md; rm -r doomed', deleted: ['README.md', ...DOOMED] },
  'a file made executable': {
    command: 'chmod +x README.md',
    files: { 'README.md': '# Fixture\n (executable)' },
  },
  'a folder in place of a file': {
    command: 'rm README.md; mkdir README.md; echo x > README.md/x',
    files: { 'README.md/x': 'x\n' },
    deleted: ['README.md'],
  },
  'a file in place of a folder': {
    command: 'rm -r doomed; echo x > doomed',
    files: { doomed: 'x\n' },
    deleted: DOOMED,
  },
  'a folder made again with less in it': {
    command: 'rm -r doomed; mkdir doomed; echo b > doomed/b.txt',
    deleted: ['doomed/a.txt', 'doomed/sub/c.txt'],
  },
  'names that need quoting, and long ones': {
    command: `echo 1 > '$(x) "y"\\n'; echo 2 > -rf; echo 3 > 'ž☃'; d=$(head -c 120 /dev/zero | tr '\\0' d); mkdir $d; echo 4 > $d/$d`,
    files: {
      '$(x) "y"\\n': '1\n',
      '-rf': '2\n',
      'ž☃': '3\n',
      [`${'d'.repeat(120)}/${'d'.repeat(120)}`]: '4\n',
    },
  },
};

/** The workspace at a moment, of a sandbox that lives on. */
export function checkpointCases(bench: Bench): void {
  const take = (box: Sandbox, budget: Partial<ExportBudget> = {}) => box.checkpoint({ ...BUDGET, ...budget });

  describe.each(Object.entries(CHANGES))('%s', (_, { command, files = {}, deleted = [] }) => {
    it('is told exactly, under the same digest as everywhere', async () => {
      await using box = await bench.open();
      await run(box, command);
      const found = await take(box);
      expect({ ...asText(found), skipped: found.skipped }).toEqual({ files, deleted: deleted.toSorted(), skipped: [] });
      // Of the layer and the change alone: no kind has a say in it.
      expect(found.digest).toBe(digestTree(bench.layer.digest, { files: asFiles(files), deleted }));
    });

    it('is brought back in a fresh sandbox', async () => {
      await using box = await bench.open();
      await run(box, command);
      const found = await take(box);
      await using fresh = await bench.open();
      await fresh.write(found);
      expect((await take(fresh)).digest).toBe(found.digest);
      const look = "find . -path ./.git -prune -o -type f -printf '%P %m\\n' -exec cat {} + | sort";
      const modes = 'chmod -R u=rwX,go=rX . 2>/dev/null';
      expect((await exec(fresh, `${modes}; ${look}`)).out).toBe((await exec(box, `${modes}; ${look}`)).out);
    });
  });

  it('says the same of the same files, however they came about, and another thing of others', async () => {
    await using one = await bench.open();
    await using two = await bench.open();
    await run(one, 'echo a > a; echo b > b; rm README.md');
    await run(two, 'rm README.md; echo b > b; echo x > a; mkdir left; echo a > a; ln -s a l');
    const [first, second] = [await take(one), await take(two)];
    expect(second.digest).toBe(first.digest);
    await run(two, 'chmod +x a');
    const executable = await take(two);
    await run(two, 'chmod -x a; echo c > b');
    const digests = new Set([first, executable, await take(two)].map(({ digest }) => digest));
    expect(digests.size).toBe(3);
    await run(two, 'echo b > b');
    expect((await take(two)).digest).toBe(first.digest);
  });

  it('leaves the shell, its processes and its files as they are', async () => {
    await using box = await bench.open();
    await run(box, 'cd src; export KEPT=yes; echo x > new; (sleep 300 >/dev/null 2>&1 &)');
    await take(box);
    const { out } = await run(
      box,
      'pwd; echo $KEPT; cat new; cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "sleep 30[0]"',
    );
    expect(out).toBe('/workspace/src\nyes\nx\n1\n');
    await box.kill();
    expect((await box.export(BUDGET)).files.map(({ path }) => path)).toEqual(['src/new']);
  });

  it('leaves out what is no regular file, by name', async () => {
    await using box = await bench.open();
    await run(
      box,
      'ln -s /etc/passwd thing; mkfifo pipe; rm src/index.txt; ln -s /etc/passwd src/index.txt; echo ok > ok',
    );
    const found = await take(box);
    expect(asText(found).files).toEqual({ ok: 'ok\n' });
    expect(found.skipped.map(({ path }) => path).toSorted()).toEqual(['pipe', 'src/index.txt', 'thing']);
  });

  it('keeps to its budgets: a file of holes, many bytes, many files', async () => {
    await using box = await bench.open();
    await run(box, 'truncate -s 3G hole; for n in 1 2 3 4 5; do head -c 1000000 /dev/zero > $n; done; echo ok > ok');
    const bytes = await take(box, { maxBytes: 3_500_000 });
    expect(bytes.files.map(({ path }) => path)).toEqual(['1', '2', '3', 'ok']);
    expect(bytes.skipped.map(({ path }) => path)).toEqual(['4', '5', 'hole']);
    await run(box, `mkdir many; perl -e 'for (1..8000) { open F, ">many/$_" or die }'`);
    const entries = await take(box, { maxEntries: 1_000 });
    expect(entries.files.length).toBeLessThanOrEqual(1_000);
    expect(entries.skipped.at(-1)?.reason).toMatch(/more than 1000 entries/);
    const all = await take(box, { maxEntries: 20_000 });
    expect(all.files.length).toBe(8_006);
  });

  it('is taken while a process writes, and each file in it was so at some moment', async () => {
    await using box = await bench.open();
    const writer =
      'n=0; while :; do n=$((n + 1)); echo $n >> log; echo $n > tmp; mv tmp last; rm -rf d; mkdir d; echo > d/x; done';
    await run(box, `echo still > still; (setsid sh -c '${writer}' > /dev/null 2>&1 < /dev/null &); sleep 0.3`);
    for (let n = 0; n < 10; n++) {
      const found = asText(await take(box)).files;
      expect(found.still).toBe('still\n');
      expect(found.log).toMatch(/^1\n2\n3\n/);
      expect(found.last ?? '0\n').toMatch(/^\d+\n$/);
    }
    expect((await run(box, 'echo alive')).out).toBe('alive\n');
  });

  it('is not led to files of this machine by links that take the place of folders, nor held up by pipes', async () => {
    await using folder = await secretFolder();
    await using box = await bench.open();
    const swapper = `mkdir -p one${folder.path}; : > one${folder.path}/secret; : > f
      while :; do mv one two; ln -s / one; rm one; mv two one; mv f g; mkfifo f; rm f; mv g f; done`;
    await run(box, `(setsid sh -c '${swapper}' > /dev/null 2>&1 < /dev/null &); sleep 0.2`);
    for (let n = 0; n < 30; n++) {
      for (const { path, content } of (await take(box)).files) expect(`${path}: ${content}`).toBe(`${path}: `);
    }
  });

  it('goes on when the sandbox ends itself meanwhile', async () => {
    await using box = await bench.open();
    await run(box, 'echo x > new; (setsid sh -c "sleep 0.2; kill -9 -1" > /dev/null 2>&1 < /dev/null &)');
    for (let n = 0; n < 10; n++) {
      expect((await take(box)).files.map(({ path }) => path)).toEqual(['new']);
      await sleep(30);
    }
  });

  it('is taken after a kill as well, and is what an export says; not after a close', async () => {
    const box = await bench.open();
    await run(box, 'echo x >> README.md; rm -r doomed; mkfifo pipe');
    const before = await take(box);
    await box.kill();
    const after = await take(box);
    expect(after).toEqual(before);
    const { digest, ...change } = after;
    expect(change).toEqual(await box.export(BUDGET));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    await box.close();
    await expect(take(box)).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
  });
}

async function secretFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'gymkhana-secret-'));
  await writeFile(join(path, 'secret'), 'secret');
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** Files by path, so that a difference reads well. */
function asText({ files, deleted }: Checkpoint): { files: Record<string, string>; deleted: string[] } {
  const texts = files.map(({ path, content, executable }) => [path, `${content}${executable ? ' (executable)' : ''}`]);
  return { files: Object.fromEntries(texts), deleted: deleted.toSorted() };
}

const MARK = ' (executable)';

function asFiles(texts: Record<string, string>): WorkspaceFile[] {
  return Object.entries(texts).map(([path, text]) => ({
    path,
    content: Buffer.from(text.replace(MARK, '')),
    executable: text.endsWith(MARK),
  }));
}
