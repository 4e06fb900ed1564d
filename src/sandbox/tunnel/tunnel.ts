import type { Duplex, Readable, Writable } from 'node:stream';
import type { GymkhanaError } from '../../errors.ts';
import type { EndpointHandler } from '../contract.ts';
import { type Channel, openChannel, type Send } from './channel.ts';
import { FRAME, type Frame, readFrames } from './frame.ts';

/** The runner's end of a forwarder: connections that were made inside a sandbox, handed to their endpoints. */
export type Tunnel = {
  /** Resolves when the forwarder is gone; every connection is destroyed then. */
  closed: Promise<void>;
  close(): void;
};

/**
 * Speaks to a FORWARDER over its streams, and resolves once it listens. Each new connection goes to the handler of its
 * endpoint; one that throws resets it. Errors with `died()` when a stream ends, and so does every connection.
 */
export async function connectTunnel(
  { stdin, stdout }: { stdin: Writable; stdout: Readable },
  handlers: readonly EndpointHandler[],
  died: () => GymkhanaError,
): Promise<Tunnel> {
  const channels = new Map<number, Channel>();
  let isOpen = true;
  const send: Send = (frame, taken) => {
    if (isOpen) stdin.write(frame, () => taken?.());
  };
  const accept = (id: number, handler: EndpointHandler | undefined) => {
    const channel = openChannel(id, send, () => channels.delete(id));
    channels.set(id, channel);
    handOver(channel.connection, handler);
  };

  return new Promise((resolve, reject) => {
    let tellClosed = () => {};
    const closed = new Promise<void>((tell) => {
      tellClosed = tell;
    });
    const shut = () => {
      if (!isOpen) return;
      isOpen = false;
      stdin.destroy();
      for (const { connection } of channels.values()) connection.destroy(died());
      reject(died());
      tellClosed();
    };
    const onFrame = (frame: Frame) => {
      if (frame.kind === FRAME.ready) resolve({ closed, close: shut });
      else if (frame.kind === FRAME.open) accept(frame.id, handlers[frame.body[0] ?? 0]);
      else channels.get(frame.id)?.receive(frame);
    };
    stdin.on('error', shut);
    stdout.on('data', readFrames(onFrame));
    for (const event of ['end', 'close', 'error']) stdout.on(event, shut);
  });
}

function handOver(connection: Duplex, handler: EndpointHandler | undefined): void {
  try {
    handler?.(connection);
  } catch (error) {
    // Code inside may have brought this about: it costs its connection and not the run.
    connection.destroy(error instanceof Error ? error : undefined);
  }
}
