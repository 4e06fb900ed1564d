import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeter } from '../../src/budget/meter.ts';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { createToolbox } from '../../src/tools/metered-toolbox.ts';
import type { Toolbox } from '../../src/tools/toolbox.ts';

const limits = { turns: 10_000, minutes: 10, toolTimeoutSeconds: 30 };

/** Every tool, through the toolbox, in one sandbox of the role `agent`. */
export function toolCases(open: () => Promise<Sandbox>): void {
  describe('tools', () => {
    let sandbox: Sandbox;
    let toolbox: Toolbox;
    let folders = 0;

    beforeAll(async () => {
      sandbox = await open();
      toolbox = toolboxOf(sandbox, 'echo "report at $GYMKHANA_REPORT"; echo one >> "$GYMKHANA_REPORT"; pwd; exit 3');
    });
    afterAll(() => sandbox?.close());

    const call = (tool: string, args: Record<string, unknown>) => toolbox.call(tool, args);
    const works = async (tool: string, args: Record<string, unknown>) => {
      const result = await call(tool, args);
      expect(result.text, JSON.stringify(args).slice(0, 300)).toSatisfy(() => !result.isError);
      return result.text;
    };
    const fails = async (tool: string, args: Record<string, unknown>) => {
      const result = await call(tool, args);
      expect(result.text).toSatisfy(() => result.isError);
      return result.text;
    };
    const sh = (command: string) => works('bash', { command: `(cd /workspace\n${command}\n)` });
    /** A fresh folder of the workspace, relative to it. */
    const folder = async () => {
      folders += 1;
      await sh(`mkdir case-${folders}`);
      return `case-${folders}`;
    };
    const hex = async (path: string) => (await sh(`od -An -v -tx1 -- "./${path}" | tr -d ' \\n'`)).trim();
    const hexOf = (text: string) => Buffer.from(text).toString('hex');

    describe('bash', () => {
      it('keeps directory and environment', async () => {
        await works('bash', { command: 'mkdir -p kept && cd kept && export KEPT="a  b"' });
        expect(await works('bash', { command: 'echo "$KEPT"; basename "$PWD"; cd ..' })).toBe('a  b\nkept');
      });

      it('shows stdout, then stderr, then the exit code', async () => {
        expect(await fails('bash', { command: 'echo out; echo err >&2; exit 3' })).toBe(
          'out\n[stderr]\nerr\n[exit code 3]',
        );
        expect(await works('bash', { command: 'true' })).toBe('(no output)');
      });

      it('has no input to wait for', async () => {
        expect(await works('bash', { command: 'cat; echo over' })).toBe('over');
      });

      it('times out and finds directory and environment as before', async () => {
        await works('bash', { command: 'mkdir -p slow && cd slow && export SLOW=before' });
        const text = await fails('bash', { command: 'cd /; export SLOW=after; sleep 60', timeoutSeconds: 0.3 });
        expect(text).toContain('timed out after 0.3 s; the working directory and environment are as before it');
        expect(await works('bash', { command: 'echo $SLOW; basename "$PWD"; cd ..' })).toBe('before\nslow');
      });

      it('cuts long output in the middle and says by how much', async () => {
        const text = await works('bash', {
          command: 'echo first; head -c 1000000 /dev/zero | tr "\\0" x; echo; echo last',
        });
        expect(text).toMatch(/^first\nx+\n… [\d,]+ bytes left out …\nx+\nlast$/);
        expect(text.length).toBeLessThan(34_000);
        const left = Number(/… ([\d,]+) bytes/.exec(text)?.[1]?.replaceAll(',', ''));
        expect(left + text.match(/x/g)!.length).toBe(1_000_000);
      });
    });

    describe('read_file', () => {
      it('numbers lines and shows a range', async () => {
        const dir = await folder();
        await sh(`printf 'one\\ntwo\\nthree\\nfour\\n' > ${dir}/a`);
        expect(await works('read_file', { path: `${dir}/a` })).toBe(
          '     1\tone\n     2\ttwo\n     3\tthree\n     4\tfour',
        );
        expect(await works('read_file', { path: `${dir}/a`, startLine: 2, endLine: 3 })).toBe(
          '     2\ttwo\n     3\tthree\n[lines 2–3 of 4]',
        );
        expect(await works('read_file', { path: `/workspace/${dir}/a`, startLine: 4, endLine: 99 })).toContain('four');
        expect(await fails('read_file', { path: `${dir}/a`, startLine: 5 })).toContain('has only 4 lines');
        expect(await fails('read_file', { path: `${dir}/a`, startLine: 3, endLine: 2 })).toContain('before');
      });

      it('says CRLF, no last newline, empty', async () => {
        const dir = await folder();
        await sh(`printf 'a\\r\\nb' > ${dir}/a; : > ${dir}/empty`);
        expect(await works('read_file', { path: `${dir}/a` })).toBe(
          '     1\ta\n     2\tb\n[lines end in CRLF]\n[no newline at the end of the file]',
        );
        expect(await works('read_file', { path: `${dir}/empty` })).toBe('(the file is empty)');
      });

      it('shows the start of a 5 MB file and where to go on', async () => {
        const dir = await folder();
        await sh(`seq 1 700000 > ${dir}/big; head -c 5000000 /dev/zero | tr '\\0' é > ${dir}/line`);
        const text = await works('read_file', { path: `${dir}/big` });
        const [, next = ''] = /go on with startLine (\d+)\]$/.exec(text) ?? [];
        expect(text).toContain(`[lines 1–${Number(next) - 1} of 700000;`);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32_000);
        expect(await works('read_file', { path: `${dir}/big`, startLine: Number(next) })).toMatch(
          new RegExp(`^ *${next}\\t${next}\n`),
        );
        expect(await works('read_file', { path: `${dir}/line` })).toContain('[line 1 is longer than one call shows');
      });

      it('follows symlinks; refuses what is no text file', async () => {
        const dir = await folder();
        await sh(
          `cd ${dir}; echo hi > a; ln -s a link; ln -s gone dangling; mkfifo pipe; printf 'a\\0b' > bin; mkdir d`,
        );
        expect(await works('read_file', { path: `${dir}/link` })).toContain('hi');
        expect(await fails('read_file', { path: `${dir}/dangling` })).toBe(`${dir}/dangling: no such file`);
        expect(await fails('read_file', { path: `${dir}/none` })).toBe(`${dir}/none: no such file`);
        expect(await fails('read_file', { path: `${dir}/d` })).toContain('is a directory');
        expect(await fails('read_file', { path: `${dir}/pipe` })).toContain('is not a regular file');
        expect(await fails('read_file', { path: `${dir}/bin` })).toContain('is a binary file of 3 bytes');
        expect(await fails('read_file', { path: 'a\0b' })).toContain('NUL');
        expect(await fails('read_file', { path: '' })).toContain('path');
      });
    });

    describe('write_file', () => {
      it('makes folders and writes exactly the content', async () => {
        const dir = await folder();
        const content = 'é漢 $HOME `x` \'"\\\r\n\tno newline at the end';
        expect(await works('write_file', { path: `${dir}/x/y/z`, content })).toContain(`to ${dir}/x/y/z`);
        expect(await hex(`${dir}/x/y/z`)).toBe(hexOf(content));
        await works('write_file', { path: `${dir}/x/y/z`, content: '' });
        expect(await sh(`test -f ${dir}/x/y/z && wc -c < ${dir}/x/y/z`)).toBe('0');
      });

      it('takes 5 MB', async () => {
        const dir = await folder();
        await works('write_file', { path: `${dir}/big`, content: '0123456789'.repeat(500_000) });
        expect(await sh(`wc -c < ${dir}/big`)).toContain('5000000');
      });

      it('keeps the mode and writes through a symlink', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; echo a > run; chmod 755 run; ln -s run link`);
        await works('write_file', { path: `${dir}/link`, content: 'b\n' });
        expect(await sh(`cd ${dir}; cat run; stat -c %a run; test -L link`)).toBe('b\n755');
      });

      it('refuses folders, pipes and files as folders', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; echo a > a; mkfifo pipe`);
        expect(await fails('write_file', { path: dir, content: '' })).toContain('is a directory');
        expect(await fails('write_file', { path: `${dir}/pipe`, content: 'x' })).toContain('is not a regular file');
        expect(await fails('write_file', { path: `${dir}/a/b`, content: 'x' })).toContain(`${dir}/a/b: `);
        expect(await hex(`${dir}/a`)).toBe(hexOf('a\n'));
      });
    });

    it.each([
      ['spaces', 'a  b/c d'],
      ['quotes', `it's "q" \`x\` $HOME/\\n`],
      ['newlines', 'a\n/b\nc'],
      ['a last newline', 'last\n'],
      ['leading dashes', '-rf/--help'],
      ['globs', '*/[a]?'],
      ['unicode', 'é/漢字'],
    ])('a path with %s works in every tool', async (_, name) => {
      const dir = await folder();
      const path = `${dir}/${name}`;
      await works('write_file', { path, content: 'alpha\n' });
      expect(await works('read_file', { path })).toBe('     1\talpha');
      await works('edit_file', { path, oldText: 'alpha', newText: 'beta' });
      expect(await works('search', { pattern: 'beta', path })).toContain(':1:beta');
      expect(await works('list_files', { path: dir, depth: 5 })).toContain(
        /\n/.test(name) ? JSON.stringify(name).slice(1, -1) : name,
      );
      // From its own folder the path may start with a dash.
      await works('write_file', { path: name, content: 'gamma\n' });
      expect(await works('read_file', { path: name })).toContain('gamma');
    });

    describe('edit_file', () => {
      it('replaces one place and nothing else', async () => {
        const dir = await folder();
        await sh(`printf 'a\\nb\\nc' > ${dir}/f; chmod 755 ${dir}/f`);
        expect(await works('edit_file', { path: `${dir}/f`, oldText: 'b\n', newText: '$& \\1\nd\n' })).toContain(
          'line 2',
        );
        expect(await hex(`${dir}/f`)).toBe(hexOf('a\n$& \\1\nd\nc'));
        expect(await sh(`stat -c %a ${dir}/f`)).toBe('755');
      });

      it('keeps CRLF and bytes that are not UTF-8', async () => {
        const dir = await folder();
        await sh(`printf 'one\\r\\ntwo\\r\\nthree\\r\\n' > ${dir}/crlf; printf '\\351\\nx\\n' > ${dir}/latin`);
        await works('edit_file', { path: `${dir}/crlf`, oldText: 'one\ntwo', newText: 'one\n2\n2b' });
        expect(await hex(`${dir}/crlf`)).toBe(hexOf('one\r\n2\r\n2b\r\nthree\r\n'));
        await works('edit_file', { path: `${dir}/latin`, oldText: 'x', newText: 'é' });
        expect(await hex(`${dir}/latin`)).toBe(`e90a${hexOf('é\n')}`);
      });

      it('edits a 5 MB file', async () => {
        const dir = await folder();
        await sh(`seq 1 700000 > ${dir}/big; sed 's/^650000$/here/' ${dir}/big > ${dir}/wanted`);
        expect(await works('edit_file', { path: `${dir}/big`, oldText: '\n650000\n', newText: '\nhere\n' })).toContain(
          'line 649999',
        );
        await sh(`cmp ${dir}/big ${dir}/wanted`);
      });

      it('says how near a miss is, and where several matches are', async () => {
        const dir = await folder();
        const content = 'function add(a, b) {\n\treturn a - b;\n}\nx\nx\nx\n';
        await works('write_file', { path: `${dir}/f`, content });
        const miss = (oldText: string) => fails('edit_file', { path: `${dir}/f`, oldText, newText: 'new' });
        expect(await miss('    return a - b;')).toContain(
          'line 2 differs from it only in whitespace:\n\treturn a - b;',
        );
        expect(await miss('function add(a, c) {')).toContain('nearest line to its first is 1:\nfunction add(a, b) {');
        expect(await miss('function add(a, b) {\n\treturn a + b;')).toContain('line 2 is:\n\treturn a - b;');
        expect(await miss('entirely different')).toBe(`${dir}/f: oldText is not in the file`);
        expect(await miss('x\n')).toContain('is there 3 times, in lines 4, 5, 6');
        expect(await hex(`${dir}/f`)).toBe(hexOf(content));
      });

      it('refuses what it can not edit', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; printf 'a\\0b' > bin; truncate -s 20M large; echo a > a`);
        const edit = { oldText: 'a', newText: 'b' };
        expect(await fails('edit_file', { path: `${dir}/bin`, ...edit })).toContain('is a binary file');
        expect(await fails('edit_file', { path: `${dir}/large`, ...edit })).toContain('too large');
        expect(await fails('edit_file', { path: `${dir}/none`, ...edit })).toContain('no such file');
        expect(await fails('edit_file', { path: dir, ...edit })).toContain('is a directory');
        expect(await fails('edit_file', { path: `${dir}/a`, oldText: 'a', newText: 'a' })).toContain('the same');
        expect(await fails('edit_file', { path: `${dir}/a`, oldText: '', newText: 'a' })).toContain('oldText');
      });
    });

    describe('search', () => {
      it('finds by extended regular expression, in order, without .git and binary files', async () => {
        const dir = await folder();
        await sh(
          `cd ${dir}; mkdir -p .git b a; echo foo1 > .git/x; printf 'no\\nfoo12\\n' > b/x.ts; echo foo3 > a/y.js; printf 'foo4\\0' > bin`,
        );
        expect(await works('search', { pattern: 'fo{2}[0-9]+', path: dir })).toBe(
          `${dir}/a/y.js:1:foo3\n${dir}/b/x.ts:2:foo12`,
        );
        expect(await works('search', { pattern: 'foo', path: dir, glob: '*.ts' })).toBe(`${dir}/b/x.ts:2:foo12`);
        expect(await works('search', { pattern: 'foo12' })).toContain(`${dir}/b/x.ts:2:foo12`);
      });

      it('tells no match, bad patterns and missing paths apart', async () => {
        const dir = await folder();
        await works('write_file', { path: `${dir}/f`, content: "-e x\nit's 漢字\n" });
        expect(await works('search', { pattern: 'absent', path: dir })).toBe('no match');
        expect(await fails('search', { pattern: '(', path: dir })).toMatch(/grep: /);
        expect(await fails('search', { pattern: 'a', path: `${dir}/none` })).toContain('No such file');
        expect(await fails('search', { pattern: 'a', glob: 'src/*.ts' })).toContain('glob');
        expect(await works('search', { pattern: '-e', path: dir })).toContain(':1:-e x');
        expect(await works('search', { pattern: "it's .字", path: dir })).toContain(':2:');
      });

      it('says when there is more, and cuts long lines', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; seq 1 5000 > many; head -c 1000000 /dev/zero | tr '\\0' z > long`);
        const text = await works('search', { pattern: '[0-9]', path: dir });
        expect(text.split('\n')).toHaveLength(201);
        expect(text).toContain('[more than 200 matches');
        expect((await works('search', { pattern: 'zzz', path: dir })).length).toBeLessThan(600);
      });
    });

    describe('list_files', () => {
      it('lists to a depth, without .git', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; mkdir -p .git/x a/b/c; touch a/b/c/f a/g; ln -s g a/l`);
        expect(await works('list_files', { path: dir })).toBe(`${dir}/a/\n${dir}/a/b/\n${dir}/a/g\n${dir}/a/l -> g`);
        expect(await works('list_files', { path: dir, depth: 9 })).toContain(`${dir}/a/b/c/f`);
        expect((await works('list_files', { depth: 1 })).split('\n')).toContain(`${dir}/`);
        expect(await works('list_files', { path: `${dir}/a/b/c`, depth: 1 })).toBe(`${dir}/a/b/c/f`);
      });

      it('is capped, and says what is no folder', async () => {
        const dir = await folder();
        await sh(`cd ${dir}; mkdir empty many; cd many; seq 1 600 | xargs touch`);
        const text = await works('list_files', { path: `${dir}/many` });
        expect(text.split('\n')).toHaveLength(501);
        expect(text).toContain('[more than 500 entries');
        expect(await works('list_files', { path: `${dir}/empty` })).toBe('(the folder is empty)');
        expect(await fails('list_files', { path: `${dir}/none` })).toContain('no such folder');
        expect(await fails('list_files', { path: `${dir}/many/1` })).toContain('is not a folder');
      });
    });

    describe('run_tests', () => {
      it('runs in the workspace with a fresh report file, whatever the shell did', async () => {
        await works('bash', { command: 'cd /; export GYMKHANA_REPORT=/nowhere' });
        const result = await call('run_tests', {});
        await works('bash', { command: 'cd /workspace; unset GYMKHANA_REPORT' });
        const [said = '', pwd, code] = result.text.split('\n').filter((line) => !line.startsWith('$ '));
        expect([pwd, code, result.isError]).toEqual(['/workspace', '[exit code 3]', true]);
        const report = said.replace('report at ', '');
        await call('run_tests', {});
        expect(await works('bash', { command: `cat ${report}` })).toBe('one');
      });

      it('shows exit code 0 too, and the command as it can be run in bash', async () => {
        const { text, isError } = await toolboxOf(sandbox, 'echo "$GYMKHANA_REPORT"\necho fine').call('run_tests', {});
        expect(isError).toBe(false);
        const shown = text.split('\n').filter((line) => line.startsWith('$ '));
        expect(shown.slice(1)).toEqual(['$ echo "$GYMKHANA_REPORT"', '$ echo fine']);
        const again = await works('bash', { command: shown.map((line) => line.slice(2)).join('\n') });
        expect(text).toBe(`${shown.join('\n')}\n${again}\n[exit code 0]`);
      });
    });

    it('submit ends the calls', async () => {
      const other = toolboxOf(sandbox, 'true');
      expect(await other.call('submit', { message: 'done' })).toEqual({ text: 'submitted', isError: false });
      await expect(other.call('bash', { command: 'true' })).rejects.toThrow('submitted');
    });
  });
}

function toolboxOf(sandbox: Sandbox, command: string): Toolbox {
  return createToolbox({
    shell: sandbox.shell,
    devTests: { command },
    meter: createMeter(limits),
    limits,
    recorder: { record: () => {} },
    onStop: () => {},
    onSubmit: () => {},
    signal: new AbortController().signal,
  });
}
