import { sha256 } from './digest-tree.ts';

/** Names software by the key that its caller vouches for. */
export function digestKey(key: string): string {
  return sha256(`software ${key}`);
}
