import { beforeEach, describe, expect, it } from 'vitest';
import { WORKSPACE } from '../../src/sandbox/contract.ts';
import { type Bench, run as runIn, useSandbox } from './bench.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const STATE = `${WORKSPACE}/src kept`;

/** Whatever a command does to its shell, the next one finds working directory and environment as they were. */
export function shellHostileCases(bench: Bench): void {
  const { run } = useSandbox(bench);
  const state = async () => (await run('printf "%s %s" "$PWD" "$KEPT"', { timeoutMs: 10_000 })).out;
  beforeEach(async () => {
    await run(`unset IFS; export PATH=${PATH} HOME=/tmp KEPT=kept; cd ${WORKSPACE}/src`);
  });

  describe('commands that end or hurt their shell', () => {
    const commands = {
      'exit in the middle': 'exit 3; echo no',
      'exec of something short': 'exec true',
      'exec of something that is not there': 'exec /no/such/program',
      'redirecting its own output for good': 'exec > /tmp/redirected 2>&1; echo gone',
      'closing stdin': 'exec 0<&-',
      'closing all descriptors': 'exec 0<&- 1>&- 2>&-; for fd in 3 4 5 6 7 8 9; do eval "exec $fd>&-"; done',
      'set -e': 'set -e; false; echo no',
      'set -u': 'set -u; echo $missing; echo no',
      'set -n': 'set -n; echo no',
      'a trap that exits': 'trap "exit 5" EXIT',
      'a trap that never ends': 'trap "while :; do sleep 1; done" EXIT',
      'return from nowhere': 'return 4',
      'break from nowhere': 'break 9; continue 9',
      'kill -9 of its shell': 'kill -9 $$',
      'kill -9 of its parent': 'kill -9 $PPID',
      'kill -9 -1': 'kill -9 -1',
      'kill -9 of its session': 'kill -9 0',
      'stopping its parent': 'kill -STOP $PPID; sleep 0.1',
      'stopping everything': 'kill -STOP -1',
      'stopping itself': 'kill -STOP $$',
      'every signal to its parent': 'for s in HUP INT QUIT PIPE ALRM TERM USR1 USR2 CHLD; do kill -$s $PPID; done',
      'redefining builtins':
        'printf() { :; }; kill() { :; }; read() { :; }; exit() { :; }; head() { :; }; cat() { :; }; cd() { :; }',
      'exporting a function': 'cat() { echo stolen; }; setsid() { echo stolen; }; export -f cat setsid',
      'unset of everything common': 'unset HOME OLDPWD LANG TERM SHELL USER LOGNAME TMPDIR',
      'a directory of another shell': 'OLDPWD=/nowhere; CDPATH=/usr',
      'variables a supervisor may use':
        'nonce=1 token=2 status=3 state=4 saved=5 current=6 next=7; from=8 to=9 text=10',
      'readonly variables': 'readonly KEPT PATH status state',
      'a umask of 777': 'umask 777',
      'lower limits': 'ulimit -n 8; ulimit -f 0; ulimit -u 1 2>/dev/null',
    };
    it.each(Object.entries(commands))('%s', async (_, command) => {
      await run(command, { timeoutMs: 1_500 });
      expect(await state()).toBe(STATE);
    });
  });

  describe('exports that hurt the next shell', () => {
    it.each([
      'unset PATH',
      'export PATH=/nowhere',
      'export IFS=0123abc/',
      'export SHELLOPTS=noexec',
      'export POSIXLY_CORRECT=1',
      'export CDPATH=/usr',
    ])('%s', async (command) => {
      await run(command, { timeoutMs: 1_500 });
      expect(await state()).toBe(STATE);
      expect((await run('/bin/echo program')).out).toBe('program\n');
    });
  });

  it('programs of its own in the PATH are not what the shell itself runs', async () => {
    const programs = 'cat head env setsid printf echo mkdir sh bash test [ true id rm';
    const shim = "printf '#!/bin/false\\n' > /tmp/shims/$name; chmod +x /tmp/shims/$name";
    await run(`mkdir -p /tmp/shims; for name in ${programs}; do ${shim}; done; export PATH=/tmp/shims:$PATH`);
    expect(await state()).toBe(STATE);
    expect((await run('/bin/cat', { stdin: Buffer.from('given') })).out).toBe('given');
    expect((await run('cat ../README.md', { stateful: false })).exitCode).toBe(1);
    expect((await run('cat README.md', { stateful: false })).out).toBe('# Fixture\n');
  });

  describe('text that is no command', () => {
    const texts = [
      'if; then',
      'echo "abc',
      "echo 'abc",
      'echo `abc',
      'echo $(abc',
      '(',
      ')',
      '{',
      '}',
      'fi',
      ';;',
      '&&',
      '| cat',
      'case x in',
      'true; }; {',
      'cat <<END\nabc',
      'echo $((',
      'f() {',
      '\\',
      'a\\',
    ];
    it.each(texts)('%j', async (text) => {
      expect(await run(text)).toMatchObject({ timedOut: false });
      expect(await state()).toBe(STATE);
    });

    it('a syntax error fails and is told', async () => {
      const { exitCode, err } = await run('if; then');
      expect(exitCode).not.toBe(0);
      expect(err).toMatch(/syntax/i);
    });
  });

  describe('commands that do not end', () => {
    const commands = {
      sleeping: 'sleep 4241',
      'after exec': 'exec sleep 4241',
      'ignoring every signal that can be ignored': 'trap "" TERM INT HUP; sleep 4241; sleep 4241',
      'busy, in another directory': 'cd /; export KEPT=lost; while :; do :; done',
      'behind a pipe': 'yes | while read -r x; do :; done',
      'waiting for children': 'sleep 4241 & sleep 4241 & wait',
      'with the output closed': 'exec 1>&- 2>&-; sleep 4241',
      'reading a FIFO that nobody writes': 'rm -f /tmp/fifo; mkfifo /tmp/fifo; cat /tmp/fifo',
    };
    it.each(Object.entries(commands))('%s', async (_, command) => {
      const { timedOut, exitCode } = await run(command, { timeoutMs: 300 });
      expect(timedOut).toBe(true);
      expect(exitCode).not.toBe(0);
      expect(await state()).toBe(STATE);
      expect((await run("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c 'sleep 424[1]'")).out).toBe(
        '0\n',
      );
    });

    it('leaving daemons in sessions of their own', async () => {
      const daemons = '(setsid sh -c "(sleep 4242 &); sleep 4243" &); env -i setsid sleep 4244 & sleep 100';
      expect((await run(daemons, { timeoutMs: 300 })).timedOut).toBe(true);
      expect(await state()).toBe(STATE);
    });
  });

  it('exec to a file: what is written there is there', async () => {
    await run('exec > /tmp/written; echo line');
    expect(await run('echo back; cat /tmp/written')).toMatchObject({ out: 'back\nline\n', exitCode: 0 });
  });

  it('a shell killed by a signal is told as such, or as lost', async () => {
    const { exitCode, lost } = await run('kill -9 $$');
    expect(lost ? null : 137).toBe(exitCode);
  });

  it('a fork bomb is contained, and a later command works', { timeout: 40_000 }, async () => {
    await using box = await bench.open({ resources: { cpus: 2, memoryMb: 256, pids: 64, diskMb: 16 } });
    await runIn(box, 'cd src; export KEPT=kept');
    await runIn(box, 'bomb() { bomb | bomb & }; bomb; sleep 20', { timeoutMs: 1_500 });
    const later = async () => (await runIn(box, 'printf "%s %s" "$PWD" "$KEPT"', { timeoutMs: 3_000 })).out;
    await expect.poll(later, { timeout: 20_000 }).toBe(STATE);
  });
}
