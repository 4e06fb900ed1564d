import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeFrame, FRAME, type Frame, readFrames } from '../../../../src/sandbox/tunnel/frame.ts';
import { chunksOf, cuts } from '../chunks.ts';

const frames = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.values(FRAME)),
    id: fc.nat({ max: 0xffffffff }),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 20 },
);

it('frames come out as they went in, in whatever pieces they come', () => {
  fc.assert(
    fc.property(frames, cuts, (sent, shares) => {
      const got: Frame[] = [];
      const read = readFrames((frame) => got.push(frame));
      for (const chunk of chunksOf(Buffer.concat(sent.map(encodeFrame)), shares)) read(chunk);
      expect(got).toEqual(sent);
    }),
  );
});
