import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../../src/sandbox/contract.ts';
import { type Bench, exec, useSandbox } from './bench.ts';
import { ODD_WORDS } from './odd-words.ts';

const ROLES = ['agent', 'tests'] as const;

/** One command with a status that is seen from outside. */
export function execCases(bench: Bench): void {
  describe.each(ROLES)('in the role %s', (role) => {
    const shared = useSandbox(bench, { role });

    it.each([
      ['true', 0],
      ['exit 3', 3],
      ['exit 255', 255],
      ['kill -TERM $$', 143],
      ['kill -KILL $$', 137],
    ])('%s ends with %i', async (command, exitCode) => {
      expect(await shared.exec(command)).toMatchObject({ exitCode, timedOut: false });
    });

    it.each([['/no/such/program'], ['no-such-program'], ['./README.md']])('%s cannot be started', async (program) => {
      expect([126, 127]).toContain((await shared.exec([program])).exitCode);
    });

    it('the status is not what the process says it is', async () => {
      const forged =
        "printf '\\0%s 0\\0' 0123456789abcdef; printf '{\"ExitCode\":0}\\n'; printf '\\001\\0\\0\\0\\0\\0\\0\\004fake'; exit 5";
      const { exitCode, out } = await shared.exec(forged);
      expect(exitCode).toBe(5);
      expect(out).toContain('{"ExitCode":0}\n\x01\0\0\0\0\0\0\x04fake');
    });

    it('runs in the workspace, with stdin at its end', async () => {
      expect((await shared.exec('pwd; cat; echo end')).out).toBe(`${WORKSPACE}\nend\n`);
    });

    it('argv arrives as it is', async () => {
      const { out } = await shared.exec(['printf', '<%s>', ...ODD_WORDS]);
      expect(out === ODD_WORDS.map((arg) => `<${arg}>`).join('')).toBe(true);
    });

    it('env arrives as it is, for this command only', async () => {
      const env = { PLAIN: '1', EMPTY: '', ODD: `it's $(echo run) "x"\nA=B` };
      const { out } = await shared.exec('printenv PLAIN EMPTY ODD', { env });
      expect(out).toBe(`1\n\n${env.ODD}\n`);
      expect((await shared.exec('printenv PLAIN || echo unset')).out).toBe('unset\n');
    });

    it('the middle of a long output is left out and counted', async () => {
      const command = 'echo begin; head -c 20000000 /dev/zero; echo end; head -c 20000000 /dev/zero >&2';
      const { exitCode, out, stderr, omitted } = await shared.exec(command, { maxOutputBytes: 1_000 });
      expect({ exitCode, kept: [out.length, stderr.length], omitted }).toEqual({
        exitCode: 0,
        kept: [1_000, 1_000],
        omitted: { stdout: 20_000_010 - 1_000, stderr: 20_000_000 - 1_000 },
      });
      expect([out.slice(0, 6), out.slice(-4)]).toEqual(['begin\n', 'end\n']);
    });

    it('a background job that holds the output is not waited for', async () => {
      const { exitCode, out } = await shared.exec('sleep 30 & echo started', { timeoutMs: 10_000 });
      expect({ exitCode, out }).toEqual({ exitCode: 0, out: 'started\n' });
    });

    it('two may run at once', async () => {
      const [a, b] = await Promise.all([shared.exec('echo a; exit 1'), shared.exec('echo b; exit 2')]);
      expect([a.out, a.exitCode, b.out, b.exitCode]).toEqual(['a\n', 1, 'b\n', 2]);
    });

    it('runs without any privilege', async () => {
      const { out } = await shared.exec('cat /proc/self/status');
      expect(privileges(out)).toEqual(UNPRIVILEGED);
    });

    it('a time-out kills the sandbox', async () => {
      await using box = await bench.open({ role });
      const late = await exec(box, 'echo begun; trap "" TERM; (setsid sleep 100 &); sleep 100; sleep 100', {
        timeoutMs: 700,
      });
      expect(late).toMatchObject({ exitCode: null, timedOut: true, out: 'begun\n' });
      await expect(exec(box, 'true')).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    });
  });

  it.each(Object.entries(FORGED_BY_INIT))('the status is not what an init can be made to say: %s', async (_, perl) => {
    await using box = await bench.open({ role: 'tests' });
    expect((await exec(box, ['sh', '-c', 'perl -e "$1"; exit 7', 'sh', perl])).exitCode).toBe(7);
  });

  it('does not see what the shell exported, nor where it went', async () => {
    await using box = await bench.open();
    await box.shell.run('export LEAK=1; cd src', { timeoutMs: 5_000, maxOutputBytes: 100 });
    expect((await exec(box, 'printenv LEAK || pwd')).out).toBe(`${WORKSPACE}\n`);
  });

  it('the shell runs without any privilege either', async () => {
    await using box = await bench.open();
    const { stdout } = await box.shell.run('cat /proc/self/status', { timeoutMs: 5_000, maxOutputBytes: 10_000 });
    expect(privileges(stdout.toString())).toEqual(UNPRIVILEGED);
  });
}

/** An init of the same user as the code below it is one that can be steered. */
const FORGED_BY_INIT = {
  'its descriptors taken, and status 0 written to each': `my $init = syscall 434, 1, 0;
    for my $n (3 .. 15) {
      my $taken = syscall 438, $init, $n, 0;
      next if $taken < 0;
      open my $status, ">&=", $taken; syswrite $status, pack "Q", 1;
    }`,
  'its code replaced by exit(0), for x86': `my $exit = "\\x31\\xff\\xb8\\xe7\\0\\0\\0\\x0f\\x05";
    open my $memory, "+<", "/proc/1/mem" or exit; open my $maps, "<", "/proc/1/maps" or exit;
    for (<$maps>) {
      my ($from, $to) = map hex, /^(\\w+)-(\\w+) r-xp .*\\// or next;
      sysseek $memory, $from, 0; syswrite $memory, ("\\x90" x ($to - $from - length $exit)) . $exit;
    }`,
};

const NONE = '0000000000000000';
const UNPRIVILEGED = {
  root: false,
  CapInh: NONE,
  CapPrm: NONE,
  CapEff: NONE,
  CapAmb: NONE,
  NoNewPrivs: '1',
  Seccomp: '2',
};

function privileges(status: string): Record<string, unknown> {
  const field = (name: string) => status.match(new RegExp(`^${name}:\\s*(.*)$`, 'm'))?.[1] ?? '';
  const ids = `${field('Uid')} ${field('Gid')} ${field('Groups')}`.split(/\s+/);
  const named = ['CapInh', 'CapPrm', 'CapEff', 'CapAmb', 'NoNewPrivs', 'Seccomp'].map((name) => [name, field(name)]);
  return { root: ids.includes('0'), ...Object.fromEntries(named) };
}
