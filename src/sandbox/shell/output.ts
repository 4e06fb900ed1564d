/** Keeps the first and the last half of what is pushed, in bounded memory. */
export type Output = {
  push(chunk: Buffer): void;
  /** `omitted` counts the bytes left out between the two halves. */
  take(): { bytes: Buffer; omitted: number };
};

export function createOutput(maxBytes: number): Output {
  const half = Math.floor(maxBytes / 2);
  const head: Buffer[] = [];
  let tail: Buffer[] = [];
  let headBytes = 0;
  let tailBytes = 0;
  let total = 0;

  return {
    push(chunk) {
      total += chunk.length;
      const first = chunk.subarray(0, half - headBytes);
      if (first.length > 0) head.push(Buffer.from(first));
      headBytes += first.length;
      if (first.length === chunk.length) return;
      tail.push(chunk.subarray(first.length));
      tailBytes += chunk.length - first.length;
      // Compact rarely: each byte is copied a bounded number of times, however small the chunks are.
      if (tailBytes > 4 * half + 65_536) {
        tail = [Buffer.from(Buffer.concat(tail).subarray(-half))];
        tailBytes = half;
      }
    },
    take() {
      const last = Buffer.concat(tail);
      const kept = half === 0 ? Buffer.alloc(0) : last.subarray(-half);
      return { bytes: Buffer.concat([...head, kept]), omitted: total - headBytes - kept.length };
    },
  };
}
