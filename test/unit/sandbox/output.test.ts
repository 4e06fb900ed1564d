import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOutput } from '../../../src/sandbox/shell/output.ts';
import { chunksOf, cuts } from './chunks.ts';

it('keeps the first and the last half, however the bytes arrive', () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((data) => Buffer.from(data));
  const property = fc.property(bytes, cuts, fc.nat({ max: 300 }), (all, at, maxBytes) => {
    const output = createOutput(maxBytes);
    for (const chunk of chunksOf(all, at)) output.push(chunk);
    const half = Math.floor(maxBytes / 2);
    const fits = all.length <= 2 * half;
    const kept = fits ? all : Buffer.concat([all.subarray(0, half), all.subarray(all.length - half)]);
    expect(output.take()).toEqual({ bytes: kept, omitted: all.length - kept.length });
  });
  fc.assert(property, { numRuns: 1000 });
});

it('does the same where it compacts its tail, and holds no more than it promises', () => {
  const half = 1000;
  const output = createOutput(2 * half);
  const chunk = (i: number) => Buffer.from(`${i}\n`.padStart(777, '.'));
  const count = 3000;
  for (let i = 0; i < count; i++) output.push(chunk(i));
  const all = Buffer.concat(Array.from({ length: count }, (_, i) => chunk(i)));
  const { bytes, omitted } = output.take();
  expect(bytes).toEqual(Buffer.concat([all.subarray(0, half), all.subarray(-half)]));
  expect(omitted).toBe(all.length - 2 * half);
});

it('does not change when the sender uses its buffer again', () => {
  const output = createOutput(8);
  const buffer = Buffer.from('abcd');
  output.push(buffer);
  buffer.fill('x');
  expect(output.take().bytes.toString()).toBe('abcd');
});

it('says the same when asked twice, and goes on', () => {
  const output = createOutput(4);
  output.push(Buffer.from('abcdef'));
  expect(output.take()).toEqual(output.take());
  output.push(Buffer.from('g'));
  expect(output.take()).toEqual({ bytes: Buffer.from('abfg'), omitted: 3 });
});
