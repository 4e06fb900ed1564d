import { beforeEach, describe, expect, it } from 'vitest';
import { WORKSPACE } from '../../src/sandbox/contract.ts';
import { type Bench, run as runIn, useSandbox } from './bench.ts';

/** What the shell carries from one command to the next, and what it doesn't. */
export function shellStateCases(bench: Bench): void {
  const { run } = useSandbox(bench);
  beforeEach(async () => {
    await run(`cd ${WORKSPACE}`);
  });

  describe('working directory', () => {
    it('starts in the workspace', async () => {
      expect((await run('pwd', { stateful: false })).out).toBe(`${WORKSPACE}\n`);
    });

    it('survives a command, also one that fails after changing it', async () => {
      await run('cd src');
      expect((await run('pwd')).out).toBe(`${WORKSPACE}/src\n`);
      await run('cd deep; false');
      expect((await run('pwd')).out).toBe(`${WORKSPACE}/src/deep\n`);
    });

    it('survives a command that sets a trap on EXIT', async () => {
      await run('cd src; trap : EXIT');
      expect((await run('pwd')).out).toBe(`${WORKSPACE}/src\n`);
    });

    it.each([
      'two words',
      `quote'and"quote`,
      '$(echo run)',
      'back\\slash',
      'line\nbreak',
      'breaks at the end\n',
      '-P',
      'ünïcode',
    ])('may be called %j', async (name) => {
      await run(`mkdir -p -- ./${quote(name)}; cd -- ./${quote(name)}`);
      expect((await run('printf %s "$PWD"')).out).toBe(`${WORKSPACE}/${name}`);
      await run('echo here > marker');
      expect((await run(`cat ${WORKSPACE}/${quote(name)}/marker`)).out).toBe('here\n');
    });

    it('may be deleted under the shell', async () => {
      await run('mkdir gone; cd gone; rmdir ../gone');
      expect(await run('echo still here')).toMatchObject({ out: 'still here\n', exitCode: 0, lost: false });
      await run(`cd ${WORKSPACE}/src`);
      expect((await run('pwd')).out).toBe(`${WORKSPACE}/src\n`);
    });
  });

  describe('exported variables', () => {
    const values = {
      plain: 'value',
      empty: '',
      spaces: '  two  spaces  ',
      'line breaks, also at the end': '\none\ntwo\n\n',
      quotes: `a'b"c\`d`,
      'what a shell would run': '$(echo run) `echo run` $HOME $0 ! * ~',
      backslashes: '\\ \\n \\\\',
      'what looks like an assignment': `x'\nexport STOLEN=1\ndeclare -x STOLEN=2\n`,
      unicode: 'čžý ☃',
      '100 kB': 'x'.repeat(100_000),
    };
    it.each(Object.entries(values))('survive: %s', async (_, value) => {
      await run(`export VALUE=${quote(value)}`);
      const { out } = await run('printf %s "$VALUE"; printf %s "$STOLEN"');
      expect(out === value, `got ${JSON.stringify(out.slice(0, 200))}`).toBe(true);
    });

    it('can be unset', async () => {
      await run('export GONE=1');
      await run('unset GONE');
      expect((await run('printenv GONE || echo unset')).out).toBe('unset\n');
    });

    it('are seen by programs', async () => {
      await run('export SEEN=yes');
      expect((await run('env | grep ^SEEN=')).out).toBe('SEEN=yes\n');
    });

    it('may be too large to start a program with, until they are unset', async () => {
      await run("export HUGE=$(head -c 300000 /dev/zero | tr '\\0' x)");
      await run('unset HUGE');
      expect(await run('/bin/echo again')).toMatchObject({ out: 'again\n', exitCode: 0 });
    });
  });

  describe('what a command did to its shell breaks no later one', () => {
    const askLater = async (command: string, ask: string) => {
      await run(`cd ${WORKSPACE}; ${command}`);
      await run('cd src');
      return run(`pwd; ${ask}`);
    };
    it.each([
      ['a read-only variable', 'readonly FIXED="a\nb"; export FIXED', 'echo "$FIXED"', 'a\nb\n'],
      ['two attributes at once', 'X=1; export X; readonly X', 'X=2; echo $X', '2\n'],
      ['a read-only PWD', 'readonly PWD OLDPWD; export PWD OLDPWD', 'echo end', 'end\n'],
      ['a name of our own', 'readonly GYMKHANA_CWD=/tmp; export GYMKHANA_CWD', 'echo $GYMKHANA_CWD', '/tmp\n'],
      ['options', 'set -eufC; export FIXED=kept', 'echo $FIXED', 'kept\n'],
      ['a failure under set -e', 'set -e; export FIXED=kept; false', 'echo $FIXED', 'kept\n'],
      ['a trap and an exit', 'trap : INT TERM; export FIXED=kept; exit 3', 'echo $FIXED', 'kept\n'],
    ])('%s', async (_, command, ask, answer) => {
      expect(await askLater(command, ask)).toMatchObject({ out: `${WORKSPACE}/src\n${answer}`, exitCode: 0 });
      await run('unset FIXED');
    });

    it('in bash: variables of the shell itself, functions and arrays', async () => {
      if ((await run('command -v bash')).exitCode !== 0) return;
      const odd = 'export UID EUID PPID SHELLOPTS BASHOPTS; declare -rx R=1; declare -rix N=3';
      const functions = 'greet() { echo "it is $1"; }; export -f greet; cd() { builtin cd "$@"; }; export -f cd';
      const answer = await askLater(`${odd}; ${functions}`, 'greet $R$N; bash -c "greet me"; R=2');
      expect(answer).toMatchObject({ out: `${WORKSPACE}/src\nit is 13\nit is me\n`, exitCode: 0 });
      await run('unset -f greet cd; unset R N');
      const hidden = 'readonly __gymkhana_text=x __gymkhana_status=7 __gymkhana_to=; export __gymkhana_status';
      expect(await askLater(hidden, 'echo $__gymkhana_status')).toMatchObject({
        out: `${WORKSPACE}/src\n7\n`,
        exitCode: 0,
      });
    });
  });

  describe('options and definitions end with the command', () => {
    it.each(['set -e', 'set -u', 'set -f', 'set -C', 'alias echo=false', 'echo() { false; }', 'IFS=ch'])(
      '%s',
      async (command) => {
        await run(command);
        const { out } = await run(
          'false; set -- *.md; echo "$1" $NOPE; echo x > /tmp/twice; echo x > /tmp/twice && echo end',
        );
        expect(out).toBe('README.md\nend\n');
      },
    );

    it('no trap of an earlier command is run', async () => {
      expect(await run('trap "echo bye" EXIT; echo hi')).toMatchObject({ out: 'hi\nbye\n', exitCode: 0 });
      expect((await run('echo hi')).out).toBe('hi\n');
    });
  });

  describe('stateful: false', () => {
    it('sees nothing of what was saved', async () => {
      await run('cd src; export KEPT=1');
      expect((await run('pwd; printenv KEPT || echo unset', { stateful: false })).out).toBe(`${WORKSPACE}\nunset\n`);
    });

    it('changes nothing of it', async () => {
      await run('cd src; export KEPT=1; unset EXTRA');
      await run('cd /tmp; export KEPT=2 EXTRA=3', { stateful: false });
      expect((await run('echo $PWD $KEPT; printenv EXTRA || echo unset')).out).toBe(`${WORKSPACE}/src 1\nunset\n`);
    });

    it('is not bent by a PATH that was exported', async () => {
      await using box = await bench.open();
      const shim = 'mkdir shims; printf "#!/bin/sh\\necho shim\\n" > shims/cat; chmod +x shims/cat';
      await runIn(box, `${shim}; export PATH=$PWD/shims:$PATH`);
      expect((await runIn(box, 'cat README.md', { stateful: false })).out).toBe('# Fixture\n');
    });
  });

  it('parallel calls run one after another, in the order they were made', async () => {
    const add = (n: number) => run(`read last < last 2>/dev/null; sleep 0.02; echo "$last ${n}" > last`);
    await Promise.all([1, 2, 3, 4, 5].map(add));
    expect((await run('cat last; rm last')).out.trim()).toBe('1 2 3 4 5');
  });
}

/** A string as one word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
