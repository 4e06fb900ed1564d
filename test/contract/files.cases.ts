import { describe, expect, it } from 'vitest';
import type { Sandbox, WorkspaceFile } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exec, run, useSandbox } from './bench.ts';
import { FIXTURE_FILES } from './fixture.ts';

const MAX = 1_000_000;

/** What the harness puts into a workspace and reads from it. */
export function filesCases(bench: Bench): void {
  describe('write', () => {
    const written = async (box: Sandbox, files: WorkspaceFile[], deleted: string[] = []) => {
      await box.write({ files, deleted });
      return (command: string) => exec(box, command).then(({ out }) => out);
    };

    it('adds, overwrites and deletes', async () => {
      await using box = await bench.open({ role: 'tests' });
      const files = [file('new/deep/er/file.txt', 'new'), file('README.md', 'over'), file('odd $(x) \'"\n', 'odd')];
      const see = await written(box, files, ['doomed/a.txt', 'doomed/sub/c.txt']);
      expect(await see('cat new/deep/er/file.txt README.md odd*; find doomed -type f')).toBe(
        'newoverodddoomed/b.txt\n',
      );
    });

    it('sets the mode, and the untrusted user owns it all', async () => {
      await using box = await bench.open({ role: 'tests' });
      const see = await written(box, [file('made/plain', 'x'), file('made/run', 'x', true), file('bin/tool', 'x')]);
      expect(await see('stat -c %a made/plain made/run bin/tool')).toBe('644\n755\n644\n');
      expect(await see('touch made/plain made/other bin/tool && mv made moved && rm -r moved && echo yes')).toBe(
        'yes\n',
      );
    });

    it('keeps every byte, of large files and of many', async () => {
      await using box = await bench.open({ role: 'tests' });
      const large = Buffer.alloc(5_000_000, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
      const many = Array.from({ length: 2_000 }, (_, n) => file(`many/${n % 20}/${n}`, `${n}`));
      const see = await written(box, [{ path: 'large', content: large, executable: false }, file('void', ''), ...many]);
      expect(await see('cat many/*/* | wc -c; find many -type f | wc -l; stat -c %s void')).toBe('6890\n2000\n0\n');
      expect((await box.read('large', 5_000_000))?.equals(large)).toBe(true);
    });

    it('makes a folder where a file was, and a file where a folder was', async () => {
      await using box = await bench.open({ role: 'tests' });
      const deleted = ['README.md', 'doomed/a.txt', 'doomed/b.txt', 'doomed/sub/c.txt'];
      const see = await written(box, [file('README.md/inner', 'in'), file('doomed', 'file')], deleted);
      expect(await see('cat README.md/inner doomed')).toBe('infile');
    });

    it('replaces a symbolic link and never goes through it', async () => {
      await using box = await bench.open({ role: 'tests' });
      const see = await written(box, [file('link', 'no link')]);
      expect(await see('cat link README.md; test -L link || echo file')).toBe('no link# Fixture\nfile\n');
      await box.write({ files: [file('outside/pwned', 'x')], deleted: [] }).catch(() => {});
      expect(await see('ls /tmp')).not.toContain('pwned');
    });

    it.each(['../escape', '/tmp/escape', 'src/../../tmp/escape', '', '.', 'src/./x', 'src//x', 'nul\0byte'])(
      'refuses %j',
      async (path) => {
        await using box = await bench.open({ role: 'tests' });
        await expect(box.write({ files: [file(path, 'x')], deleted: [] })).rejects.toThrow();
        await expect(box.write({ files: [], deleted: [path] })).rejects.toThrow();
      },
    );
  });

  describe('read', () => {
    const shared = useSandbox(bench);

    it('gives a file of the layer, one just written, and an empty one', async () => {
      await shared.run('printf "a\\000b" > new; : > empty-file');
      expect((await shared.box().read('README.md', MAX))?.toString()).toBe(FIXTURE_FILES['README.md']);
      expect((await shared.box().read('ünïcode-名.txt', MAX))?.toString()).toBe('unicode\n');
      expect(await shared.box().read('new', MAX)).toEqual(Buffer.from('a\0b'));
      expect(await shared.box().read('empty-file', MAX)).toEqual(Buffer.alloc(0));
    });

    it('gives null for what is missing, deleted or a folder', async () => {
      await shared.run('rm doomed/a.txt');
      for (const path of ['missing', 'missing/too', 'README.md/below', 'doomed/a.txt', 'src', 'empty']) {
        expect(await shared.box().read(path, MAX), path).toBeNull();
      }
    });

    it('refuses what is longer than asked for, also when it is mostly holes', async () => {
      await shared.run('printf 12345 > five; truncate -s 3G sparse');
      expect((await shared.box().read('five', 5))?.toString()).toBe('12345');
      await expect(shared.box().read('five', 4)).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
      await expect(shared.box().read('sparse', MAX)).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
      expect((await shared.exec('echo next')).out).toBe('next\n');
    });

    it.each(['link', 'secret', 'folder/passwd', 'outside/here', 'pipe', '../etc/passwd', '/etc/passwd'])(
      'gives nothing for %s, which is no regular file inside',
      async (path) => {
        await shared.run(
          'ln -sf /etc/passwd secret; ln -sfn /etc folder; echo here > /tmp/here; rm -f pipe; mkfifo pipe',
        );
        const content = await shared
          .box()
          .read(path, MAX)
          .catch(() => null);
        expect(content).toBeNull();
      },
    );
  });

  it('what is exported from one sandbox and written to another makes the same files', async () => {
    await using agent = await bench.open();
    await run(agent, CHANGES);
    const before = await exec(agent, LISTING);
    await agent.kill();
    const { files, deleted, skipped } = await agent.export(BUDGET);
    expect(skipped).toEqual([]);
    await using tests = await bench.open({ role: 'tests' });
    await tests.write({ files, deleted });
    expect((await exec(tests, LISTING)).out).toBe(before.out);
  });
}

const CHANGES = `echo changed > src/index.txt; mkdir -p new/deep; echo new > new/deep/file; chmod +x README.md; chmod -x bin/tool
rm doomed/a.txt; rm -r doomed/sub; echo file > doomed/sub; rm 'with space.txt'; mkdir 'with space.txt'; echo in > 'with space.txt/in'
mv src/deep src/moved; : > void; echo wh > .wh.README.md; echo wh > .wh..wh..opq; rm link; echo file > link
mkdir -p .github/x; echo ci > .github/x/ci.yml; echo x > .gitignore; echo '-' > -dash; echo '..' > ..dots; echo é > 'é "q" $x'`;
const LISTING = `find . -path ./.git -prune -o -type f -exec sha256sum {} + -exec stat -c '%A %n' {} + | sort`;

function file(path: string, content: string, executable = false): WorkspaceFile {
  return { path, content: Buffer.from(content), executable };
}
