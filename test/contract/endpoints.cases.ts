import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Bench, exec, run, useSandbox } from './bench.ts';

/** The only way out of a sandbox: what is reachable there, who it reaches, and nothing else. */
export function endpointsCases(bench: Bench): void {
  const seen: Duplex[] = [];
  const http = createServer((request, response) => {
    request.resume().on('end', () => response.end(`http ${request.method} ${request.url}`));
  });
  const endpoints = {
    http: (connection: Duplex) => void http.emit('connection', connection),
    echo: (connection: Duplex) => void connection.pipe(connection),
    count: (connection: Duplex) => {
      let bytes = 0;
      connection.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      connection.on('end', () => connection.end(`${bytes}`));
    },
    flood: (connection: Duplex) => void connection.end(Buffer.alloc(20_000_000)),
    silent: (connection: Duplex) => void seen.push(connection),
    reset: (connection: Duplex) => void connection.destroy(),
    throws: () => {
      throw new Error('a handler that throws');
    },
  };
  const shared = useSandbox(bench, { endpoints });
  const at = (name: keyof typeof endpoints) => (shared.box().endpoints[name] ?? '').replace('http://', '');
  const get = (name: keyof typeof endpoints, path = '/') =>
    `printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' | ${connect(at(name), { halfClose: false })}`;

  it('has an address for each, the same in every sandbox', async () => {
    await using other = await bench.open({ endpoints });
    expect(other.endpoints).toEqual(shared.box().endpoints);
    const urls = Object.values(other.endpoints);
    expect(Object.keys(other.endpoints)).toEqual(Object.keys(endpoints));
    expect(new Set(urls).size).toBe(urls.length);
    for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('without any there is none', async () => {
    await using box = await bench.open();
    expect(box.endpoints).toEqual({});
  });

  it('an http server answers, from the shell, exec and spawn', async () => {
    const command = `${get('http', '/where')} | tail -n 1`;
    const process = await shared.box().spawn(['sh', '-c', command]);
    const spawned = Buffer.concat(await process.stdout.toArray()).toString();
    expect([(await shared.run(command)).out, (await shared.exec(command)).out, spawned]).toEqual(
      Array(3).fill('http GET /where'),
    );
  });

  it('in the role tests as well', async () => {
    await using box = await bench.open({ role: 'tests', endpoints });
    expect((await exec(box, `${get('http', '/tests')} | tail -n 1`)).out).toBe('http GET /tests');
  });

  it('one half may be closed, and the other goes on', async () => {
    expect((await shared.exec(`head -c 100000 /dev/zero | ${connect(at('count'))}`)).out).toBe('100000');
  });

  it('bytes come through as they are, 50 MB each way', async () => {
    const { out, err } = await shared.exec(
      `head -c 50000000 /dev/urandom >/tmp/sent; ${connect(at('echo'))} </tmp/sent | cmp - /tmp/sent && echo same; rm /tmp/sent`,
      { timeoutMs: 60_000 },
    );
    expect([out, err]).toEqual(['same\n', '']);
  });

  it('fifty at once, each with its own bytes', async () => {
    const script = `use IO::Socket::INET; @all = map { IO::Socket::INET->new($ARGV[0]) or exit 9 } 1 .. 50;
      for $n (0 .. 49) { $all[$n]->syswrite("<$n>" x 1000); shutdown $all[$n], 1 }
      for $n (reverse 0 .. 49) { local $/; $s = $all[$n]; $same++ if <$s> eq "<$n>" x 1000 } print $same`;
    expect((await shared.exec(['perl', '-e', script, at('echo')])).out).toBe('50');
  });

  it('one that nobody reads inside holds up no other', async () => {
    const process = await shared.box().spawn(['sh', '-c', `${connect(at('flood'))} </dev/null | { sleep 100; }`]);
    expect((await shared.exec(`${get('http', '/beside')} | tail -n 1`)).out).toBe('http GET /beside');
    await process.kill();
  });

  it('one that nobody reads outside holds up its writer, and no other', async () => {
    seen.length = 0;
    const process = await shared.box().spawn(['sh', '-c', `head -c 50000000 /dev/zero | ${connect(at('silent'))}`]);
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1);
    expect((await shared.exec(`${get('http', '/beside')} | tail -n 1`)).out).toBe('http GET /beside');
    expect((await shared.exec(`head -c 5000000 /dev/zero | ${connect(at('count'))}`)).out).toBe('5000000');
    expect(seen[0]?.readableLength).toBeGreaterThan(0);
    expect(seen[0]?.readableLength).toBeLessThan(1_000_000);
    await process.kill();
  });

  describe('resets', () => {
    it.each(['reset', 'throws'] as const)('%s reaches the client, and the next is served', async (name) => {
      const read = `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(shift) or exit 9; sysread($s, $b, 9); print $!{ECONNRESET} ? "reset" : "end"' ${at(name)}`;
      expect((await shared.exec(read)).out).toBe('reset');
      expect((await shared.exec(`${get('http', '/next')} | tail -n 1`)).out).toBe('http GET /next');
    });

    it('of the client reaches the handler', async () => {
      seen.length = 0;
      const abort =
        'setsockopt($s, SOL_SOCKET, SO_LINGER, pack("ii", 1, 0)); syswrite $s, "x"; sleep 1 if shift; close $s';
      await shared.exec(
        `perl -MSocket -MIO::Socket::INET -e '$s = IO::Socket::INET->new(shift) or exit 9; ${abort}' ${at('silent')} 1`,
      );
      await expect.poll(() => seen[0]?.errored, { timeout: 20_000 }).toMatchObject({ code: 'ECONNRESET' });
    });
  });

  describe('the end', () => {
    it.each(['kill', 'close'] as const)('%s cuts the connections', async (how) => {
      seen.length = 0;
      await using box = await bench.open({ endpoints });
      const process = await box.spawn(['sh', '-c', `${connect(at('silent'))}`]);
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1);
      const closed = once(seen[0] as Duplex, 'close').catch(() => {});
      process.stdin.write('x');
      await box[how]();
      await closed;
      expect(seen[0]?.destroyed).toBe(true);
    });

    it('of what carries them is the end of the sandbox', async () => {
      await using box = await bench.open({ endpoints });
      const pending = run(box, 'sleep 100').catch((error: unknown) => error);
      await bench.killForwarder(box.name);
      expect(await pending).toMatchObject({ code: 'SANDBOX_DIED' });
      await expect(exec(box, 'true')).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
    });

    it('leaves nothing', async () => {
      const box = await bench.open({ endpoints });
      await box.close();
      expect(await bench.leftovers(box.name)).toEqual([]);
    });
  });

  describe('nothing else', () => {
    it('is reached: no server of the host, no name, no other interface', async () => {
      await using host = await listenOnHost();
      for (const address of host.addresses) {
        expect((await shared.exec(`${connect(address)} </dev/null`)).exitCode, address).not.toBe(0);
      }
      expect((await shared.exec('getent hosts example.com')).out).toBe('');
      expect((await shared.exec("sed -n 's/^ *\\([^ ]*\\):.*/\\1/p' /proc/net/dev")).out).toBe('lo\n');
      expect(host.connections()).toBe(0);
    });

    it('reaches them: not another sandbox, with or without its own', async () => {
      await using plain = await bench.open();
      await using other = await bench.open({ endpoints: { http: (connection) => void connection.end('other') } });
      await exec(shared.box(), 'true');
      expect((await exec(plain, `${connect(at('http'))} </dev/null`)).exitCode).not.toBe(0);
      expect((await exec(other, `${connect(at('http'))} </dev/null`)).out).toBe('other');
      expect((await exec(other, `${connect(at('echo'))} </dev/null`)).exitCode).not.toBe(0);
    });
  });

  describe('what carries them', () => {
    it('is not seen from inside, nor is a process of another user', async () => {
      const { out } = await shared.exec("cat /proc/[0-9]*/cmdline | tr '\\0' ' '; stat -c 'uid %u' /proc/[0-9]*");
      expect(out).not.toContain('createServer');
      expect(new Set(out.match(/^uid \d+$/gm)).size).toBe(1);
    });

    it('survives what code inside does to its processes and its network', async () => {
      await using box = await bench.open({ endpoints });
      const port = at('http').split(':')[1];
      await exec(box, 'kill -9 -1');
      const bind = `perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => shift, Listen => 1, ReuseAddr => 1, ReusePort => 1) ? 0 : 1)' ${port}`;
      expect((await exec(box, bind)).exitCode).toBe(1);
      await exec(box, 'ip link set lo down; ifconfig lo down; ip addr flush dev lo');
      expect((await exec(box, `${get('http', '/alive')} | tail -n 1`)).out).toBe('http GET /alive');
    });

    it('takes a crowd: more than it serves, left open, and then the next', async () => {
      await using box = await bench.open({ endpoints });
      const crowd = `perl -MIO::Socket::INET -e 'for (1 .. 400) { push @all, IO::Socket::INET->new(shift // $to); $to = "${at('silent')}" } print scalar @all' ${at('silent')}`;
      await exec(box, crowd);
      expect((await exec(box, `${get('http', '/after')} | tail -n 1`)).out).toBe('http GET /after');
    });
  });
}

/** A shell command that carries its stdin to an address and what comes back to its stdout; 1 where nobody answers. */
function connect(address: string, { halfClose = true } = {}): string {
  const script = `use IO::Socket::INET; $s = IO::Socket::INET->new(PeerAddr => shift, Timeout => 5) or exit 1; $pid = fork;
    if ($pid) { while (sysread $s, $b, 65536) { syswrite STDOUT, $b } waitpid $pid, 0 }
    else { while (sysread STDIN, $b, 65536) { syswrite $s, $b } ${halfClose ? 'shutdown $s, 1' : ''} }`;
  return `perl -e '${script.replaceAll('\n', ' ')}' ${address}`;
}

/** A server on every address of this machine, which counts who comes. */
async function listenOnHost() {
  let count = 0;
  const server: Server = createTcpServer((socket) => {
    count++;
    socket.destroy();
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const addresses = own.filter(({ family }) => family === 'IPv4').map(({ address }) => `${address}:${port}`);
  return {
    addresses,
    connections: () => count,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
