import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarked } from '../../../src/sandbox/shell/marked-stream.ts';
import { createOutput } from '../../../src/sandbox/shell/output.ts';
import { chunksOf, cuts } from './chunks.ts';

const ended = () => new Error('ended');
const NONCE = 'c0ffee';
const mark = (nonce: string, status: number | string) => Buffer.from(`\0${nonce} ${status}\0`);

/** Output that tries to look like a mark: pieces of one, marks of others, NULs. */
const piece = fc.oneof(
  fc.constantFrom(
    '\0',
    `\0${NONCE}`,
    `\0${NONCE}x 0\0`,
    `${NONCE} 0\0`,
    `\0${NONCE.slice(0, 3)}`,
    '\0ready 0\0',
    '\0\0',
    `\0 ${NONCE} 7\0`,
    `\0${NONCE} `,
    `\0${NONCE} abc\0`,
    `\0${NONCE} 1`,
    `\0${NONCE} 1234\0`,
  ),
  fc.string({ maxLength: 20 }),
);
const output = fc.array(piece, { maxLength: 8 }).map((parts) => Buffer.from(parts.join('')));
/** Anything but the mark itself: a command that knows its nonce and forges one only ends its own call early. */
const innocent = output.filter((bytes) => !/\0c0ffee \d{1,3}(\0|$)/.test(bytes.toString('latin1')));

async function collect(chunks: Buffer[], nonce = NONCE) {
  const kept = createOutput(1 << 20);
  const status = await readMarked(Readable.from(chunks), ended).until(nonce, kept);
  return { status, text: kept.take().bytes.toString('latin1') };
}

describe('readMarked', () => {
  it('takes what comes before the mark, however the stream is cut and whatever looks alike', async () => {
    const property = fc.asyncProperty(
      innocent,
      output,
      fc.nat({ max: 255 }),
      cuts,
      async (before, after, status, at) => {
        const all = Buffer.concat([before, mark(NONCE, status), after]);
        expect(await collect(chunksOf(all, at))).toEqual({ status, text: before.toString('latin1') });
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  it('finds a mark cut at every byte, and byte by byte', async () => {
    const all = Buffer.concat([Buffer.from('out\0'), mark(NONCE, 137), Buffer.from('later')]);
    for (let at = 0; at <= all.length; at++) {
      expect(await collect([all.subarray(0, at), all.subarray(at)])).toEqual({ status: 137, text: 'out\0' });
    }
    expect(await collect([...all].map((byte) => Buffer.from([byte])))).toEqual({ status: 137, text: 'out\0' });
  });

  it('gives each command its own, one after another on one stream', async () => {
    const stream = new PassThrough();
    const marked = readMarked(stream, ended);
    const next = async (nonce: string) => {
      const kept = createOutput(100);
      const status = await marked.until(nonce, kept);
      return `${status} ${kept.take().bytes}`;
    };
    const first = next('one');
    stream.write(Buffer.concat([Buffer.from('a'), mark('one', 1), Buffer.from('b')]));
    expect(await first).toBe('1 a');
    const second = next('two');
    stream.write(mark('two', 2));
    expect(await second).toBe('2 b');
    // A mark that is there before anybody asks.
    stream.write(mark('three', 3));
    await new Promise(setImmediate);
    expect(await next('three')).toBe('3 ');
  });

  it('keeps little of what comes when nobody asks', async () => {
    const stream = new PassThrough();
    const marked = readMarked(stream, ended);
    for (let i = 0; i < 100; i++) stream.write(Buffer.alloc(10_000, 'x'));
    await new Promise(setImmediate);
    const kept = createOutput(1 << 20);
    const over = marked.until(NONCE, kept);
    stream.write(mark(NONCE, 0));
    expect(await over).toBe(0);
    expect(kept.take().bytes.length).toBe(4096);
  });

  it('rejects when the stream ends, also for those who ask later', async () => {
    const kept = createOutput(100);
    const marked = readMarked(Readable.from([Buffer.from(`half \0${NONCE} 1`)]), ended);
    await expect(marked.until(NONCE, kept)).rejects.toThrow('ended');
    await expect(marked.until('later', kept)).rejects.toThrow('ended');
  });

  it.each(['end', 'close'])('rejects when the stream had come to its %s before', async (event) => {
    const stream = new PassThrough();
    const over = once(stream, event);
    if (event === 'end') stream.resume().end();
    else stream.destroy();
    await over;
    await expect(readMarked(stream, ended).until(NONCE, createOutput(0))).rejects.toThrow('ended');
  });

  it('rejects when the stream breaks', async () => {
    const stream = new PassThrough();
    const over = readMarked(stream, ended).until(NONCE, createOutput(0));
    stream.destroy(new Error('broken'));
    await expect(over).rejects.toThrow('ended');
  });
});
