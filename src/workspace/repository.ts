import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { simpleGit } from 'simple-git';

/** A copy of a task's repository as the agent gets it. */
export type Repository = { folder: string } & AsyncDisposable;

/**
 * Copies a folder and makes it a git repository of exactly one commit. It is made anew rather than cloned, so there is
 * no history, reflog, tag or remote that could hold the solution; a source's own `.git` stays behind, wherever it is.
 * Author, date and message are fixed: equal files give an equal commit.
 */
export async function openRepository(source: string): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-repository-'));
  const repository = { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  try {
    const filter = (path: string) => basename(path) !== '.git';
    await cp(source, folder, { recursive: true, verbatimSymlinks: true, filter });
    await commitAll(folder);
    return repository;
  } catch (error) {
    await repository[Symbol.asyncDispose]();
    throw error;
  }
}

async function commitAll(folder: string): Promise<void> {
  const environment = fixedEnvironment();
  const git = simpleGit({
    baseDir: folder,
    // An empty one: the user's may hold hooks.
    unsafe: { allowUnsafeTemplateDir: true },
    allowEnvironment: Object.keys(environment),
  }).env(environment);
  await git.raw('init', '--quiet', '--initial-branch=main', '--template=');
  // What the task's own .gitignore names is part of the task all the same.
  await git.raw('add', '--all', '--force');
  await git.raw('commit', '--quiet', '--allow-empty', '--no-verify', '--message=Initial commit');
  // `git commit` leaves a copy of its message behind.
  await rm(join(folder, '.git', 'COMMIT_EDITMSG'), { force: true });
}

/** None of the user's or the machine's git configuration; git itself must still be found. */
const fixedEnvironment = () => ({
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Gymkhana',
  GIT_AUTHOR_EMAIL: 'gymkhana@localhost',
  GIT_AUTHOR_DATE: '2000-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Gymkhana',
  GIT_COMMITTER_EMAIL: 'gymkhana@localhost',
  GIT_COMMITTER_DATE: '2000-01-01T00:00:00Z',
});
