import type { WorkspaceFile } from '../contract.ts';
import { trusted } from '../slot/held.ts';
import { packFiles } from '../tar.ts';
import type { Holder } from './holder.ts';

/** Through the merged view: what is written is the upper layer's, and the layer stays as it is. */
export async function writeFiles(
  { shell, folder }: Holder,
  uid: number,
  { files, deleted }: { files: readonly WorkspaceFile[]; deleted: readonly string[] },
): Promise<void> {
  const workspace = `${folder}/merged`;
  if (deleted.length > 0) {
    const names = Buffer.from(deleted.map((path) => `./${path}\0`).join(''));
    await trusted(shell, `cd ${workspace} && xargs -0 rm -rf --`, names);
  }
  if (files.length === 0) return;
  const targets = Buffer.from(files.map(({ path }) => `${path}\0`).join(''));
  await trusted(shell, `cd ${workspace} && xargs -0 sh -c '${MAKE_ROOM}' sh`, targets);
  const archive = Buffer.concat(await packFiles(files, uid).toArray());
  await trusted(shell, `tar -xpf - --numeric-owner -C ${workspace}`, archive);
}

/** What stands where a file or a folder above it has to be gives way. */
const MAKE_ROOM = `
for path; do
  if [ -d "$path" ] && [ ! -L "$path" ]; then rm -rf "./$path"; fi
  above=$path
  while [ "\${above%/*}" != "$above" ]; do
    above=\${above%/*}
    if [ -L "$above" ] || { [ -e "$above" ] && [ ! -d "$above" ]; }; then rm -f "./$above"; fi
  done
done`;

/** Whether the workspace shows these paths. Links in place of their folders are followed: what is there is asked alone. */
export async function areVisible({ shell, folder }: Holder, paths: readonly string[]): Promise<boolean[]> {
  const look = `cd ${folder}/merged && xargs -0 sh -c 'for path; do [ -e "$path" ] || [ -L "$path" ] && echo yes || echo no; done' sh`;
  const answers = await trusted(shell, look, Buffer.from(paths.map((path) => `./${path}\0`).join('')), 1 << 22);
  return answers
    .toString()
    .trimEnd()
    .split('\n')
    .map((answer) => answer === 'yes');
}
