import { randomBytes } from 'node:crypto';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SOFTWARE, type Software } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exec, run } from './bench.ts';

const LARGE_BYTES = 20_000_000;

/** What is installed once and mounted into many sandboxes. */
export function softwareCases(bench: Bench): void {
  let software: Software;
  let builds = 0;
  const prepare = () =>
    bench.kind.prepareSoftware('contract suite, 1', async (folder) => {
      builds++;
      await mkdir(join(folder, 'bin'));
      await writeFile(join(folder, 'bin/agent'), '#!/bin/sh\necho "agent $1"; cat\n');
      await chmod(join(folder, 'bin/agent'), 0o4755);
      await symlink('bin/agent', join(folder, 'link'));
      await writeFile(join(folder, 'large'), Buffer.alloc(LARGE_BYTES, 'large '));
      await writeFile(join(folder, 'closed'), 'closed\n', { mode: 0o600 });
    });
  beforeAll(async () => {
    software = await prepare();
  });

  it('is built once per key', async () => {
    const before = builds;
    expect(await prepare()).toEqual(software);
    expect(builds).toBe(before);
  });

  it('a build that fails leaves nothing, and is tried again', async () => {
    const key = randomBytes(8).toString('hex');
    for (const problem of ['first', 'second']) {
      const fail = bench.kind.prepareSoftware(key, async (folder) => {
        await writeFile(join(folder, 'half'), 'half');
        throw new Error(problem);
      });
      await expect(fail).rejects.toThrow(problem);
    }
  });

  it('runs, in every role', async () => {
    await using box = await bench.open({ software });
    const process = await box.spawn([`${SOFTWARE}/link`, 'spawned']);
    process.stdin.end('and fed\n');
    expect(Buffer.concat(await process.stdout.toArray()).toString()).toBe('agent spawned\nand fed\n');
    expect((await run(box, `${SOFTWARE}/bin/agent run`)).out).toBe('agent run\n');
    await using tests = await bench.open({ software, role: 'tests' });
    expect((await exec(tests, [`${SOFTWARE}/bin/agent`, 'tested'])).out).toBe('agent tested\n');
  });

  it('is all there, whatever its size', async () => {
    await using box = await bench.open({ software });
    const { out } = await exec(
      box,
      `cd ${SOFTWARE}; ls -A; wc -c <large; head -c 12 large; echo; cat closed; readlink link`,
    );
    expect(out).toBe(`bin\nclosed\nlarge\nlink\n${LARGE_BYTES}\nlarge large \nclosed\nbin/agent\n`);
  });

  it('cannot be changed, and raises nobody', async () => {
    await using box = await bench.open({ software });
    const { out } = await exec(
      box,
      `cd ${SOFTWARE} && { echo x >>large; echo x >new; rm -f closed; chmod 777 bin; mv bin other; ln -sf /tmp link; } 2>/dev/null; ls -A; stat -c %a bin/agent; sed -n 's#.* ${SOFTWARE} \\([^ ]*\\) .*#\\1#p' /proc/self/mountinfo`,
    );
    const lines = out.trim().split('\n');
    expect(lines.slice(0, 5)).toEqual(['bin', 'closed', 'large', 'link', '755']);
    expect(lines[5]?.split(',')).toEqual(expect.arrayContaining(['ro', 'nosuid']));
  });

  it('is no part of what the sandbox leaves', async () => {
    await using box = await bench.open({ software });
    await run(box, 'echo x > new');
    await box.kill();
    expect((await box.export(BUDGET)).files.map(({ path }) => path)).toEqual(['new']);
  });

  describe('without it', () => {
    it('there is nothing in its place', async () => {
      await using box = await bench.open();
      expect((await exec(box, `ls -A ${SOFTWARE}`)).out).toBe('');
    });
  });
}
