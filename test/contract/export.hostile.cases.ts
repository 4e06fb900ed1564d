import { describe, expect, it } from 'vitest';
import type { Export } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exec, exportAfter, run } from './bench.ts';

/** What is left after a hostile agent: regular files within the budget, everything else named with a reason. */
export function exportHostileCases(bench: Bench): void {
  describe('what is no regular file', () => {
    const makes = {
      'a link out of the workspace': 'ln -s /etc/passwd thing',
      'a link to a folder': 'ln -s / thing',
      'a link in place of a folder': 'rm -r doomed; ln -s /etc doomed; mv doomed thing',
      'a FIFO': 'mkfifo thing',
      'a socket': `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un("thing")) or die'`,
    };
    it.each(Object.entries(makes))('%s is skipped', async (_, command) => {
      const found = await exportAfter(bench, `${command}; echo ok > z-ok`);
      expect(paths(found)).toEqual(['z-ok']);
      expect(reasonOf(found, 'thing')).toMatch(/\w+/);
    });

    it('a link in place of a file is skipped, and its target stays unread', async () => {
      const found = await exportAfter(bench, 'rm README.md; ln -s /etc/passwd README.md');
      expect(paths(found)).toEqual([]);
      expect(reasonOf(found, 'README.md')).toMatch(/\w+/);
    });

    it('a device cannot be made', async () => {
      const found = await exportAfter(bench, 'mknod null c 1 3; mknod whiteout c 0 0; mknod disk b 8 0');
      expect(found).toEqual({ files: [], deleted: [], skipped: [] });
    });

    it('a deleted link is told, as deleted or as skipped', async () => {
      const found = await exportAfter(bench, 'rm link');
      expect([...found.deleted, ...found.skipped.map(({ path }) => path)]).toEqual(['link']);
    });

    it('a hard link has its content or a reason', async () => {
      const found = await exportAfter(bench, 'echo x > one; ln one two; ln one a-three; ln README.md z-four');
      for (const [path, content] of Object.entries({
        one: 'x\n',
        two: 'x\n',
        'a-three': 'x\n',
        'z-four': '# Fixture\n',
      })) {
        expect(reasonOf(found, path) ?? contentOf(found, path)).toMatch(reasonOf(found, path) ? /\w+/ : content);
      }
      expect(found.deleted).toEqual([]);
    });
  });

  describe('.git', () => {
    const changes = {
      'a commit': 'git -c user.name=x -c user.email=x@x commit -qam x --allow-empty; git branch other',
      'hooks and configuration':
        'mkdir -p .git/hooks; echo evil > .git/hooks/post-checkout; git config core.fsmonitor evil',
      'removing it': 'rm -rf .git',
      'a file in its place': 'rm -rf .git; echo "gitdir: /tmp/evil" > .git',
      'one more, further down':
        'mkdir -p src/.git/hooks; echo evil > src/.git/config; echo evil > src/.git/hooks/x; mkdir q; echo "gitdir: x" > q/.git',
    };
    it.each(Object.entries(changes))('%s never comes out', async (_, command) => {
      const found = await exportAfter(bench, `${command}; echo ok > ok`);
      expect(paths(found)).toEqual(['ok']);
      expect(found.deleted).toEqual([]);
    });

    it('is no prefix: .gitignore and .github come out', async () => {
      const found = await exportAfter(
        bench,
        'echo x > .gitignore; mkdir .github; echo x > .github/ci.yml; echo x > x.git',
      );
      expect(paths(found)).toEqual(['.github/ci.yml', '.gitignore', 'x.git']);
    });
  });

  describe('names', () => {
    const names = {
      'a line break': 'a\\nb',
      'an escape sequence': 'a\\033[2Jb',
      'a bell': '\\007',
      'invalid UTF-8': 'a\\377\\376b',
      'half of a character': 'a\\303',
    };
    it.each(Object.entries(names))('with %s are skipped in harmless words', async (_, name) => {
      const found = await exportAfter(
        bench,
        `name=$(printf '${name}.'); echo x > "$name"; mkdir "d$name"; echo x > "d$name/in"; echo ok > ok`,
      );
      expect(paths(found)).toEqual(['ok']);
      expect(found.skipped.length).toBeGreaterThanOrEqual(2);
      expect(found.skipped.every(({ path, reason }) => !/[\x00-\x1f\x7f-\x9f]/.test(path + reason))).toBe(true);
    });

    it('longer than the budget are skipped', async () => {
      const found = await exportAfter(
        bench,
        'd=$(head -c 200 /dev/zero | tr "\\0" d); mkdir -p $d/$d/$d; echo x > $d/$d/$d/x; echo ok > ok',
        { maxPathBytes: 300 },
      );
      expect(paths(found)).toEqual(['ok']);
      expect(found.skipped).not.toEqual([]);
    });
  });

  describe('permissions', () => {
    it('files and folders that nobody may read come out or have a reason', async () => {
      const found = await exportAfter(
        bench,
        'echo x > shut; chmod 000 shut; mkdir closed; echo y > closed/in; chmod 000 closed; chmod 000 README.md; echo ok > ok',
      );
      expect(contentOf(found, 'ok')).toBe('ok\n');
      for (const path of ['shut', 'closed/in']) {
        expect(contentOf(found, path) ?? reasonOf(found, path) ?? reasonOf(found, 'closed')).toBeDefined();
      }
      expect(found.deleted).toEqual([]);
    });

    it('a workspace that is shut comes out', async () => {
      const found = await exportAfter(bench, 'echo ok > ok; rm README.md; chmod 000 /workspace');
      expect({ files: paths(found), deleted: found.deleted }).toEqual({ files: ['ok'], deleted: ['README.md'] });
    });
  });

  describe('budgets', () => {
    it('a file of 3 GB of holes is skipped, and what stands beside it is not', async () => {
      const found = await exportAfter(bench, 'echo ok > a-ok; truncate -s 3G hole; echo ok > z-ok');
      expect(paths(found)).toEqual(['a-ok', 'z-ok']);
      expect(reasonOf(found, 'hole')).toMatch(/\w+/);
    });

    it('bytes: 30 files of 1 MB', async () => {
      const found = await exportAfter(bench, 'for n in $(seq 30); do head -c 1000000 /dev/zero > $n; done');
      expect(total(found)).toBeLessThanOrEqual(BUDGET.maxBytes);
      expect(found.skipped.length).toBeGreaterThan(0);
    });

    it('entries: 25,000 files', async () => {
      const many = `mkdir many; perl -e 'for (1..25000) { open F, ">many/$_" or die }'; rm README.md`;
      const found = await exportAfter(bench, many, { maxEntries: 20_000 });
      expect(found.files.length).toBeLessThanOrEqual(20_000);
      expect(found.skipped.length).toBeGreaterThan(0);
    });

    it('depth: folders in folders, 1,200 of them, beyond the longest path there may be', async () => {
      const deep = `perl -e 'for (1..1200) { mkdir "deepfolder"; chdir "deepfolder" or die } open F, ">leaf"; print F 1'; echo ok > ok`;
      const found = await exportAfter(bench, deep);
      expect(paths(found)).toEqual(['ok']);
      expect(found.skipped.length).toBeGreaterThan(0);
    });

    it('an overfull export leaves the sandbox to be closed as any other', async () => {
      await using box = await bench.open();
      await run(box, 'truncate -s 3G hole; mkfifo pipe');
      expect((await exec(box, 'stat -c %s hole')).out).toBe('3221225472\n');
      await box.kill();
      const found = await box.export({ ...BUDGET, maxBytes: 0, maxEntries: 1, maxDepth: 1 });
      expect(total(found)).toBe(0);
    });
  });
}

function paths({ files }: Export): string[] {
  return files.map(({ path }) => path).toSorted();
}

function contentOf({ files }: Export, path: string): string | undefined {
  return files.find((file) => file.path === path)?.content.toString();
}

function reasonOf({ skipped }: Export, path: string): string | undefined {
  return skipped.find((entry) => entry.path === path)?.reason;
}

function total({ files }: Export): number {
  return files.reduce((bytes, { content }) => bytes + content.length, 0);
}
