import { PassThrough, type Readable } from 'node:stream';

/** The engine puts a kind (1 stdout, 2 stderr), three zeros and a length before each piece of output. */
const HEADER_BYTES = 8;

/**
 * Takes the two outputs of an attached process apart. They share one stream, so the slower of two readers holds both up:
 * nothing is read that nobody takes.
 */
export function demultiplex(source: Readable): { stdout: Readable; stderr: Readable } {
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const both = Object.values(outputs);
  let header: Buffer = Buffer.alloc(0);
  let target = outputs.stdout;
  let missing = 0;

  const take = (chunk: Buffer) => {
    for (let rest = chunk; rest.length > 0; ) {
      if (missing > 0) {
        const piece = rest.subarray(0, missing);
        missing -= piece.length;
        rest = rest.subarray(piece.length);
        if (!target.destroyed) target.write(piece);
        continue;
      }
      const wanted = HEADER_BYTES - header.length;
      header = Buffer.concat([header, rest.subarray(0, wanted)]);
      rest = rest.subarray(wanted);
      if (header.length < HEADER_BYTES) return;
      target = header[0] === 2 ? outputs.stderr : outputs.stdout;
      missing = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  };
  const isFull = () => both.some((output) => output.writableNeedDrain && !output.destroyed);
  const goOn = () => {
    if (!isFull()) source.resume();
  };

  source.on('data', (chunk: Buffer) => {
    take(chunk);
    if (isFull()) source.pause();
  });
  for (const output of both) output.on('drain', goOn).on('close', goOn);
  for (const event of ['end', 'close', 'error']) {
    source.on(event, () => {
      for (const output of both) output.end();
    });
  }
  return outputs;
}
