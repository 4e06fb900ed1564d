import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What only those know who may use a server: others on this machine must not spend its money or call its tools. */
export function createToken(): string {
  return randomBytes(24).toString('base64url');
}

/** In a time that says nothing of how much of it was right. */
export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
