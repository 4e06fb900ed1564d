import { describe, expect, it } from 'vitest';
import { type Bench, useSandbox } from './bench.ts';
import { FIXTURE_SUBJECT } from './fixture.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** Statuses, the bytes that come out and the bytes that go in. */
export function shellOutputCases(bench: Bench): void {
  const { run } = useSandbox(bench);

  describe('status', () => {
    it.each([
      ['true', 0],
      ['(exit 7)', 7],
      ['false; true', 0],
      ['', 0],
      ['# only a comment', 0],
      ['no-such-program', 127],
      ['./README.md', 126],
      ["sh -c 'kill -TERM $$'", 143],
      ["sh -c 'kill -KILL $$'", 137],
      ['exit 3', 3],
      ['echo one\necho two\n\nexit 4\n', 4],
    ])('%j ends with %i', async (command, exitCode) => {
      expect(await run(command)).toMatchObject({ exitCode, timedOut: false, lost: false });
    });
  });

  describe('output', () => {
    it('is kept apart and without a line end that was not written', async () => {
      const none = { stdout: 0, stderr: 0 };
      expect(await run('printf abc; printf def >&2')).toMatchObject({ out: 'abc', err: 'def', omitted: none });
    });

    it('may be any bytes', async () => {
      const { stdout } = await run('i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i + 1)); done');
      expect(stdout).toEqual(EVERY_BYTE);
    });

    it('may be UTF-8, and so may the command', async () => {
      expect((await run('printf %s "čžý ☃"; echo ünïcode-*')).out).toBe('čžý ☃ünïcode-名.txt\n');
    });

    it('may look like the end of a command', async () => {
      const marks =
        "printf '\\0%s 0\\0' 0123456789abcdef0123456789abcdef; printf '\\0\\0ready 0\\0'; printf '\\0' >&2; (exit 7)";
      const { exitCode, stdout } = await run(marks);
      expect({ exitCode, bytes: stdout.length }).toEqual({ exitCode: 7, bytes: 36 + 10 });
      expect((await run('echo next')).out).toBe('next\n');
    });

    it('may repeat all that can be read of the processes around', async () => {
      await run('cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>&1 | tee /dev/stderr');
      expect(await run('echo next')).toMatchObject({ out: 'next\n', err: '', exitCode: 0 });
    });

    it('is not waited for when a background job holds it', async () => {
      const { out, timedOut } = await run(
        '(while :; do sleep 0.05; done) & a=$!; sleep 77 & echo started; (sleep 1; kill $a $!) &',
        {
          timeoutMs: 10_000,
        },
      );
      expect({ out, timedOut }).toEqual({ out: 'started\n', timedOut: false });
    });

    it('what came before a time-out is kept', async () => {
      const { out, err, timedOut } = await run('echo before; echo too >&2; sleep 100', { timeoutMs: 500 });
      expect({ out, err, timedOut }).toEqual({ out: 'before\n', err: 'too\n', timedOut: true });
    });
  });

  describe('the middle of a long output is left out and counted', () => {
    it('100 MB on stdout', async () => {
      const { stdout, omitted, out } = await run('echo begin; head -c 100000000 /dev/zero; echo end', {
        maxOutputBytes: 10_000,
      });
      expect(stdout.length).toBe(10_000);
      expect(omitted).toEqual({ stdout: 100_000_010 - 10_000, stderr: 0 });
      expect([out.slice(0, 7), out.slice(-5)]).toEqual(['begin\n\0', '\0end\n']);
    });

    it('100 MB on stderr', async () => {
      const { stderr, omitted, out } = await run('head -c 100000000 /dev/zero >&2; echo end', {
        maxOutputBytes: 10_000,
      });
      expect({ out, stderr: stderr.length, omitted }).toEqual({
        out: 'end\n',
        stderr: 10_000,
        omitted: { stdout: 0, stderr: 100_000_000 - 10_000 },
      });
    });

    it('both at once', async () => {
      const { omitted } = await run('head -c 9000000 /dev/zero >&2 & head -c 9000000 /dev/zero; wait', {
        maxOutputBytes: 1_000,
      });
      expect(omitted).toEqual({ stdout: 8_999_000, stderr: 8_999_000 });
    });

    it.each([
      [99, 99],
      [100, 100],
      [101, 100],
      [1_000, 100],
    ])('of %i bytes %i are kept', async (written, kept) => {
      const { stdout, omitted } = await run(`head -c ${written} /dev/zero`, { maxOutputBytes: 100 });
      expect([stdout.length, omitted.stdout]).toEqual([kept, written - kept]);
    });
  });

  describe('command', () => {
    it('of 200 kB', async () => {
      expect((await run(`: ${'x'.repeat(200_000)}; echo ok`)).out).toBe('ok\n');
    });

    it('with a here-document of 1 MB', async () => {
      expect((await run(`wc -c <<'END'\n${'x'.repeat(1_000_000)}\nEND`)).out).toBe('1000001\n');
    });

    it('with a here-document that ends in anything a supervisor might use', async () => {
      expect((await run("cat <<'X'\nEND\nEOF\nE\nX")).out).toBe('END\nEOF\nE\n');
    });

    it('300 short ones leave no processes behind', async () => {
      const count = async () => Number((await run('ls -d /proc/[0-9]* | wc -l')).out);
      const before = await count();
      for (let i = 0; i < 300; i++) await run('(sleep 0 &)');
      await run('sleep 0.1');
      expect(await count()).toBeLessThanOrEqual(before + 2);
    });
  });

  describe('stdin', () => {
    it('is at its end when none is given', async () => {
      expect((await run('cat; read x; echo $?')).out).toBe('1\n');
      expect((await run('cat; echo end', { stdin: Buffer.alloc(0) })).out).toBe('end\n');
    });

    it('may be any bytes', async () => {
      expect((await run('cat', { stdin: EVERY_BYTE })).stdout).toEqual(EVERY_BYTE);
    });

    it('may be 2 MB', async () => {
      expect((await run('wc -c', { stdin: Buffer.alloc(2_000_000, 'x\n') })).out).toBe('2000000\n');
    });

    it.each(['true', 'head -c 10 > /dev/null', 'exec <&-', 'exit 0'])('2 MB may be left to %s', async (command) => {
      await run(command, { stdin: Buffer.alloc(2_000_000, 'exit 9\n') });
      expect(await run('cat; echo next')).toMatchObject({ out: 'next\n', exitCode: 0 });
    });
  });

  describe('there is no terminal', () => {
    it('on any descriptor, and none to open', async () => {
      const { out } = await run(
        'test -t 0 || test -t 1 || test -t 2 || echo none; (: < /dev/tty) 2>/dev/null || echo none',
      );
      expect(out).toBe('none\nnone\n');
    });

    it('so a pager does not hang, and git answers', async () => {
      expect(await run('git log --format=%s')).toMatchObject({ out: `${FIXTURE_SUBJECT}\n`, exitCode: 0 });
      expect((await run('git --paginate status --short; git --paginate log')).timedOut).toBe(false);
    });
  });
}
