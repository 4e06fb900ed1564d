import { expect, it } from 'vitest';
import { openChannel } from '../../../../src/sandbox/tunnel/channel.ts';
import { FRAME, type Frame, type FrameKind, readFrames, WINDOW_BYTES } from '../../../../src/sandbox/tunnel/frame.ts';

/** A channel whose frames are kept; `isFull` as long as there is no room for more of them. */
function open() {
  const sent: Frame[] = [];
  const read = readFrames((frame) => sent.push(frame));
  const room: (() => void)[] = [];
  let forgotten = 0;
  const channel = openChannel(
    7,
    (frame, taken) => {
      read(Buffer.from(frame));
      if (taken) room.push(taken);
    },
    () => forgotten++,
  );
  return {
    connection: channel.connection,
    sent,
    kinds: () => sent.map(({ kind }) => kind),
    bytes: () => sent.filter(({ kind }) => kind === FRAME.data).reduce((sum, { body }) => sum + body.length, 0),
    /** Room for all that is sent now, and for what follows from it. */
    makeRoom() {
      for (let next = room.shift(); next; next = room.shift()) next();
    },
    hear: (kind: FrameKind, body: Buffer = Buffer.alloc(0)) => channel.receive({ kind, id: 7, body }),
    forgotten: () => forgotten,
  };
}

function uint32(number: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(number);
  return body;
}

it('sends a piece at a time, and no more than the other side has room for', async () => {
  const { connection, sent, bytes, makeRoom, hear } = open();
  const content = Buffer.from(Array.from({ length: WINDOW_BYTES + 100 }, (_, n) => n % 251));
  let written = false;
  connection.write(content, () => {
    written = true;
  });
  expect(sent.length).toBe(1);
  makeRoom();
  expect([bytes(), written]).toEqual([WINDOW_BYTES, false]);
  hear(FRAME.credit, uint32(60));
  makeRoom();
  expect(bytes()).toBe(WINDOW_BYTES + 60);
  hear(FRAME.credit, uint32(1000));
  makeRoom();
  await expect.poll(() => written).toBe(true);
  expect(Buffer.concat(sent.map(({ body }) => body)).equals(content)).toBe(true);
});

it('says what was taken only when somebody takes it', async () => {
  const { connection, sent, hear } = open();
  const granted = () =>
    sent.filter(({ kind }) => kind === FRAME.credit).reduce((sum, { body }) => sum + body.readUInt32BE(), 0);
  for (let n = 0; n < 4; n++) hear(FRAME.data, Buffer.alloc(60_000));
  expect(granted()).toBeLessThan(120_000);
  connection.resume();
  await expect.poll(granted).toBe(240_000);
});

it('is over, without a reset, when both halves are', async () => {
  const { connection, kinds, hear, forgotten } = open();
  connection.resume();
  connection.end();
  await expect.poll(kinds).toEqual([FRAME.end]);
  expect(forgotten()).toBe(0);
  hear(FRAME.end);
  await expect.poll(() => connection.closed).toBe(true);
  expect([kinds(), forgotten()]).toEqual([[FRAME.end], 1]);
});

it('can still be written to when the other half is closed', async () => {
  const { connection, kinds, hear } = open();
  connection.resume();
  hear(FRAME.end);
  await expect.poll(() => connection.readableEnded).toBe(true);
  connection.write('late');
  expect(kinds()).toEqual([FRAME.data]);
});

it('destroyed before it is over, it says so', async () => {
  const { connection, kinds, forgotten } = open();
  connection.destroy();
  await expect.poll(() => connection.closed).toBe(true);
  expect([kinds(), forgotten()]).toEqual([[FRAME.reset], 1]);
});

it('a reset destroys it, needs nobody who listens and no answer', async () => {
  const { connection, kinds, hear, forgotten } = open();
  connection.write(Buffer.alloc(10));
  hear(FRAME.reset);
  await expect.poll(() => connection.closed).toBe(true);
  expect(connection.errored).toMatchObject({ code: 'ECONNRESET' });
  expect([kinds(), forgotten()]).toEqual([[FRAME.data], 1]);
});
