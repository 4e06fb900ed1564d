import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { type Bench, exec, run } from './bench.ts';

/** A program of the toolchain, and a file of the layer: both are the same file of the machine in every sandbox. */
const SHARED_FILES = ['/usr/bin/git', 'README.md'];
const NUMBERS = 'my ($add_key, $mq_open) = (POSIX::uname())[4] eq "aarch64" ? (217, 180) : (248, 240);';

/** What two sandboxes of one machine could tell each other by, without a word: kept apart or refused. */
export function sharedCases(bench: Bench): void {
  let first: Sandbox;
  let second: Sandbox;
  beforeAll(async () => {
    [first, second] = await Promise.all([bench.open(), bench.open()]);
  });
  afterAll(() => Promise.all([first.close(), second.close()]));

  /** Leaves `program` running in the first sandbox once it has printed `ready`. */
  const leave = async (program: string) => {
    const wait = 'for n in $(seq 100); do grep -q ready /tmp/left && exit; sleep 0.05; done; cat /tmp/left; exit 1';
    const command = `perl -MPOSIX -MSocket -MFcntl=:DEFAULT,:flock -e '$| = 1; ${program} print "ready\\n"; sleep 30' >/tmp/left 2>&1 & ${wait}`;
    const { out, exitCode } = await run(first, `: >/tmp/left; (${command})`);
    expect(exitCode, out).toBe(0);
  };
  const perl = (box: Sandbox, program: string) =>
    exec(box, ['perl', '-MPOSIX', '-MSocket', '-MFcntl=:DEFAULT,:flock', '-e', `$| = 1; ${program}`]);

  it.each(SHARED_FILES)('a lock on %s is not seen', async (file) => {
    await leave(`open F, "<", "${file}" or die; flock F, LOCK_EX | LOCK_NB or die "no lock";`);
    expect((await perl(second, `open F, "<", "${file}"; print flock(F, LOCK_EX | LOCK_NB) ? 1 : 0`)).out).toBe('1');
  });

  it.each(SHARED_FILES)('a lease on %s is refused, or told of nothing', async (file) => {
    // F_SETLEASE, F_RDLCK: its holder gets SIGIO when the file is opened for writing.
    await leave(`open F, "<", "${file}" or die; $SIG{IO} = sub { print "told\\n" }; fcntl(F, 1024, 0);`);
    await perl(second, `sysopen F, "${file}", O_RDWR | O_NONBLOCK; utime undef, undef, "${file}"`);
    expect((await run(first, 'sleep 0.1; grep -c told /tmp/left')).out).toBe('0\n');
  });

  it('System V queues, segments and semaphores are not seen', async () => {
    await leave(
      'msgget(4711, 0666 | 512) // die; shmget(4711, 4096, 0666 | 512) // die; semget(4711, 1, 0666 | 512) // die;',
    );
    const look = 'print join ",", map { defined $_ ? 1 : 0 } msgget(4711, 0), shmget(4711, 0, 0), semget(4711, 0, 0)';
    expect((await perl(first, look)).out).toMatch(/1,1,1|0,0,0/);
    expect((await perl(second, look)).out).toBe('0,0,0');
  });

  it('POSIX message queues are not seen', async () => {
    const open = (flags: string, mode: number) => `syscall($mq_open, my $name = "told", ${flags}, ${mode}, 0)`;
    await leave(`${NUMBERS} ${open('O_RDWR | O_CREAT', 438)} >= 0 or die "no queue: $!";`);
    expect((await perl(second, `${NUMBERS} print ${open('O_RDWR + 0', 0)} >= 0 ? 1 : 0`)).out).toBe('0');
  });

  it('abstract sockets are not seen', async () => {
    await leave('socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un("\\0told")) or die; listen S, 1;');
    const connect = 'socket(S, AF_UNIX, SOCK_STREAM, 0); print connect(S, pack_sockaddr_un("\\0told")) ? 1 : 0';
    expect((await perl(second, connect)).out).toBe('0');
    expect((await exec(second, 'cat /proc/net/unix')).out).not.toContain('told');
  });

  it('there are no keyrings', async () => {
    const add = `${NUMBERS} my ($type, $name, $data) = ("user", "told", "x"); print syscall($add_key, $type, $name, $data, 1, -4)`;
    expect((await perl(first, add)).out).toBe('-1');
  });

  it.each(['/dev/shm', '/tmp', '/run/gymkhana'])('what is in %s is not seen', async (folder) => {
    await run(first, `: >${folder}/told`);
    expect((await exec(second, `ls -A ${folder}`)).out).not.toContain('told');
  });

  it.each(SHARED_FILES)('reading %s leaves no time of access', async (file) => {
    const look = `stat -c '%X %Y %Z %h' ${file}`;
    const before = await exec(second, look);
    await run(first, `sleep 1.1; cat ${file} >/dev/null; head -c 1 ${file} >/dev/null`);
    expect((await exec(second, look)).out).toBe(before.out);
  });

  it('pages cannot be dropped where the sandbox says that this is filtered', async () => {
    // Of a descriptor that there isn't: an error of the kernel's, where the call reaches it.
    const drop = 'print syscall((POSIX::uname())[4] eq "aarch64" ? 223 : 221, 999, 0, 0, 4)';
    expect((await perl(first, drop)).out).toBe(first.enforcement.pageCache === 'filtered' ? '0' : '-1');
  });

  it.skipIf(bench.reusesDisk)('inode numbers do not tell what an earlier sandbox did', async () => {
    const numbers: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      await using box = await bench.open();
      numbers.push(
        (await run(box, 'touch own && stat -c %i own; mkdir many && touch many/$(seq -s " many/" 200)')).out,
      );
    }
    expect(numbers[1]).toBe(numbers[0]);
  });
}
