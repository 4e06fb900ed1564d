import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import type { WorkspaceFile } from '../sandbox/contract.ts';
import type { Change } from './change.ts';
import { readEntry } from './entry.ts';
import type { PatchFailure } from './patch.ts';

/** What git itself makes of a patch: the change, and the patch as git writes it, without what stood around it. */
export type Applied = { change: Change; patch: string };

const PLAIN = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', '--src-prefix=a/', '--dst-prefix=b/'];

/**
 * Applies a patch by a task's author to a repository of one commit, which is changed by it: whatever `git apply` takes is
 * taken, the words of a commit before it, renames, binary files, prefixes of every kind or none.
 */
export async function applyWithGit(folder: string, text: string): Promise<Applied | PatchFailure> {
  const place = await mkdtemp(join(tmpdir(), 'gymkhana-patch-'));
  try {
    const file = join(place, 'patch');
    await writeFile(file, text);
    const git = simpleGit({ baseDir: folder, allowEnvironment: ['PATH', 'HOME', 'GIT_CONFIG_NOSYSTEM', 'LC_ALL'] }).env(
      {
        PATH: process.env.PATH ?? '',
        HOME: '/nonexistent',
        GIT_CONFIG_NOSYSTEM: '1',
        LC_ALL: 'C',
      },
    );
    const failure = await applyWith(git, file, hasNoPrefixes(text) ? ['-p0', '-p1'] : ['-p1', '-p0']);
    return failure ?? (await readApplied(git, folder));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

type Git = ReturnType<typeof simpleGit>;

/** The failure of the likelier way where neither works. */
async function applyWith(git: Git, file: string, ways: readonly string[]): Promise<PatchFailure | null> {
  const failures: PatchFailure[] = [];
  for (const way of ways) {
    try {
      await git.raw('apply', '--whitespace=nowarn', way, '--', file);
      return null;
    } catch (error) {
      failures.push(explain((error as Error).message, file));
    }
  }
  return failures[0] ?? null;
}

async function readApplied(git: Git, folder: string): Promise<Applied | PatchFailure> {
  await git.raw('add', '--all', '--force');
  const listed = await git.raw('diff', '--cached', '--name-only', '-z', ...PLAIN, 'HEAD');
  const change: { files: WorkspaceFile[]; deleted: string[] } = { files: [], deleted: [] };
  for (const path of listed.split('\0').filter(Boolean)) {
    const entry = await readEntry(folder, path);
    if (entry === null) change.deleted.push(path);
    else if (entry.mode === '120000') return { path, reason: 'only regular files can change' };
    else change.files.push({ path, executable: entry.mode === '100755', content: entry.content });
  }
  return { change, patch: await git.raw('diff', '--cached', ...PLAIN, 'HEAD') };
}

/** `diff.noprefix`: both names of a file are the same. */
function hasNoPrefixes(text: string): boolean {
  const names = /^diff --git ("?)(.+)\1 \1(.+)\1\r?$/m.exec(text) ?? /^(---) (\S+).*\n\+\+\+ (\S+)/m.exec(text);
  return names !== null && names[2] === names[3];
}

function explain(said: string, file: string): PatchFailure {
  const [first = ''] = said.split('\n').flatMap((line) => /^(?:error|fatal): (.*)$/.exec(line)?.[1] ?? []);
  const reason = first.replaceAll(`${file}:`, 'line ').replaceAll(file, 'the patch');
  const [, path = '', line] = /^patch failed: (.*):(\d+)$/.exec(reason) ?? [];
  if (line !== undefined) return { path, reason: `a hunk does not fit at its line ${line}` };
  return { path: '', reason: reason || 'git apply refuses it' };
}
