/** What is said of a connection, in both directions; `ready` is said once, of all of them. */
export const FRAME = { ready: 0, open: 1, data: 2, end: 3, reset: 4, credit: 5 } as const;
export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

/** `open`: which endpoint, one byte. `credit`: how many bytes more may come, four bytes. */
export type Frame = { kind: FrameKind; id: number; body: Buffer };

/** Kind, connection and length of the body: 1, 4 and 4 bytes. */
export const HEADER_BYTES = 9;
export const MAX_BODY_BYTES = 65_536;
/**
 * Bytes of a connection that may be under way in one direction before the other side has said that they were taken. So a
 * connection that nobody reads costs this much and holds up no other.
 */
export const WINDOW_BYTES = 262_144;

const NOTHING = Buffer.alloc(0);

export function encodeFrame({ kind, id, body = NOTHING }: Omit<Frame, 'body'> & { body?: Buffer }): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt8(kind, 0);
  header.writeUInt32BE(id, 1);
  header.writeUInt32BE(body.length, 5);
  return body.length > 0 ? Buffer.concat([header, body]) : header;
}

export function encodeCredit(id: number, bytes: number): Buffer {
  const body = Buffer.allocUnsafe(4);
  body.writeUInt32BE(bytes);
  return encodeFrame({ kind: FRAME.credit, id, body });
}

/** Cuts a stream into frames, in whatever pieces it comes. */
export function readFrames(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let pending: Buffer = NOTHING;
  return (chunk) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32BE(5);
      if (pending.length < end) return;
      const frame = { kind: pending.readUInt8(0) as FrameKind, id: pending.readUInt32BE(1) };
      const body = pending.subarray(HEADER_BYTES, end);
      pending = pending.subarray(end);
      onFrame({ ...frame, body });
    }
  };
}
