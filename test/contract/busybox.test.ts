import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shell } from '../../src/sandbox/contract.ts';
import { listFiles } from '../../src/tools/list-files.ts';
import { search } from '../../src/tools/search.ts';
import type { ToolEnv } from '../../src/tools/tool.ts';

/** With its programs as an Alpine image has them; Debian: `apt install busybox-static`. */
const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox'].find((path) => existsSync(path));

describe.skipIf(BUSYBOX === undefined)('tools among the programs of busybox', () => {
  let folder: string;
  let env: ToolEnv;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gymkhana-busybox-'));
    await mkdir(join(folder, 'bin'));
    execFileSync(BUSYBOX ?? '', ['--install', '-s', join(folder, 'bin')]);
    env = { shell: shellAmong(folder), devTests: { command: 'true' }, timeoutMs: 10_000, maxOutputBytes: 32_000 };
    const made = await env.shell.run(
      `mkdir -p odd/.git odd/deep; cd odd; printf 'needle \\351\\n' > latin; printf 'needle\\r\\nx\\n' > crlf
printf 'needle\\n' > "$(printf 'a\\nb')"; echo needle > .git/x; echo needle > deep/n.c; ln -s latin link`,
      { timeoutMs: 10_000, maxOutputBytes: 100 },
    );
    expect(made.exitCode).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('list_files lists files, folders and links', async () => {
    const { text } = await listFiles.run({ path: 'odd' }, env);
    expect(text).toBe('"odd/a\\nb"\nodd/crlf\nodd/deep/\nodd/deep/n.c\nodd/latin\nodd/link -> latin');
  });

  it('search finds lines, and says what is wrong', async () => {
    const find = async (args: Partial<Parameters<typeof search.run>[0]>) =>
      (await search.run({ pattern: 'needle', path: 'odd', ...args }, env)).text;
    expect(await find({})).toMatch(/odd\/crlf:1:needle\nodd\/deep\/n\.c:1:needle\nodd\/latin:1:needle/);
    expect(await find({ pattern: 'needle$' })).toContain('odd/crlf:1:needle');
    expect(await find({ glob: '*.c' })).toBe('odd/deep/n.c:1:needle');
    expect(await find({ path: 'odd/crlf' })).toBe('odd/crlf:1:needle');
    expect(await find({ pattern: 'nothing' })).toBe('no match');
    expect(await find({ pattern: '(' })).toMatch(/unmatched|parenthes|bad regex/i);
    expect(await find({ path: 'none' })).toMatch(/no such file/i);
  });
});

/** A shell that sees busybox's programs and no others. */
function shellAmong(folder: string): Shell {
  return {
    run: (command, { stdin }) =>
      new Promise((resolve) => {
        const options = { cwd: folder, env: { PATH: join(folder, 'bin') }, encoding: 'buffer' as const };
        const child = execFile(join(folder, 'bin/sh'), ['-c', command], options, (error, stdout, stderr) => {
          const exitCode = error ? Number(error.code) : 0;
          resolve({ exitCode, stdout, stderr, omitted: { stdout: 0, stderr: 0 }, timedOut: false, lost: false });
        });
        child.stdin?.end(stdin ?? '');
      }),
  };
}
