import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasCode } from '../../src/errors.ts';
import type { Limit, Sandbox } from '../../src/sandbox/contract.ts';
import { type Bench, BUDGET, exec, run, useSandbox } from './bench.ts';

const MiB = 1024 * 1024;

/** Each limit is exceeded here, and held, or said to be absent where nothing can hold it. */
export function limitsCases(bench: Bench): void {
  it('each resource and the network are said to be enforced, best-effort or absent', async () => {
    await using box = await bench.open();
    const { pageCache, ...limits } = box.enforcement;
    expect(['filtered', 'shared']).toContain(pageCache);
    const said = Object.entries(limits).toSorted();
    expect(said.map(([resource]) => resource)).toEqual(['cpus', 'diskMb', 'memoryMb', 'network', 'pids']);
    expect(box.enforcement).toEqual(bench.kind.enforcement);
    for (const [, assurance] of said) expect(['enforced', 'best-effort', 'absent']).toContain(assurance);
  });

  describe('memory', () => {
    const resources = { cpus: 2, memoryMb: 64, pids: 64, diskMb: 16 };
    const eat = (megabytes: number) =>
      `perl -e '$x = "x" x (1 << 20); push @eaten, $x . $_ for 1..${megabytes}; print scalar @eaten'`;

    it('what is within the limit is given', async () => {
      await using box = await bench.open({ resources });
      expect((await run(box, eat(32))).out).toBe('32');
    });

    it.for(['shell', 'exec'] as const)('a process of 2 GB is killed by the limit (%s)', async (way) => {
      await using box = await bench.open({ resources });
      if (!isHeld(bench, box, 'memoryMb')) return;
      const ended = await (way === 'shell' ? run(box, eat(2_000)) : exec(box, eat(2_000))).catch(toDeath);
      if (ended !== 'dead') expect(ended).toMatchObject({ exitCode: 137, out: '' });
      await expectUsableOrDead(box);
    });

    it('many processes together are held as one', async () => {
      await using box = await bench.open({ resources });
      if (!isHeld(bench, box, 'memoryMb')) return;
      const ended = await run(box, `for n in 1 2 3 4 5 6 7 8; do (${eat(100)}; sleep 2) & done; wait`).catch(toDeath);
      if (ended !== 'dead') expect(ended.out).not.toBe('100'.repeat(8));
      await expectUsableOrDead(box);
    });
  });

  it('cpus: more than the machine has are as many as it has', async () => {
    await using box = await bench.open({ resources: { cpus: 512, memoryMb: 64, pids: 64, diskMb: 16 } });
    expect(await run(box, 'echo works')).toMatchObject({ exitCode: 0, out: 'works\n' });
  });

  it('pids: no more processes than the limit, and the next command works', async () => {
    await using box = await bench.open({ resources: { cpus: 2, memoryMb: 256, pids: 40, diskMb: 16 } });
    if (!isHeld(bench, box, 'pids')) return;
    const fork = `for (1..200) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 20; exit } push @pids, $pid }
      print scalar @pids; kill 9, @pids; wait for @pids`;
    const { out } = await run(box, `perl -e '${fork}'`);
    expect(Number(out)).toBeGreaterThan(10);
    expect(Number(out)).toBeLessThanOrEqual(40);
    expect((await run(box, '/bin/echo next')).out).toBe('next\n');
  });

  describe('disk', () => {
    const resources = { cpus: 2, memoryMb: 256, pids: 64, diskMb: 32 };

    it('the workspace is full at its limit, and what fits still comes out', async () => {
      await using box = await bench.open({ resources });
      if (!isHeld(bench, box, 'diskMb')) return;
      const { err, out } = await run(
        box,
        'echo first > first; head -c 100M /dev/zero > big; stat -c %s big; rm big; echo last > last',
      );
      expect(err).toMatch(/No space left|quota/i);
      expect(Number(out)).toBeGreaterThan(24 * MiB);
      expect(Number(out)).toBeLessThanOrEqual(48 * MiB);
      await box.kill();
      expect((await box.export(BUDGET)).files.map(({ path }) => path).toSorted()).toEqual(['first', 'last']);
    });

    it('a full workspace exports, and its shell still answers', async () => {
      await using box = await bench.open({ resources });
      if (!isHeld(bench, box, 'diskMb')) return;
      await run(box, 'echo first > first; cd src; export KEPT=1; head -c 100M /dev/zero > ../z-big; echo x > ../none');
      expect((await run(box, 'echo $PWD $KEPT')).out).toBe('/workspace/src 1\n');
      await box.kill();
      const { files, skipped } = await box.export(BUDGET);
      expect(files.find(({ path }) => path === 'first')?.content.toString()).toBe('first\n');
      expect(skipped.map(({ path }) => path)).toContain('z-big');
    });

    it('files without content come to an end too', async () => {
      await using box = await bench.open({ resources });
      if (!isHeld(bench, box, 'diskMb')) return;
      const { out } = await run(
        box,
        `mkdir many; perl -e 'for (1..100000) { open F, ">many/$_" or last; $n++ } print $n'; rm -r many`,
      );
      expect(Number(out)).toBeLessThan(100_000);
    });

    it.each(['/tmp', '/dev/shm'])('%s is bounded as well', async (folder) => {
      await using box = await bench.open({ resources });
      const ended = await run(
        box,
        `head -c 4G /dev/zero > ${folder}/big; stat -c %s ${folder}/big; rm ${folder}/big`,
      ).catch(toDeath);
      if (ended !== 'dead' && ended.exitCode === 0) expect(Number(ended.out)).toBeLessThanOrEqual(1024 * MiB);
      await expectUsableOrDead(box);
    });
  });

  it('cpus: two busy processes get no more than half a core', async () => {
    await using box = await bench.open({ resources: { cpus: 0.5, memoryMb: 128, pids: 64, diskMb: 16 } });
    if (!isHeld(bench, box, 'cpus')) return;
    const busy = "timeout 2 sh -c 'while :; do :; done' &";
    const started = performance.now();
    const { out } = await exec(box, `${busy} ${busy} wait; times`);
    const wallSeconds = (performance.now() - started) / 1000;
    const [user = 0, system = 0] = [...(out.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, m, s]) => Number(m) * 60 + Number(s),
    );
    expect(user + system).toBeGreaterThan(0.05);
    expect(user + system).toBeLessThan(wallSeconds * 0.5 * 1.5);
  });

  describe.each(['agent', 'tests'] as const)('network in the role %s', (role) => {
    const shared = useSandbox(bench, { role });
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end('reached');
    });
    const port = () => (server.address() as AddressInfo).port;
    beforeAll(() => new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve)));
    afterAll(() => void server.close());

    it('there is no interface but lo', async () => {
      if (!isHeld(bench, shared.box(), 'network')) return;
      const { out } = await shared.exec('tail -n +3 /proc/net/dev | cut -d: -f1');
      expect(
        out
          .trim()
          .split(/\s+/)
          .filter((name) => name !== 'lo'),
      ).toEqual([]);
    });

    it('no server of the host is reached by any of its addresses', async () => {
      if (!isHeld(bench, shared.box(), 'network')) return;
      expect(await (await fetch(`http://127.0.0.1:${port()}/control`)).text()).toBe('reached');
      const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
        all.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
      );
      const targets = [...addresses, '172.17.0.1', 'host.docker.internal', 'localhost'].map(
        (host) => `${host}:${port()}`,
      );
      expect((await shared.exec(['perl', '-e', CONNECT, ...targets])).out).toBe('');
      expect(hits).toEqual(['/control']);
    });

    it('nothing outside is reached, and no name is resolved', async () => {
      if (!isHeld(bench, shared.box(), 'network')) return;
      const targets = ['1.1.1.1:53', '8.8.8.8:53', 'example.com:443', 'github.com:443', '169.254.169.254:80'];
      expect((await shared.exec(['perl', '-e', CONNECT, ...targets])).out).toBe('');
    });

    it('the probe itself connects where something listens', async () => {
      const listener =
        'use IO::Socket::INET; $l = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1"); $at = "127.0.0.1:" . $l->sockport;';
      const { out } = await shared.exec([
        'perl',
        '-e',
        `${listener} if (fork) { $l->accept; wait } else { @ARGV = ($at); ${CONNECT} }`,
      ]);
      expect(out).toMatch(/^127\.0\.0\.1:\d+ reached\n$/);
    });
  });
}

/** Names each of its arguments that takes a connection. */
const CONNECT =
  'use IO::Socket::INET; for (@ARGV) { print "$_ reached\\n" if IO::Socket::INET->new(PeerAddr => $_, Timeout => 2) }';

/** Whether there is a limit to exceed: where the machine can't hold it, the sandbox must say so and is let off. */
function isHeld({ unheld }: Bench, { enforcement }: Sandbox, resource: Limit): boolean {
  expect([resource, enforcement[resource]]).toEqual([resource, unheld.includes(resource) ? 'absent' : 'enforced']);
  return enforcement[resource] === 'enforced';
}

function toDeath(error: unknown): 'dead' {
  if (hasCode(error, 'SANDBOX_DIED')) return 'dead';
  throw error;
}

async function expectUsableOrDead(box: Sandbox): Promise<void> {
  const next = await run(box, 'echo next').catch(toDeath);
  if (next !== 'dead') expect(next.out).toBe('next\n');
}
