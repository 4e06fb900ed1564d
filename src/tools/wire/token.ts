import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an `authorization` header holds the token, in a time that says nothing of how much of it was right. */
export function createTokenCheck(token: string): (header: string | undefined) => boolean {
  const wanted = digest(token);
  return (header) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
    return given !== undefined && timingSafeEqual(digest(given), wanted);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
