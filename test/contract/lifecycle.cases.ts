import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exec, run } from './bench.ts';
import { FIXTURE_FILES, FIXTURE_SYMLINKS } from './fixture.ts';

/** From prepared parts to nothing left. */
export function lifecycleCases(bench: Bench): void {
  describe('preparing', () => {
    it('the machine is fit, and says by what', async () => {
      const { ok, checks } = await bench.kind.doctor();
      expect(ok).toBe(true);
      for (const { name, detail } of checks)
        expect([name, detail]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    });

    it('an image is the same when it is prepared again', async () => {
      expect(await bench.kind.prepareImage(bench.image, () => {})).toEqual(bench.preparedImage);
    });

    it('an image that is not there is told', async () => {
      await expect(bench.kind.prepareImage('no-such-image', () => {})).rejects.toMatchObject({
        code: 'IMAGE_NOT_FOUND',
      });
    });

    it('a layer is known by its content', async () => {
      const again = await bench.kind.prepareLayer(bench.folder);
      expect(again.digest).toBe(bench.layer.digest);
      const other = await mkdtemp(join(tmpdir(), 'gymkhana-layer-'));
      await writeFile(join(other, 'file'), 'x');
      const different = await bench.kind.prepareLayer(other);
      await rm(other, { recursive: true });
      expect(different.digest).not.toBe(bench.layer.digest);
      await using box = await bench.open({ layer: different });
      expect((await exec(box, 'ls -A')).out).toBe('file\n');
    });

    it('a layer says what is in it', () => {
      const { manifest } = bench.layer;
      for (const [path, content] of Object.entries(FIXTURE_FILES)) {
        const sha256 = createHash('sha256').update(content).digest('hex');
        expect(manifest.get(path), path).toEqual({
          kind: 'file',
          sha256,
          bytes: Buffer.byteLength(content),
          executable: path === 'bin/tool',
        });
      }
      for (const path of Object.keys(FIXTURE_SYMLINKS)) expect(manifest.get(path)?.kind, path).toBe('symlink');
      for (const path of ['empty', 'src/deep', 'doomed/sub']) expect(manifest.get(path)?.kind, path).toBe('directory');
    });

    it('a sandbox starts from the layer as it is', async () => {
      await using box = await bench.open();
      const { out } = await run(
        box,
        'cat README.md link ünïcode-*; ls -d empty; bin/tool; readlink outside; git status --porcelain; git log --oneline --all | wc -l',
      );
      expect(out).toBe('# Fixture\n# Fixture\nunicode\nempty\ntool\n/tmp\n1\n');
    });
  });

  describe('opening', () => {
    it('without an image leaves nothing', async () => {
      const spec = bench.spec({ image: { name: 'none', id: `sha256:${'0'.repeat(64)}` } });
      await expect(bench.kind.open(spec)).rejects.toHaveProperty('problems');
      expect(await bench.leftovers(spec.name)).toEqual([]);
    });

    it('without a layer leaves nothing', async () => {
      const spec = bench.spec({
        layer: { ...bench.layer, digest: '0'.repeat(64), ref: `${bench.layer.ref}-not-there` },
      });
      await expect(bench.kind.open(spec)).rejects.toHaveProperty('problems');
      expect(await bench.leftovers(spec.name)).toEqual([]);
    });

    it('under a name that is taken is refused, and the holder of the name lives on', async () => {
      await using box = await bench.open();
      await expect(bench.open({ name: box.name })).rejects.toHaveProperty('problems');
      expect((await run(box, 'echo alive')).out).toBe('alive\n');
    });

    it('says its name and kind', async () => {
      const spec = bench.spec();
      await using box = await bench.kind.open(spec);
      expect([box.name, box.kind]).toEqual([spec.name, bench.kind.name]);
    });

    it('for tests gives no shell', async () => {
      await using box = await bench.open({ role: 'tests' });
      await expect((async () => box.shell.run('true', { timeoutMs: 1_000, maxOutputBytes: 10 }))()).rejects.toThrow();
    });
  });

  describe('side by side and one after another', () => {
    it('two sandboxes share neither files nor processes', async () => {
      await using one = await bench.open();
      await using two = await bench.open();
      await run(one, 'echo one > README.md; echo one > new; echo one > /tmp/mine; sleep 4299 > /dev/null 2>&1 &');
      const { out } = await run(
        two,
        "cat README.md; ls new /tmp/mine; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 429[9]'",
      );
      expect(out).toBe('# Fixture\n0\n');
    });

    it('no lock that one holds on a file of the system is felt by another', async () => {
      await using one = await bench.open();
      await using two = await bench.open();
      const files = '/usr/bin/env /usr/bin/perl /etc/os-release /etc/nsswitch.conf';
      const held = `perl -e 'for (@ARGV) { open my $f, "<", $_ or next; flock $f, 2 or die; push @f, $f } print "held\\n"; close STDOUT; sleep 20'`;
      await run(one, `${held} ${files} > /tmp/held 2>&1 & until grep -q held /tmp/held; do sleep 0.05; done`);
      const tried = `perl -e 'for (@ARGV) { open my $f, "<", $_ or next; print flock($f, 6) ? "free" : "LOCKED", "\\n" }'`;
      expect((await run(two, `${tried} ${files} | sort -u`)).out).toBe('free\n');
      // The probe itself sees a lock of its own sandbox.
      expect((await run(one, `${tried} ${files} | sort -u`)).out).toBe('LOCKED\n');
    });

    it('a sandbox finds nothing of the one before it', async () => {
      const before = await bench.open();
      const { out: pristine } = await exec(before, 'find . /tmp /gymkhana -type f | sort | xargs -d "\\n" sha256sum');
      await run(
        before,
        'rm -rf .git src; chmod 000 doomed; echo x > README.md; echo x > new; echo x > /tmp/new; chmod 000 .',
      );
      await before.close();
      await using after = await bench.open();
      expect((await exec(after, 'find . /tmp /gymkhana -type f | sort | xargs -d "\\n" sha256sum')).out).toBe(pristine);
    });

    it('eight at once open, work and close', async () => {
      const work = async (n: number) => {
        await using box = await bench.open({ resources: { cpus: 1, memoryMb: 64, pids: 32, diskMb: 16 } });
        return (await run(box, `echo ${n} > mine; cat mine`)).out;
      };
      expect(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(work))).toEqual(
        [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `${n}\n`),
      );
    });
  });

  describe('kill', () => {
    const calls: Record<string, (box: Sandbox) => Promise<unknown>> = {
      'shell.run': (box) => run(box, 'echo x'),
      exec: (box) => exec(box, 'echo x'),
      write: (box) => box.write({ files: [{ path: 'x', content: Buffer.from('x'), executable: false }], deleted: [] }),
    };

    it.each(Object.entries(calls))('makes %s reject with SANDBOX_DIED', async (_, call) => {
      await using box = await bench.open();
      await box.kill();
      await expect(call(box)).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    });

    it('rejects what is under way and what waits with SANDBOX_DIED', async () => {
      await using box = await bench.open();
      const pending = [run(box, 'sleep 100'), run(box, 'echo never'), exec(box, 'sleep 100')];
      const ends = Promise.allSettled(pending);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await box.kill();
      for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'SANDBOX_DIED' } });
    });

    it('can be repeated, and done at once with others', async () => {
      await using box = await bench.open();
      await Promise.all([box.kill(), box.kill()]);
      await box.kill();
      expect((await box.export(BUDGET)).files).toEqual([]);
    });
  });

  describe('close', () => {
    it('removes all there was, without a kill and also when repeated', async () => {
      const box = await bench.open();
      await run(box, 'sleep 100 > /dev/null 2>&1 &');
      expect(await bench.leftovers(box.name)).not.toEqual([]);
      await Promise.all([box.close(), box.close()]);
      await box.close();
      expect(await bench.leftovers(box.name)).toEqual([]);
    });

    it('rejects what is under way with SANDBOX_DIED', async () => {
      const box = await bench.open();
      const ends = Promise.allSettled([run(box, 'sleep 100'), exec(box, 'sleep 100')]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await box.close();
      for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'SANDBOX_DIED' } });
      await expect(run(box, 'true')).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    });

    it('works for a sandbox that died by itself', async () => {
      const box = await bench.open();
      await exec(box, 'sleep 100', { timeoutMs: 300 });
      await box.close();
      expect(await bench.leftovers(box.name)).toEqual([]);
    });
  });
}
