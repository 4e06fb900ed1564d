import type { Duplex } from 'node:stream';
import type { Container } from 'dockerode';
import type { ShellStreams } from '../shell/client.ts';
import { demultiplex } from './demultiplex.ts';
import { engineCall } from './engine.ts';

/** Attaches to a created container before it starts, so that nothing of what it says is missed. */
export async function attachStreams(container: Container): Promise<ShellStreams> {
  const stream = (await engineCall(
    'attaching to a container',
    container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true }),
  )) as Duplex;
  return { stdin: stream, ...demultiplex(stream) };
}
