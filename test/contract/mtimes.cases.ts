import { expect, it } from 'vitest';
import { type Bench, BUDGET, exec, run } from './bench.ts';

/** Builds compare times: those of the base are before those of a submission, whose order stays. */
export function mtimesCases(bench: Bench): void {
  it('files of the layer are older than what an export says of new ones, and no time is after its end', async () => {
    await using box = await bench.open();
    expect((await run(box, 'stat -c %Y README.md src src/index.txt link | sort -u')).out).toBe('946684800\n');
    await run(
      box,
      'echo 1 > a; sleep 0.02; echo 2 > b; touch -d 1990-01-01 old; touch -d 2090-01-01 new; cp -p README.md copy',
    );
    await box.kill();
    const { files } = await box.export(BUDGET);
    const now = Date.now() * 1_000;
    const times = Object.fromEntries(files.map(({ path, mtime = 0 }) => [path, mtime]));
    expect(times.a).toBeGreaterThan(now - 60_000_000);
    expect(times.b).toBeGreaterThan(times.a ?? 0);
    expect(times.new).toBeLessThan(now + 1_000_000);
    for (const path of ['old', 'copy']) expect(times[path]).toBe(946_684_801_000_000);

    await using next = await bench.open({ role: 'tests' });
    await next.write({
      files: [...files, { path: 'plain', content: Buffer.from('x'), executable: false }],
      deleted: [],
    });
    const { out } = await exec(next, 'stat -c "%n %.6Y" a b old new; [ plain -nt README.md ] && echo newer');
    const line = (path: string) => `${path} ${((times[path] ?? 0) / 1e6).toFixed(6)}\n`;
    expect(out).toBe(`${['a', 'b', 'old', 'new'].map(line).join('')}newer\n`);
  });
}
