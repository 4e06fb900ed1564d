import picomatch from 'picomatch';
import type { WorkspaceFile } from '../sandbox/contract.ts';
import { ALWAYS_PROTECTED, INSTALLED } from './protected-paths.ts';

/** What an agent left behind, against the base. */
type Changes = { files: readonly WorkspaceFile[]; deleted: readonly string[] };

export type ProtectionRules = {
  /** Globs of what a submission may touch. */
  paths: readonly string[];
  /** Globs of what comes from the trusted base whatever the submission says, on top of ALWAYS_PROTECTED. */
  protect: readonly string[];
  /** Paths that verification writes itself. */
  hiddenTests: readonly string[];
  /** Paths of all files in the base. */
  baseFiles: Iterable<string>;
};

export type Admitted = { files: WorkspaceFile[]; deleted: string[]; dropped: { path: string; reason: string }[] };

const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;

/**
 * What of a submission may enter the verification sandbox. Pure; everything left out is listed with its reason.
 * Protection compares names without case and Unicode variants, so `.GIT` or `Conftest.py` pass on no file system.
 */
export function applyPolicy(submission: Changes, rules: ProtectionRules): Admitted {
  const reasonAgainst = compileRules(rules);
  const dropped: Admitted['dropped'] = [];
  const admit = (path: string): boolean => {
    const reason = reasonAgainst(path);
    if (reason !== null) dropped.push({ path, reason });
    return reason === null;
  };
  const files = submission.files.filter((file) => admit(file.path));
  const deleted = submission.deleted.filter(admit);
  return { files, deleted, dropped };
}

/**
 * A relative path of plain names: no `..`, `.` or empty part, no absolute path, backslash, control, invisible or
 * bidirectional character, no lone surrogate, and no part that is longer than file systems allow.
 */
export function isSafePath(path: string): boolean {
  if (path === '' || Buffer.byteLength(path) > MAX_PATH_BYTES) return false;
  if (/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(path)) return false;
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= MAX_NAME_BYTES);
}

function compileRules(rules: ProtectionRules): (path: string) => string | null {
  const allowed = picomatch([...rules.paths], { dot: true });
  const guardOf = compileGuards(rules.protect);
  const hidden = new Set(rules.hiddenTests.map(fold));
  const hiddenFolders = foldersOf(hidden);
  const guardedFolders = foldersOf([...rules.baseFiles].map(fold).filter((name) => guardOf(name) !== undefined));

  return (path) => {
    if (!isSafePath(path)) return 'not a safe relative path';
    const name = fold(path);
    if (name.split('/').some(isGit)) return 'part of a .git folder';
    if (!allowed(path)) return 'outside the paths that a submission may touch';
    const guard = guardOf(name);
    if (guard !== undefined) return guard.reason;
    if (hidden.has(name)) return 'a hidden test has this path';
    if (hiddenFolders.has(name)) return 'a hidden test needs a folder here';
    if (parents(name).some((parent) => hidden.has(parent))) return 'a hidden test is a file on this path';
    // Whoever writes a folder where a file is, or a file where a folder is, takes away what was there.
    if (guardedFolders.has(name)) return 'a protected file needs a folder here';
    if (parents(name).some((parent) => guardOf(parent) !== undefined)) return 'a protected file is on this path';
    return null;
  };
}

/**
 * Those of the base's files that no submission may change, but for installed packages: there may be many, and no build
 * makes them again.
 */
export function protectedOf(baseFiles: Iterable<string>, protect: readonly string[]): string[] {
  const isTasks = folded(protect);
  const guardOf = compileGuards([]);
  const isInstalled = folded(INSTALLED);
  return [...baseFiles].filter((path) => {
    const name = fold(path);
    return isTasks(name) || (guardOf(name) !== undefined && !isInstalled(name));
  });
}

type Guard = { matches(name: string): boolean; reason: string };

function compileGuards(protect: readonly string[]): (name: string) => Guard | undefined {
  const guards: Guard[] = [
    ...ALWAYS_PROTECTED.map(({ globs, reason }) => ({ matches: folded(globs), reason })),
    { matches: folded(protect), reason: 'protected by the task' },
  ];
  return (name) => guards.find(({ matches }) => matches(name));
}

function foldersOf(names: Iterable<string>): Set<string> {
  return new Set([...names].flatMap(parents));
}

function folded(globs: readonly string[]): (name: string) => boolean {
  return globs.length === 0 ? () => false : picomatch(globs.map(fold), { dot: true });
}

/** One spelling for all that a case-insensitive or normalising file system takes for the same name. */
function fold(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}

/** `git~1` is the short name that Windows file systems give `.git`; they also ignore trailing dots and spaces. */
function isGit(part: string): boolean {
  const name = part.replace(/[. ]+$/, '');
  return name === '.git' || name === 'git~1';
}

function parents(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
