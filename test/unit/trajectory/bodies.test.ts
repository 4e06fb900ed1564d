import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBodies, readBodies } from '../../../src/trajectory/bodies.ts';

test('an answer is kept byte for byte, also where it is no text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-bodies-'));
  const path = join(folder, 'model.jsonl');
  try {
    const bodies = openBodies(path);
    const plain = bodies.keepAnswer(Buffer.from('grün'), { 'content-type': 'text/plain', 'retry-after': '1' });
    const cut = Buffer.from('grün').subarray(0, 3);
    const odd = bodies.keepAnswer(cut, { 'content-type': 'text/plain' });
    await bodies.close();
    const read = await readBodies(path);
    expect(read.answer(plain)).toEqual({ contentType: 'text/plain', text: 'grün', headers: { 'retry-after': '1' } });
    expect(Buffer.from(read.answer(odd)?.base64 ?? '', 'base64')).toEqual(cut);
  } finally {
    await rm(folder, { recursive: true });
  }
});
