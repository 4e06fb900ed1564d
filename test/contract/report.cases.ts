import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/contract.ts';
import { REPORT_PATH } from '../../src/sandbox/contract.ts';
import { type Bench, exec, RESOURCES } from './bench.ts';

const MAX = 2_000_000;

/** The report of a test command: it can be added to and nothing else, and is read when all processes are dead. */
export function reportCases(bench: Bench): void {
  const open = () => bench.open({ role: 'tests' });
  // In containers a report takes its room from the disk.
  const roomy = () => bench.open({ role: 'tests', resources: { ...RESOURCES, memoryMb: 512, diskMb: 192 } });
  const collect = async (box: Sandbox, maxBytes = MAX) => {
    await box.kill();
    const report = await box.report(maxBytes);
    return report.kind === 'ok' ? report.bytes.toString() : report;
  };

  it('is what was written, after the kill', async () => {
    await using box = await open();
    expect(await exec(box, `echo one > ${REPORT_PATH}; exit 3`)).toMatchObject({ exitCode: 3 });
    expect(await collect(box)).toBe('one\n');
  });

  it.each([
    ['nothing was written', 'true'],
    ['it was opened and closed', `: > ${REPORT_PATH}; : >> ${REPORT_PATH}`],
  ])('is none when %s', async (_, command) => {
    await using box = await open();
    await exec(box, command);
    expect(await collect(box)).toEqual({ kind: 'none' });
  });

  it('collects all writers, of one command and of several', async () => {
    await using box = await open();
    await exec(box, `echo one > ${REPORT_PATH}; echo two >> ${REPORT_PATH}; echo three | tee ${REPORT_PATH}`);
    await exec(box, `echo four | dd of=${REPORT_PATH} status=none; cp README.md ${REPORT_PATH} 2>/dev/null`);
    expect(await collect(box)).toMatch(/^one\ntwo\nthree\nfour\n/);
  });

  it('holds both of two that write at once', async () => {
    await using box = await open();
    const write = (letter: string) => `(yes ${letter} | head -n 50000 > ${REPORT_PATH})`;
    await exec(box, `${write('a')} & ${write('b')} & wait`);
    const lines = String(await collect(box)).split('\n');
    expect([lines.filter((line) => /a/.test(line)).length > 0, lines.join('').length]).toEqual([true, 100_000]);
  });

  it('holds every byte', async () => {
    await using box = await open();
    await exec(box, ['perl', '-e', `open F, '>', '${REPORT_PATH}'; print F map { chr } 0..255; print F "\\0end 0\\0"`]);
    await box.kill();
    const expected = Buffer.concat([
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
      Buffer.from('\0end 0\0'),
    ]);
    expect(await box.report(MAX)).toEqual({ kind: 'ok', bytes: expected });
  });

  it('holds 1 MB to the end, written by a program that exits at once', async () => {
    await using box = await open();
    await exec(box, `head -c 1000000 /dev/zero | tr '\\0' r > ${REPORT_PATH}; printf end > ${REPORT_PATH}`);
    const report = await collect(box);
    expect(report === `${'r'.repeat(1_000_000)}end`).toBe(true);
  });

  it.each([1_000, 999])('of 1,000 bytes is read with a budget of %i or not at all', async (maxBytes) => {
    await using box = await open();
    await exec(box, `head -c 1000 /dev/zero > ${REPORT_PATH}`);
    const report = await collect(box, maxBytes);
    expect(report).toEqual(maxBytes === 1_000 ? '\0'.repeat(1_000) : { kind: 'too-large' });
  });

  it('of 100 MB is read to its end', async () => {
    await using box = await roomy();
    await exec(box, `head -c 100000000 /dev/zero > ${REPORT_PATH}; printf end > ${REPORT_PATH}`);
    await box.kill();
    const report = await box.report(128 * 1024 * 1024);
    if (report.kind !== 'ok') throw new Error(report.kind);
    expect([report.bytes.length, report.bytes.subarray(-3).toString()]).toEqual([100_000_003, 'end']);
  });

  it('of 200 MB is too large, and its writer comes to an end', async () => {
    await using box = await roomy();
    expect((await exec(box, `head -c 200000000 /dev/zero > ${REPORT_PATH}`)).timedOut).toBe(false);
    expect(await collect(box, 128 * 1024 * 1024)).toEqual({ kind: 'too-large' });
  });

  it('is there after a time-out', async () => {
    await using box = await open();
    const late = await exec(box, `echo partial > ${REPORT_PATH}; sleep 100`, { timeoutMs: 1_000 });
    expect(late.timedOut).toBe(true);
    expect(await collect(box)).toBe('partial\n');
  });

  it('is not waited for when a survivor holds it open', async () => {
    await using box = await open();
    await exec(box, `exec 3> ${REPORT_PATH}; (setsid sleep 100 >&3 2>/dev/null &); echo held >&3`);
    expect(await collect(box)).toBe('held\n');
  });

  it('ends with the kill when a survivor writes on and on', async () => {
    await using box = await open();
    await exec(
      box,
      `echo first > ${REPORT_PATH}; (setsid sh -c 'while :; do echo more; sleep 0.01; done' > ${REPORT_PATH} 2>&1 &); sleep 0.2`,
    );
    expect(await collect(box)).toMatch(/^first\n(more\n)+$/);
  });

  it('is only there after the kill, and not for an agent', async () => {
    await using box = await open();
    await expect(box.report(MAX)).rejects.toThrow();
    await using agent = await bench.open();
    await agent.kill();
    await expect(agent.report(MAX)).rejects.toThrow();
  });

  describe('untrusted code cannot take back what is written', () => {
    const attempts = {
      'opening with O_TRUNC': ': > $R',
      'truncate -s 0': 'truncate -s 0 $R',
      removing: 'rm -f $R',
      'moving away': 'mv $R $R.old',
      'a file in its place': 'echo x > /tmp/x; mv -f /tmp/x $R',
      'a link in its place': 'ln -sf /tmp/x $R',
      'reading it empty': 'timeout 1 cat $R; timeout 1 dd if=$R of=/dev/null',
      'reading it through a writer': 'timeout 1 sh -c "exec 3<> $R; cat <&3"',
      'changing its mode': 'chmod 666 $R; timeout 1 cat $R',
      'the folder of the collected': `echo x > ${REPORT_PATH}/../collected; find / -name collected* -size -2 -writable 2>/dev/null -exec truncate -s 0 {} +`,
      'killing who collects': 'kill -9 -1; kill -9 1; kill -PIPE 1; kill -TERM 1',
      'stopping who collects': 'kill -STOP -1; kill -STOP 1',
      'the descriptors of init':
        'for fd in /proc/1/fd/*; do : > $fd; done; for p in /proc/[0-9]*; do for fd in $p/fd/*; do case $(readlink $fd) in *collected*) : > $fd; esac; done; done',
    };
    it.each(Object.entries(attempts))('by %s', async (_, attempt) => {
      await using box = await open();
      await exec(box, `echo kept > ${REPORT_PATH}`);
      await exec(box, `R=${REPORT_PATH}; ${attempt}`).catch(() => {});
      await exec(box, `test -p ${REPORT_PATH} && echo more > ${REPORT_PATH}`);
      expect(await collect(box)).toBe('kept\nmore\n');
    });
  });
}
