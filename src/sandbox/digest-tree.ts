import { createHash } from 'node:crypto';
import type { WorkspaceFile } from './contract.ts';

/** Names a change against a layer by content: the same for the same files, in whatever order and from whatever kind. */
export function digestTree(
  layerDigest: string,
  { files, deleted }: { files: readonly WorkspaceFile[]; deleted: readonly string[] },
): string {
  const described = files.map(({ path, executable, content }) => [path, executable, sha256(content)] as const);
  const sorted = described.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([layerDigest, sorted, deleted.toSorted()]));
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
