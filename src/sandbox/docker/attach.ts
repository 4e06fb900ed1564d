import { type Duplex, PassThrough } from 'node:stream';
import type { Container } from 'dockerode';
import type { ShellStreams } from '../shell/client.ts';
import { type Engine, engineCall } from './engine.ts';

/** Attaches to a created container before it starts, so that nothing of what it says is missed. */
export async function attachStreams(engine: Engine, container: Container): Promise<ShellStreams> {
  const stream = (await engineCall(
    'attaching to a container',
    container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true }),
  )) as Duplex;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  engine.modem.demuxStream(stream, stdout, stderr);
  for (const event of ['end', 'close', 'error']) {
    stream.on(event, () => {
      stdout.end();
      stderr.end();
    });
  }
  return { stdin: stream, stdout, stderr };
}
