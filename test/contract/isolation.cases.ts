import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HARNESS, NODE_REPORTER_PATH } from '../../src/sandbox/contract.ts';
import { type Bench, useSandbox } from './bench.ts';
import { startOrphan } from './start-orphan.ts';

/** What code inside sees of the machine, and what it may do to it: next to nothing. */
export function isolationCases(bench: Bench): void {
  describe.each(['agent', 'tests'] as const)('in the role %s', (role) => {
    const { exec } = useSandbox(bench, { role });

    it('only the workspace and scratch memory can be written', async () => {
      const { out } = await exec(
        'find / \\( -path /proc -o -path /workspace \\) -prune -o -type d -writable -print 2>/dev/null',
      );
      const scratch = /^(\/tmp|\/dev\/shm|\/dev\/mqueue|\/run\/gymkhana)$/;
      expect(
        out
          .trim()
          .split('\n')
          .filter((folder) => !scratch.test(folder)),
      ).toEqual([]);
    });

    it.each([
      '/etc/passwd',
      '/usr/bin/git',
      '/etc/ld.so.preload',
      '/root/x',
      '/x',
      '/var/tmp/x',
      '/usr/lib/x',
      '/etc/gitconfig',
    ])('%s cannot be written, replaced or removed', async (path) => {
      const { out } = await exec(
        `(echo x >> ${path}) && echo written; rm -f ${path} 2>/dev/null && test ! -e ${path} && test "$(ls ${path} 2>&1)" = gone && echo removed; ln -sf /tmp ${path} && echo replaced`,
      );
      expect(out).toBe('');
    });

    it('no process of the host is seen', async () => {
      const mark = `host-process-${randomBytes(4).toString('hex')}`;
      const child = spawn('sh', ['-c', 'read -r wait', mark], { stdio: ['pipe', 'ignore', 'ignore'] });
      const { out } = await exec("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
      child.kill('SIGKILL');
      expect(out).toContain('cat /proc/');
      expect(out).not.toContain(mark);
      expect(out).not.toContain('vitest');
    });

    it('no file of the host is seen', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'gymkhana-host-'));
      await writeFile(join(folder, 'secret'), 'secret');
      const { out } = await exec([
        'sh',
        '-c',
        'for path; do test -e "$path" && echo "$path"; done',
        'sh',
        folder,
        process.cwd(),
        join(homedir(), '.ssh'),
      ]);
      await rm(folder, { recursive: true });
      expect(out).toBe('');
    });

    it('no socket and no disk is there to talk to', async () => {
      const { out } = await exec(
        'find / -path /proc -prune -o \\( -type s -o -type b \\) -print 2>/dev/null; ls -d /var/run/docker.sock /run/containerd 2>/dev/null',
      );
      expect(out).toBe('');
    });

    it('a setuid program runs as the untrusted user', async () => {
      const { out } = await exec(
        'ls /usr/bin/su > /dev/null || exit 9; sleep 1 | su root -c true > /dev/null 2>&1 & sleep 0.3; grep -h ^Uid /proc/$!/status; id -u',
      );
      const [, ...ids] = out.trim().split(/\s+/);
      expect(ids.length).toBe(5);
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).not.toBe('0');
    });

    const refused = {
      'mount a file system': 'mount -t tmpfs none /tmp',
      'mount over a folder of its own': 'mount --bind /etc /workspace/src',
      'unmount the workspace': 'umount -l /workspace',
      'a user namespace': 'unshare --user --map-root-user true',
      'a mount namespace': 'unshare --mount true',
      'a network namespace': 'unshare --net true',
      'enter the namespaces of its init': 'nsenter --target 1 --mount true',
      'change its root': 'chroot /workspace /bin/true',
      'make a device': 'mknod /tmp/disk b 8 0',
      'give a file away': 'touch /tmp/own && chown 0:0 /tmp/own',
      'change the host name': 'hostname elsewhere',
      'write kernel settings': 'echo 1 > /proc/sys/kernel/core_uses_pid',
      'write to sysfs':
        'for f in /sys/kernel/mm/*/enabled /sys/kernel/profiling; do echo 0 > $f && exit 0; done; exit 1',
      'press the magic key': 'echo b > /proc/sysrq-trigger',
      'raise a limit of its cgroup':
        'for f in $(find /sys/fs/cgroup -name pids.max -o -name memory.max -o -name memory.limit_in_bytes); do echo 99999 > $f && exit 0; done; exit 1',
      'read kernel memory': 'head -c 1 /proc/kcore',
      'read the kernel log': 'dmesg',
      'open a raw socket': `perl -MSocket -e 'socket(S, AF_INET, SOCK_RAW, 1) or exit 1'`,
      'put back its priority': 'renice -n -5 $$',
    };
    it.each(Object.entries(refused))('may not %s', async (_, command) => {
      expect((await exec(command)).exitCode).not.toBe(0);
    });

    it('may not end its init', async () => {
      await exec('kill -9 1; kill -TERM 1; kill -HUP 1');
      expect((await exec('echo alive')).out).toBe('alive\n');
    });

    it('reads the files of the harness and may not change them', async () => {
      const look = `cd ${HARNESS} && stat -c '%A %u %n' . * && cat ${NODE_REPORTER_PATH}`;
      const before = await exec(look);
      expect(before.exitCode).toBe(0);
      const replace = 'rm -rf *; mv node-reporter.mjs x; ln -sf /tmp/x node-reporter.mjs; mv $PWD /tmp/x';
      await exec(`cd ${HARNESS} && { touch new; mkdir new; chmod 777 . *; : > node-reporter.mjs; ${replace}; }`);
      expect((await exec(look)).out).toBe(before.out);
    });
  });

  it('no descriptor that the runner was started with is open in it', async () => {
    const { child, descriptors } = await startOrphan(bench, bench.spec().name, [...Array(40).fill('ignore'), 'pipe']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await bench.kind.reap({ all: false });
    const numbers = descriptors
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(numbers.filter((number) => number > 2)).toEqual([]);
    expect(numbers).toContain(2);
  });

  /** The init of an `agent` sandbox is the agent's own shell, and what it says the agent's word: nothing to protect. */
  describe('the init of a tests sandbox', () => {
    const { exec } = useSandbox(bench, { role: 'tests' });

    it.each(['environ', 'mem', 'maps', 'fd/0', 'fd/3', 'root/etc/passwd', 'cwd/README.md'])(
      'keeps /proc/1/%s to itself',
      async (file) => {
        expect((await exec(['head', '-c', '4000', `/proc/1/${file}`])).exitCode).not.toBe(0);
      },
    );

    it('may not be traced', async () => {
      const attach =
        'my $ptrace = { x86_64 => 101, aarch64 => 117 }->{(POSIX::uname())[4]}; exit(syscall($ptrace, 16, 1, 0, 0) == 0 ? 0 : 1)';
      expect((await exec(['perl', '-MPOSIX', '-e', attach])).exitCode).toBe(1);
    });

    it('may not be signalled', async () => {
      const signals = await exec('kill -0 1 || kill -9 1 || kill -TERM 1 || kill -STOP 1');
      if (bench.collectorInside) expect(signals.exitCode).not.toBe(0);
      await exec('kill -9 -1');
      expect((await exec('echo alive')).out).toBe('alive\n');
    });
  });
}
