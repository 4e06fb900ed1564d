// Makes a bare clone ready: dependencies, then the compiled command. Does nothing that is done already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`gymkhana needs Node 20.19 or newer; this is ${process.version}`);

once('node_modules/.installed', hashOf(['package.json', 'package-lock.json']), 'installing dependencies', () => {
  // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, and mirrors may lack those.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
});
once(
  'dist/.built',
  hashOf(['tsconfig.json', 'tsconfig.build.json', 'bundle.mjs', 'package-lock.json', ...filesIn('src')]),
  'compiling',
  () => {
    // Beside the old one, then in its place: another command may be running from it, or be doing this as well.
    const draft = `dist-${process.pid}`;
    const giveUp = () => rmSync(join(root, draft), { recursive: true, force: true });
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', draft], giveUp);
    run(process.execPath, ['bundle.mjs', draft], giveUp);
    const old = `${draft}-old`;
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), join(root, old));
    renameSync(join(root, draft), join(root, 'dist'));
    rmSync(join(root, old), { recursive: true, force: true });
  },
);
link('node_modules/.bin/gymkhana', 'dist/cli/main.js');

function once(marker, hash, what, work) {
  const file = join(root, marker);
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  console.error(`gymkhana: ${what}`);
  work();
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, hash);
}

/** For `npx gymkhana` in a checkout: npm links the commands of dependencies, but not the package's own. */
function link(path, command) {
  chmodSync(join(root, command), 0o755);
  if (existsSync(join(root, path))) return;
  mkdirSync(join(root, path, '..'), { recursive: true });
  rmSync(join(root, path), { force: true });
  symlinkSync(join('..', '..', command), join(root, path));
}

function run(command, args, onFailure = () => {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error || status !== 0) onFailure();
  if (error || status !== 0) fail(`\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}`);
}

function fail(message) {
  console.error(`SETUP_FAILED ${message}`);
  process.exit(1);
}

function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
