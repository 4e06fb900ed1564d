import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type SandboxProcess, type SpawnOptions, WORKSPACE } from '../../src/sandbox/contract.ts';
import { type Bench, exec, run, useSandbox } from './bench.ts';
import { ODD_WORDS } from './odd-words.ts';

/** A process with streams both ways, for agents that run inside. */
export function spawnCases(bench: Bench): void {
  const shared = useSandbox(bench);
  const sh = (script: string, options?: SpawnOptions) => shared.box().spawn(['sh', '-c', script], options);

  it.each([
    ['true', 0],
    ['exit 3', 3],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
  ])('%s ends with %i', async (script, exitCode) => {
    expect(await finish(await sh(script))).toMatchObject({ exitCode });
  });

  it.each([['/no/such/program'], ['no-such-program'], ['./README.md']])('%s cannot be started', async (program) => {
    expect([126, 127]).toContain((await finish(await shared.box().spawn([program]))).exitCode);
  });

  it('talks both ways while it runs', async () => {
    const process = await sh('while read -r line; do echo "<$line>"; done; echo end; echo over >&2; exit 4');
    for (const line of ['one', 'two']) {
      process.stdin.write(`${line}\n`);
      expect(await takeUntil(process.stdout, '\n')).toBe(`<${line}>\n`);
    }
    process.stdin.end();
    expect(await finish(process)).toEqual({ out: 'end\n', err: 'over\n', exitCode: 4 });
  });

  it('the outputs go on when stdin is closed', async () => {
    const process = await sh('cat >/dev/null; for n in 1 2 3; do echo $n; sleep 0.1; done');
    process.stdin.end('x');
    expect(await finish(process)).toMatchObject({ out: '1\n2\n3\n', exitCode: 0 });
  });

  it('bytes come through as they are, both ways', async () => {
    const bytes = randomBytes(8_000_000);
    const process = await shared.box().spawn(['cat']);
    process.stdin.end(bytes);
    expect(digest(await read(process.stdout))).toBe(digest(bytes));
    expect(await process.exit).toEqual({ exitCode: 0 });
  });

  it('a slow reader holds the process up, and loses nothing', async () => {
    const total = 100_000_000;
    const process = await sh(`head -c ${total} /dev/zero; echo done >&2`);
    process.stderr.resume();
    const [first] = (await once(process.stdout.pause(), 'readable').then(() => [process.stdout.read(1000)])) as [
      Buffer,
    ];
    await sizeSettles(process.stdout);
    // What the machine keeps on the way: pipes and sockets, but never the whole.
    expect(process.stdout.readableLength).toBeLessThan(2_000_000);
    expect(await Promise.race([process.exit, pause(500)])).toBe('still');
    let bytes = first.length;
    for await (const chunk of process.stdout) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(total);
    expect(await process.exit).toEqual({ exitCode: 0 });
  });

  it('is started, though it floods an output before anybody can read', async () => {
    for (let n = 0; n < 12; n++) await (await shared.box().spawn(['yes'])).kill();
  });

  it('who does not read its input holds the writer up', async () => {
    const process = await shared.box().spawn(['sleep', '100']);
    const chunk = Buffer.alloc(1_000_000);
    let written = 0;
    for (let n = 0; n < 100; n++) process.stdin.write(chunk, () => written++);
    await pause(500);
    expect(written).toBeLessThan(20);
    await process.kill();
    expect(await process.exit).toEqual({ exitCode: 137 });
  });

  it('the status comes although nobody reads', async () => {
    const process = await sh('echo said; echo said >&2; exit 6');
    expect(await process.exit).toEqual({ exitCode: 6 });
    expect(await finish(process)).toMatchObject({ out: 'said\n', err: 'said\n' });
  });

  it('writing to one that is gone does nothing', async () => {
    const process = await sh('exit 0');
    await process.exit;
    for (let n = 0; n < 12; n++) process.stdin.write(randomBytes(100_000));
    process.stdin.end();
    expect((await exec(shared.box(), 'echo alive')).out).toBe('alive\n');
  });

  it('several at a time, each with its own streams', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => shared.box().spawn(['cat'])));
    all.forEach(({ stdin }, n) => void stdin.end(`${n}`.repeat(100_000)));
    const ends = await Promise.all(all.map(finish));
    expect(ends.map(({ out }) => `${out.length} of ${out[0]}`)).toEqual(all.map((_, n) => `100000 of ${n}`));
  });

  it('runs beside the shell, on the same files', async () => {
    const process = await sh('read -r name; echo new > "$name"; cat made-by-shell');
    await run(shared.box(), 'echo shell > made-by-shell');
    process.stdin.end('made-by-spawn\n');
    expect((await finish(process)).out).toBe('shell\n');
    expect((await run(shared.box(), 'cat made-by-spawn')).out).toBe('new\n');
  });

  describe('kill', () => {
    it('ends it and what it started, and nothing else', async () => {
      const other = await shared.box().spawn(['cat']);
      const process = await sh('trap "" TERM; sleep 4399 & echo begun; sleep 4399; sleep 4399');
      expect(await takeUntil(process.stdout, '\n')).toBe('begun\n');
      await process.kill();
      expect(await process.exit).toEqual({ exitCode: 137 });
      await process.kill();
      expect((await run(shared.box(), "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 439[9]'")).out).toBe(
        '0\n',
      );
      other.stdin.end('other');
      expect(await finish(other)).toMatchObject({ out: 'other', exitCode: 0 });
    });
  });

  describe('argv and environment', () => {
    it('what its environment holds stands on no command line of the machine', async () => {
      const key = randomBytes(16).toString('hex');
      const process = await shared.box().spawn(['sh', '-c', 'echo "$KEY"; cat'], { env: { KEY: key } });
      expect(await takeUntil(process.stdout, '\n')).toBe(`${key}\n`);
      expect((await commandLines()).filter((line) => line.includes(key))).toEqual([]);
      process.stdin.end();
      await process.exit;
    });

    it('argv arrives as it is', async () => {
      const { out } = await finish(await shared.box().spawn(['printf', '<%s>', ...ODD_WORDS]));
      expect(out === ODD_WORDS.map((arg) => `<${arg}>`).join('')).toBe(true);
    });

    it('env arrives as it is, for this process only', async () => {
      const env = { PLAIN: '1', EMPTY: '', ODD: `it's $(echo run) "x"\nA=B` };
      expect((await finish(await sh('printenv PLAIN EMPTY ODD', { env }))).out).toBe(`1\n\n${env.ODD}\n`);
      expect((await finish(await sh('printenv PLAIN || echo unset'))).out).toBe('unset\n');
    });

    it('a big environment arrives', async () => {
      const env = Object.fromEntries(Array.from({ length: 800 }, (_, n) => [`BIG_${n}`, 'x'.repeat(1000)]));
      expect((await finish(await sh('env | grep -c ^BIG_', { env }))).out).toBe('800\n');
    });

    it('PATH is where argv[0] is looked up', async () => {
      const { out } = await finish(
        await shared.box().spawn(['tool'], { env: { PATH: `${WORKSPACE}/bin:/usr/bin:/bin` } }),
      );
      expect(out).toBe('tool\n');
    });

    it.each<[string, string[], Record<string, string>, RegExp]>([
      ['no program', [], {}, /program/],
      ['a NUL in argv', ['echo', 'a\0b'], {}, /NUL/],
      ['half a character', ['echo', '\ud800'], {}, /half a character/],
      ['a NUL in env', ['env'], { A: '\0' }, /NUL/],
      ['a variable without a name', ['env'], { '': 'x' }, /variable/],
      ['a name with =', ['env'], { 'A=B': 'x' }, /variable/],
      ['a string of 128 KiB', ['echo', 'x'.repeat(128 * 1024)], {}, /128 KiB/],
      ['more than 1 MiB', ['echo', ...Array<string>(20).fill('x'.repeat(100_000))], {}, /1 MiB/],
      ['too many words', ['echo', ...Array<string>(10_000).fill('x')], {}, /words/],
    ])('%s is refused in words', async (_, argv, env, words) => {
      const refusal = expect(shared.box().spawn(argv, { env })).rejects;
      await refusal.toMatchObject({ code: 'SANDBOX_FAILED', message: expect.stringMatching(words) });
    });

    it.each([
      [undefined, WORKSPACE],
      ['src/deep', `${WORKSPACE}/src/deep`],
      ['/tmp', '/tmp'],
      ['..', '/'],
    ])('in %s it runs in %s', async (cwd, place) => {
      expect((await finish(await sh('pwd', cwd === undefined ? {} : { cwd }))).out).toBe(`${place}\n`);
    });

    it('in a folder that is not there it does not run', async () => {
      expect(await finish(await sh('echo ran', { cwd: 'nowhere' }))).toMatchObject({ out: '', exitCode: 126 });
    });
  });

  it('is the untrusted user, without any privilege', async () => {
    const { out } = await finish(await sh('grep -e ^Uid -e ^CapEff -e ^NoNewPrivs -e ^Seccomp: /proc/self/status'));
    const same = await exec(shared.box(), 'grep -e ^Uid -e ^CapEff -e ^NoNewPrivs -e ^Seccomp: /proc/self/status');
    expect(out).toBe(same.out);
    expect(out).toMatch(/CapEff:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2/);
  });

  describe('the end of the sandbox', () => {
    it.each(['kill', 'close'] as const)('%s ends it with SANDBOX_DIED, whoever reads', async (how) => {
      await using box = await bench.open();
      const read_ = await box.spawn(['cat']);
      const unread = await box.spawn(['yes']);
      const exits = Promise.allSettled([read_.exit, unread.exit]);
      await once(unread.stdout, 'readable');
      const said = read(read_.stdout);
      await box[how]();
      for (const end of await exits)
        expect(end).toMatchObject({ status: 'rejected', reason: { code: 'SANDBOX_DIED' } });
      expect((await said).length).toBe(0);
    });

    it('after it nothing is started', async () => {
      await using box = await bench.open();
      await box.kill();
      await expect(box.spawn(['true'])).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    });

    it('nobody has to ask for the status', async () => {
      await using box = await bench.open();
      await box.spawn(['cat']);
      await box.kill();
    });
  });

  it('is for agents: in the role tests it is refused', async () => {
    await using box = await bench.open({ role: 'tests' });
    await expect(box.spawn(['true'])).rejects.toMatchObject({ code: 'SANDBOX_FAILED' });
  });
}

/** All it says, and how it ends. */
async function finish({ stdout, stderr, exit }: SandboxProcess) {
  const [out, err, { exitCode }] = await Promise.all([read(stdout), read(stderr), exit]);
  return { out: out.toString(), err: err.toString(), exitCode };
}

async function read(stream: Readable): Promise<Buffer> {
  return Buffer.concat(await stream.toArray());
}

/** What comes up to a text; the rest stays in the stream. */
async function takeUntil(stream: Readable, end: string): Promise<string> {
  let taken = '';
  while (!taken.endsWith(end)) {
    const byte = stream.read(1) as Buffer | null;
    if (byte) taken += byte.toString('latin1');
    else await once(stream, 'readable');
  }
  return taken;
}

/** Until as much is waiting as will wait. */
async function sizeSettles(stream: Readable): Promise<void> {
  for (let last = -1; last !== stream.readableLength; ) {
    last = stream.readableLength;
    await pause(300);
  }
}

function pause(ms: number): Promise<'still'> {
  return new Promise((resolve) => setTimeout(resolve, ms, 'still'));
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of every process on this machine, as anybody can read them. */
async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
