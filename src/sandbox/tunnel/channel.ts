import { Duplex } from 'node:stream';
import { encodeCredit, encodeFrame, FRAME, type Frame, MAX_BODY_BYTES, WINDOW_BYTES } from './frame.ts';

/** One connection: what a handler gets, and where its frames go. */
export type Channel = { connection: Duplex; receive(frame: Frame): void };

/** Puts a frame on the way; `taken` when there is room for the next. */
export type Send = (frame: Buffer, taken?: () => void) => void;

/**
 * A connection as a Duplex with the manners of a socket: it can be half-closed, `destroy` resets it, and a reset from
 * the other side destroys it with ECONNRESET. Unlike a socket's, its errors need no listener: code inside the sandbox
 * can cause them at will.
 */
export function openChannel(id: number, send: Send, forget: () => void): Channel {
  let credit = WINDOW_BYTES;
  let goOn: (() => void) | null = null;
  let owed = 0;
  const over = { here: false, there: false };

  const grant = () => {
    if (owed > 0) send(encodeCredit(id, owed));
    owed = 0;
  };
  const pour = (rest: Buffer, done: () => void): void => {
    if (rest.length === 0) {
      done();
      return;
    }
    if (credit <= 0) {
      goOn = () => pour(rest, done);
      return;
    }
    const body = rest.subarray(0, Math.min(credit, MAX_BODY_BYTES));
    credit -= body.length;
    // One piece at a time: connections take turns.
    send(encodeFrame({ kind: FRAME.data, id, body }), () => pour(rest.subarray(body.length), done));
  };
  const connection = new Duplex({
    allowHalfOpen: true,
    read: grant,
    write: (chunk: Buffer, _, done) => pour(chunk, done),
    final(done) {
      over.here = true;
      send(encodeFrame({ kind: FRAME.end, id }));
      done();
    },
    destroy(error, done) {
      if (!over.here || !over.there) send(encodeFrame({ kind: FRAME.reset, id }));
      forget();
      done(error);
    },
  });
  connection.on('error', () => {});

  const receive = ({ kind, body }: Frame) => {
    if (kind === FRAME.data) {
      owed += body.length;
      if (connection.push(body)) grant();
    } else if (kind === FRAME.end) {
      over.there = true;
      connection.push(null);
    } else if (kind === FRAME.reset) {
      over.here = over.there = true;
      connection.destroy(Object.assign(new Error('the connection was reset'), { code: 'ECONNRESET' }));
    } else if (kind === FRAME.credit) {
      credit += body.readUInt32BE();
      const next = goOn;
      goOn = null;
      next?.();
    }
  };
  return { connection, receive };
}
