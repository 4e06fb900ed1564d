import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { GymkhanaError } from '../../../../src/errors.ts';
import type { EndpointHandler } from '../../../../src/sandbox/contract.ts';
import { FORWARDER } from '../../../../src/sandbox/tunnel/forwarder.ts';
import { connectTunnel } from '../../../../src/sandbox/tunnel/tunnel.ts';

const died = () => new GymkhanaError({ code: 'SANDBOX_DIED', place: 'test', problem: 'the forwarder is gone' });

/** A forwarder of this machine's own network, on ports that are free. */
async function open(...handlers: EndpointHandler[]) {
  const ports = await Promise.all(handlers.map(freePort));
  const child = spawn(process.execPath, ['-e', FORWARDER, ...ports.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const tunnel = await connectTunnel(child, handlers, died);
  return {
    tunnel,
    child,
    connect: async (n = 0): Promise<Socket> => {
      const socket = connect({ port: ports[n] ?? 0, host: '127.0.0.1', allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    },
    async [Symbol.asyncDispose]() {
      tunnel.close();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Up to its end, and the other half stays as it is. */
async function read(stream: Duplex): Promise<string> {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  await once(stream.resume(), 'end');
  return text;
}

const echo: EndpointHandler = (connection) => void connection.pipe(connection);

it('each port goes to its own endpoint', async () => {
  await using wire = await open(
    (connection) => void connection.end('first'),
    (connection) => void connection.end('second'),
  );
  expect([await read(await wire.connect(1)), await read(await wire.connect(0))]).toEqual(['second', 'first']);
});

it('a half-closed connection still answers', async () => {
  await using wire = await open(async (connection) => void connection.end(`got ${await read(connection)}`));
  const socket = await wire.connect();
  socket.end('all');
  expect(await read(socket)).toBe('got all');
});

it('one that is not read keeps others going, and is bounded', async () => {
  await using wire = await open((connection) => void connection.end(Buffer.alloc(30_000_000)), echo);
  const stuck = await wire.connect(0);
  stuck.pause();
  const other = await wire.connect(1);
  other.end(Buffer.alloc(5_000_000));
  expect((await read(other)).length).toBe(5_000_000);
  expect((await read(stuck)).length).toBe(30_000_000);
});

it('a handler that throws resets its connection alone', async () => {
  await using wire = await open(() => {
    throw new Error('handler');
  }, echo);
  // The reset may come before we have seen the connection.
  await expect(wire.connect(0).then(read)).rejects.toMatchObject({ code: 'ECONNRESET' });
  const other = await wire.connect(1);
  other.end('x');
  expect(await read(other)).toBe('x');
});

it('when the forwarder dies its connections do', async () => {
  const taken: Duplex[] = [];
  await using wire = await open((connection) => void taken.push(connection));
  await wire.connect();
  await expect.poll(() => taken.length).toBe(1);
  wire.child.kill('SIGKILL');
  await wire.tunnel.closed;
  expect(taken[0]?.errored).toMatchObject({ code: 'SANDBOX_DIED' });
});

it('a forwarder that never listens is an error', async () => {
  const child = spawn(process.execPath, ['-e', 'process.exit(1)'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await expect(connectTunnel(child, [], died)).rejects.toMatchObject({ code: 'SANDBOX_DIED' });
});
