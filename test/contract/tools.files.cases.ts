import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeter } from '../../src/budget/meter.ts';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { createToolbox } from '../../src/tools/metered-toolbox.ts';
import type { Toolbox } from '../../src/tools/toolbox.ts';

const limits = { turns: 10_000, minutes: 10, toolTimeoutSeconds: 30 };

/** Files as they may be: full disks, modes, links, texts in other encodings, odd names. */
export function toolFileCases(open: () => Promise<Sandbox>): void {
  describe('tools on odd files', () => {
    let sandbox: Sandbox;
    let toolbox: Toolbox;
    beforeAll(async () => {
      sandbox = await open();
      toolbox = createToolbox({
        shell: sandbox.shell,
        devTests: { command: 'true' },
        meter: createMeter(limits),
        limits,
        recorder: { record: () => {} },
        onStop: () => {},
        onSubmit: () => {},
        signal: new AbortController().signal,
      });
    });
    afterAll(() => sandbox?.close());
    const call = async (tool: string, args: Record<string, unknown>) => (await toolbox.call(tool, args)).text;
    const sh = (command: string) => call('bash', { command: `(cd /workspace\n${command}\n)` });

    it('a full disk leaves files as they were, and nothing beside them', async () => {
      await sh(
        'mkdir full; seq 1 3000 > full/keep; seq 1 40 > full/small; ln full/small full/other; cat full/* | md5sum > /tmp/sum',
      );
      expect(await sh('dd if=/dev/zero of=full.bin bs=1M count=500 2>&1')).toContain('No space left');
      const long = 'long '.repeat(20_000);
      for (const path of ['full/keep', 'full/small', 'full/new']) {
        expect(await call('write_file', { path, content: long })).toContain('No space left');
      }
      expect(await call('edit_file', { path: 'full/keep', oldText: '1500\n', newText: long })).toContain(
        'No space left',
      );
      expect(await sh('cat full/* | md5sum | cmp - /tmp/sum && ls -A full')).toBe('keep\nother\nsmall');
      await sh('rm full.bin');
      expect(await call('edit_file', { path: 'full/keep', oldText: '1500\n', newText: long })).toContain('edited');
    });

    it('modes, links and hard links stay', async () => {
      await sh('mkdir kept; cd kept; echo a > run; chmod 751 run; ln -s run link; ln run twin; ln -s new dangling');
      await call('write_file', { path: 'kept/link', content: 'b\n' });
      await call('edit_file', { path: 'kept/twin', oldText: 'b', newText: 'c' });
      await call('write_file', { path: 'kept/dangling', content: 'made\n' });
      expect(await sh('cd kept; cat run twin new; stat -c "%a %h" run; readlink link')).toBe('c\nc\nmade\n751 2\nrun');
      await sh('cd kept; echo a > fixed; chmod 444 fixed; mkdir shut; echo a > shut/in; chmod 555 shut');
      expect(await call('write_file', { path: 'kept/fixed', content: 'b' })).toMatch(/denied/i);
      expect(await call('write_file', { path: 'kept/shut/in', content: 'b\n' })).toContain('wrote');
      expect(await sh('cd kept; cat fixed shut/in; chmod 755 shut; ls -A . shut')).not.toContain('.gymkhana');
    });

    it('search finds what is not UTF-8, before CRLF, and whole names', async () => {
      await sh(`mkdir odd; cd odd; printf 'x\\nneedle = "caf\\351"\\n' > latin.py; printf 'needle\\r\\n;\\r\\n\\r\\n' > crlf
printf 'needle é\\n' > utf8; printf 'needle\\n' > "$(printf 'a\\nb')"; printf 'needle\\0' > binary; printf 'needle\\n' > a:1:b`);
      const find = (pattern: string) => call('search', { pattern, path: 'odd' });
      expect(await find('needle')).toBe(
        '"odd/a\\nb":1:needle\nodd/a:1:b:1:needle\nodd/crlf:1:needle\nodd/latin.py:2:needle = "caf�"\nodd/utf8:1:needle é',
      );
      expect(await find('caf."$')).toBe('odd/latin.py:2:needle = "caf�"');
      expect(await find('e .$')).toBe('odd/utf8:1:needle é');
      expect(await find('^needle$|^$')).toBe(
        '"odd/a\\nb":1:needle\nodd/a:1:b:1:needle\nodd/crlf:1:needle\nodd/crlf:3:',
      );
      expect(await find('[^;]$')).not.toContain('crlf:2');
      expect(await find('(')).toMatch(/unmatched|parenthes/i);
      expect(await call('read_file', { path: 'odd/latin.py' })).toContain('[not all of it is UTF-8');
      expect(await call('list_files', { path: 'odd' })).toContain('"odd/a\\nb"\nodd/a:1:b\n');
    });
  });
}
