/**
 * The source of a node:test reporter, a module of its own for Node 18 and newer: it is written into sandboxes, where
 * nothing else of this project exists. It yields `{file, names, status, message?}` a line for every test, and
 * `{end: true, count}` last. `file` is relative to the working directory.
 *
 * A test with subtests has a result of its own, as Node gives it one. A suite claims nothing: it is reported only when it
 * failed by itself (a hook), and its tests carry the rest. A file that ended without a test is reported by Node as a test named by its path, and here as
 * `{file, names: [file]}`.
 */
export const NODE_REPORTER_SOURCE = `import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_MESSAGE = 2000;

function pathOf(file) {
  if (typeof file !== 'string') return '';
  return resolve(file.startsWith('file:') ? fileURLToPath(file) : file);
}

function messageOf(details) {
  const error = details?.error;
  const message = error?.cause?.message ?? error?.message ?? error;
  return message === undefined ? undefined : String(message)
    .slice(0, MAX_MESSAGE)
    .replace(/[\ud800-\udbff]$/, '');
}

function statusOf(type, data) {
  if (type === 'test:fail') return data.todo === undefined ? 'failed' : 'xfailed';
  if (data.skip !== undefined) return 'skipped';
  return data.todo === undefined ? 'passed' : 'xpassed';
}

export default async function* report(source) {
  // Node orders test:start, test:pass and test:fail as a tree walk, so the open tests form a stack.
  const open = [];
  let count = 0;
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      open.length = Math.min(open.length, data.nesting);
      if (open.length > 0) open[open.length - 1].hasChildren = true;
      open.push({ name: data.name, hasChildren: false });
      continue;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details?.type === 'suite';
    const failure = data.details?.error?.failureType;
    const hasChildren = open[data.nesting]?.hasChildren === true;
    const parents = open.slice(0, data.nesting).map((test) => test.name);
    open.length = Math.min(open.length, data.nesting);
    let status = statusOf(type, data);
    if (isSuite && (status !== 'failed' || failure === 'subtestsFailed')) continue;
    if (isSuite || (status === 'failed' && hasChildren && failure !== 'subtestsFailed')) status = 'error';
    const path = pathOf(data.file);
    const file = path === '' ? '' : relative(process.cwd(), path);
    const isFile = data.nesting === 0 && path !== '' && resolve(data.name) === path;
    const names = isFile ? [file] : [...parents, data.name];
    count += 1;
    yield JSON.stringify({ file, names, status, message: messageOf(data.details) }) + '\\n';
  }
  yield JSON.stringify({ end: true, count }) + '\\n';
}
`;
